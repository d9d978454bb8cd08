import Files
import Tokenization

extension GGUFTokenizer {
  /// How texts are cut before they are merged: what a GGUF file says by one word, `tokenizer.ggml.pre`.
  struct Split: Sendable {
    /// Under which it is known; the first is written.
    var words: [String]
    /// nil: GPT-2's, as ByteLevel has it in itself.
    var expression: String?
    /// Each digit is cut out first.
    var cutsDigits = false
    var isComposed = false
    var takesWholeWords = false
    /// Where the file does not say.
    var addsBOS = false
  }

  static let splits: [Split] = [
    Split(words: ["gpt-2"]), Split(words: ["smollm"], cutsDigits: true),
    Split(words: ["refact"], cutsDigits: true), Split(words: ["starcoder"], cutsDigits: true),
    Split(words: ["command-r"], cutsDigits: true, isComposed: true),
    Split(words: ["mpt", "olmo"], isComposed: true),
    Split(
      words: ["llama-bpe", "llama3", "llama-v3"], expression: SplitExpression.threeDigits, takesWholeWords: true,
      addsBOS: true),
    Split(words: ["dbrx"], expression: SplitExpression.threeDigits),
    Split(words: ["qwen2"], expression: SplitExpression.oneDigit, isComposed: true),
    Split(words: ["gpt-4o", "llama4"], expression: SplitExpression.byCase),
    Split(words: ["tekken"], expression: SplitExpression.byCaseAndDigit, takesWholeWords: true),
  ]

  static func split(_ word: String?) -> Split? { word.flatMap { word in splits.first { $0.words.contains(word) } } }

  /// The one that a tokenizer.json has; nil where there is no word for it.
  static func split(of json: JSON) -> Split? {
    let steps = json["pre_tokenizer"]?["pretokenizers"]?.array ?? json["pre_tokenizer"].map { [$0] } ?? []
    guard let byteLevel = steps.last, byteLevel["type"]?.string == "ByteLevel",
      byteLevel["add_prefix_space"]?.bool != true, steps.count <= 2
    else { return nil }
    var found = Split(words: [])
    found.isComposed = json["normalizer"]?["type"]?.string == "NFC"
    guard found.isComposed || json["normalizer"]?.isNull ?? true else { return nil }
    found.takesWholeWords = json["model"]?["ignore_merges"]?.bool ?? false
    if steps.count == 2 {
      switch steps[0]["type"]?.string {
      case "Digits" where steps[0]["individual_digits"]?.bool == true: found.cutsDigits = true
      case "Split":
        // Of expressions that match all of a text, what is kept apart and what is left over are the same.
        let behavior = steps[0]["behavior"]?.string, isInverted = steps[0]["invert"]?.bool ?? false
        guard behavior == "Isolated" || (behavior == "Removed" && isInverted) else { return nil }
        found.expression = steps[0]["pattern"]?["Regex"]?.string
        if found.expression == nil { return nil }
      default: return nil
      }
    }
    guard (byteLevel["use_regex"]?.bool ?? true) == (found.expression == nil) else { return nil }
    return splits.first { known in
      known.expression == found.expression && known.cutsDigits == found.cutsDigits
        && known.isComposed == found.isComposed && known.takesWholeWords == found.takesWholeWords
    }
  }

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
    let added: [JSON] = tokens.indices.filter { kinds[$0] == .control || kinds[$0] == .userDefined }.map { id in
      [
        "id": .integer(id), "content": .string(tokens[id]), "single_word": false, "lstrip": false, "rstrip": false,
        "normalized": false, "special": .bool(kinds[id] == .control),
      ]
    }
    var seen: Set<ExactText> = []
    var vocabulary: [(key: String, value: JSON)] = []
    for id in tokens.indices where kinds[id] != .unused {
      guard seen.insert(ExactText(tokens[id])).inserted else {
        throw Diagnostic(metadata.path, "has the token '\(tokens[id])' twice", expected: "each token once")
      }
      vocabulary.append((tokens[id], .integer(id)))
    }
    let front = bos.flatMap { addsBOS(default: split.addsBOS) ? (content: tokens[$0], id: $0) : nil }
    return [
      "version": "1.0", "truncation": .null, "padding": .null, "added_tokens": .array(added),
      "normalizer": split.isComposed ? ["type": "NFC"] : .null, "pre_tokenizer": Self.cutting(split),
      "post_processor": ByteLevelLayout.processor(front: front),
      "decoder": ["type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true],
      "model": [
        "type": "BPE", "dropout": .null, "unk_token": .null, "continuing_subword_prefix": .null,
        "end_of_word_suffix": .null, "fuse_unk": false, "byte_fallback": false,
        "ignore_merges": .bool(split.takesWholeWords), "vocab": .object(JSONObject(vocabulary)),
        "merges": .array(try merges(lines)),
      ],
    ]
  }

  private static func cutting(_ split: Split) -> JSON {
    let byteLevel: JSON = [
      "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": .bool(split.expression == nil),
    ]
    var first: JSON?
    if let expression = split.expression {
      first = ["type": "Split", "pattern": ["Regex": .string(expression)], "behavior": "Isolated", "invert": false]
    } else if split.cutsDigits {
      first = ["type": "Digits", "individual_digits": true]
    }
    return first.map { ["type": "Sequence", "pretokenizers": [$0, byteLevel]] } ?? byteLevel
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
