import Files
import Tokenization

extension GGUFTokenizer {
  /// The content of a tokenizer.json.
  func byteLevel() throws(Diagnostic) -> JSON {
    let word = metadata.tokenizer("pre")?.text
    guard let split = Self.split(word) else {
      throw Diagnostic(
        metadata.path,
        "key \"tokenizer.ggml.pre\" is \(word.map { "\"\($0)\"" } ?? "missing"): how texts are cut is not known",
        expected: "one of \(Self.splits.flatMap(\.words).joined(separator: ", "))")
    }
    guard let lines = metadata.tokenizer("merges")?.texts else { throw metadata.missing("tokenizer.ggml.merges") }
    let front = bos.flatMap { addsBOS(default: split.addsBOS) ? (content: tokens[$0], id: $0) : nil }
    return [
      "version": "1.0", "truncation": .null, "padding": .null, "added_tokens": .array(added),
      "normalizer": split.isComposed ? ["type": "NFC"] : .null, "pre_tokenizer": Self.cutting(split),
      "post_processor": ByteLevelLayout.processor(front: front),
      "decoder": ["type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true],
      "model": [
        "type": "BPE", "dropout": .null, "unk_token": .null, "continuing_subword_prefix": .null,
        "end_of_word_suffix": .null, "fuse_unk": false, "byte_fallback": false,
        "ignore_merges": .bool(split.takesWholeWords), "vocab": try vocabulary(tokens),
        "merges": .array(try merges(lines)),
      ],
    ]
  }

  /// As Gemma has it: BPE over characters, with a sign for spaces, and bytes for what is no piece.
  func characterLevel() throws(Diagnostic) -> JSON {
    guard let lines = metadata.tokenizer("merges")?.texts else { throw metadata.missing("tokenizer.ggml.merges") }
    let front = bos.flatMap { addsBOS(default: true) ? (content: tokens[$0], id: $0) : nil }
    return [
      "version": "1.0", "truncation": .null, "padding": .null, "added_tokens": .array(added),
      "normalizer": ["type": "Replace", "pattern": ["String": " "], "content": "▁"],
      "pre_tokenizer": [
        "type": "Split", "pattern": ["String": " "], "behavior": "MergedWithPrevious", "invert": false,
      ],
      "post_processor": ByteLevelLayout.processor(front: front),
      "decoder": [
        "type": "Sequence",
        "decoders": [
          ["type": "Replace", "pattern": ["String": "▁"], "content": " "], ["type": "ByteFallback"], ["type": "Fuse"],
        ],
      ],
      "model": [
        "type": "BPE", "dropout": .null, "unk_token": unknown.map { .string(tokens[$0]) } ?? .null,
        "continuing_subword_prefix": .null, "end_of_word_suffix": .null, "fuse_unk": true, "byte_fallback": true,
        "ignore_merges": false, "vocab": try vocabulary(tokens), "merges": .array(try merges(lines)),
      ],
    ]
  }

  /// The tokens that are found in a text before it is cut.
  var added: [JSON] {
    tokens.indices.filter { kinds[$0] == .control || kinds[$0] == .userDefined }.map { id in
      [
        "id": .integer(id), "content": .string(tokens[id]), "single_word": false, "lstrip": false, "rstrip": false,
        "normalized": false, "special": .bool(kinds[id] == .control),
      ]
    }
  }

  /// Ids by names.
  func vocabulary(_ names: [String]) throws(Diagnostic) -> JSON {
    var seen: Set<ExactText> = []
    var vocabulary: [(key: String, value: JSON)] = []
    for id in names.indices where kinds[id] != .unused {
      guard seen.insert(ExactText(names[id])).inserted else {
        throw Diagnostic(metadata.path, "has the token '\(names[id])' twice", expected: "each token once")
      }
      vocabulary.append((names[id], .integer(id)))
    }
    return .object(JSONObject(vocabulary))
  }

  /// Each line is two pieces with a space between them; a piece may begin with one.
  private func merges(_ lines: [String]) throws(Diagnostic) -> [JSON] {
    var merges: [JSON] = []
    merges.reserveCapacity(lines.count)
    for (index, line) in lines.enumerated() {
      let bytes = Array(line.utf8)
      guard let space = bytes.dropFirst().firstIndex(of: 0x20), space + 1 < bytes.count else {
        throw Diagnostic(
          metadata.path, "merge \(index) of \"tokenizer.ggml.merges\" is '\(line)'",
          expected: "two pieces with a space between them")
      }
      merges.append([
        .string(String(decoding: bytes[..<space], as: UTF8.self)),
        .string(String(decoding: bytes[(space + 1)...], as: UTF8.self)),
      ])
    }
    return merges
  }
}
