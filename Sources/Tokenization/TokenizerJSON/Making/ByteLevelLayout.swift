public import Files

/// A byte-level BPE tokenizer in the making, as a `tokenizer.json` says it: a splitting expression, pieces of bytes, merges, special
/// tokens, maybe one in front of each text.
public struct ByteLevelLayout: Sendable {
  /// Cuts a text into words; nil: GPT-2's.
  public var expression: String?
  /// Pieces by their bytes, with their ids.
  public var pieces: [(bytes: [UInt8], id: Int)]
  /// Pairs of places in `pieces`; the first come first.
  public var merges: [(left: Int, right: Int)]
  /// Whether a word that is a piece is taken whole, before any merge.
  public var takesWholeWords = false
  public var specials: [(content: String, id: Int)]
  /// The place in `specials` of what stands in front of each text.
  public var front: Int?

  /// The content of the tokenizer.json.
  public var json: JSON {
    let names = pieces.map { Self.name($0.bytes) }
    // Special tokens that come first are pieces of the model, too: ids of added tokens follow the vocabulary.
    let known = specials.map { (key: $0.content, value: JSON.integer($0.id)) }
    let vocabulary = (known + zip(names, pieces).map { (key: $0, value: JSON.integer($1.id)) })
      .sorted { ($0.value.integer ?? 0) < ($1.value.integer ?? 0) }
    let byteLevel: JSON = [
      "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": .bool(expression == nil),
    ]
    let split: JSON? = expression.map {
      ["type": "Split", "pattern": ["Regex": .string($0)], "behavior": "Isolated", "invert": false]
    }
    return [
      "version": "1.0", "truncation": .null, "padding": .null, "added_tokens": .array(specials.map(Self.added)),
      "normalizer": .null,
      "pre_tokenizer": split.map { ["type": "Sequence", "pretokenizers": [$0, byteLevel]] } ?? byteLevel,
      "post_processor": processor, "decoder": byteLevel,
      "model": [
        "type": "BPE", "dropout": .null, "unk_token": .null, "continuing_subword_prefix": .null,
        "end_of_word_suffix": .null, "fuse_unk": false, "byte_fallback": false,
        "ignore_merges": .bool(takesWholeWords), "vocab": .object(JSONObject(vocabulary)),
        "merges": .array(merges.map { [.string(names[$0.left]), .string(names[$0.right])] }),
      ],
    ]
  }

  private var processor: JSON {
    Self.processor(front: front.flatMap { specials.indices.contains($0) ? specials[$0] : nil })
  }

  /// The `post_processor` that puts a special token in front of each text; nil: none.
  public static func processor(front token: (content: String, id: Int)?) -> JSON {
    guard let token else {
      return ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true]
    }
    func part(_ name: String, _ id: String, _ type: Int) -> JSON {
      .object([name: ["id": .string(id), "type_id": .integer(type)]])
    }
    let one = part("SpecialToken", token.content, 0), first = part("Sequence", "A", 0)
    let own: JSON = [
      "id": .string(token.content), "ids": .array([.integer(token.id)]), "tokens": .array([.string(token.content)]),
    ]
    let pair: [JSON] = [one, first, part("SpecialToken", token.content, 1), part("Sequence", "B", 1)]
    return [
      "type": "TemplateProcessing", "single": .array([one, first]), "pair": .array(pair),
      "special_tokens": .object(JSONObject([(key: token.content, value: own)])),
    ]
  }

  private static func added(_ token: (content: String, id: Int)) -> JSON {
    [
      "id": .integer(token.id), "content": .string(token.content), "single_word": false, "lstrip": false,
      "rstrip": false, "normalized": false, "special": true,
    ]
  }

  private static func name(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.flatMap { ByteCharacters.characters[Int($0)] }, as: UTF8.self)
  }
}
