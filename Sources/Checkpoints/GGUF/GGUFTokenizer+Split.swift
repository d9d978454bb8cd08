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
    /// All steps, as tokenizer.json has them, of one that is more than an expression; read, and not written.
    var steps: [JSON] = []
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
    // Its tokenizer.json composes texts; llama.cpp, whose word this is, does not.
    Split(words: ["qwen35"], expression: SplitExpression.oneDigitWithMarks),
    Split(words: ["falcon"], steps: falcon), Split(words: ["deepseek-llm"], steps: deepSeek),
    Split(words: ["deepseek-coder"], steps: deepSeekCoder),
    Split(words: ["gpt-4o", "llama4"], expression: SplitExpression.byCase),
    Split(words: ["tekken"], expression: SplitExpression.byCaseAndDigit, takesWholeWords: true),
  ]

  private static let falcon: [JSON] = [
    ["type": "Punctuation", "behavior": "Contiguous"], byteLevel(usesExpression: true),
    ["type": "Digits", "individual_digits": false], isolated("[0-9][0-9][0-9]"),
  ]

  private static let deepSeek: [JSON] =
    ["[\r\n]", "\\s?[\(cased)]+", #"\s?[!-/:-~！-／：-～‘-‟　-。]+"#, #"\s+$"#, han].map(isolated)
    + [["type": "Digits", "individual_digits": true], byteLevel(usesExpression: false)]

  private static let deepSeekCoder: [JSON] =
    ["[\r\n]", #"\s?\p{L}+"#, #"\s?\p{P}+"#, han].map(isolated)
    + [["type": "Digits", "individual_digits": true], byteLevel(usesExpression: false)]

  /// Letters of alphabets with two cases, as DeepSeek's expression lists them.
  private static let cased =
    "A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽ"
    + "ᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-ώᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-"
    + "Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤΩℨK-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-"
    + "ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃"

  private static let han = "[一-龥ࠀ-一가-퟿]+"

  private static func isolated(_ expression: String) -> JSON {
    ["type": "Split", "pattern": ["Regex": .string(expression)], "behavior": "Isolated", "invert": false]
  }

  private static func byteLevel(usesExpression: Bool) -> JSON {
    ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": .bool(usesExpression)]
  }

  /// The `pre_tokenizer` of a tokenizer.json.
  static func cutting(_ split: Split) -> JSON {
    guard split.steps.isEmpty else { return ["type": "Sequence", "pretokenizers": .array(split.steps)] }
    let last = byteLevel(usesExpression: split.expression == nil)
    var first = split.expression.map(isolated)
    if first == nil, split.cutsDigits { first = ["type": "Digits", "individual_digits": true] }
    return first.map { ["type": "Sequence", "pretokenizers": [$0, last]] } ?? last
  }

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
      known.steps.isEmpty && known.expression == found.expression && known.cutsDigits == found.cutsDigits
        && known.isComposed == found.isComposed && known.takesWholeWords == found.takesWholeWords
    }
  }
}
