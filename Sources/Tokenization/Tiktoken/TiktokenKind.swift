/// What a tiktoken file does not say itself: how texts are cut, and the special tokens. Known by the number of its pieces.
struct TiktokenKind: Sendable {
  var name: String
  var pieces: Int
  var expression: String
  var specials: [(content: String, id: Int)]
  /// The place in `specials` of what stands in front of each text.
  var front: Int?
  var eos: String

  static let all = [gpt2, cl100k, o200k, llama3, qwen]

  static let gpt2 = TiktokenKind(
    name: "r50k_base (GPT-2)", pieces: 50_256, expression: SplitExpression.gpt2,
    specials: [("<|endoftext|>", 50_256)], eos: "<|endoftext|>")

  static let cl100k = TiktokenKind(
    name: "cl100k_base (GPT-4)", pieces: 100_256, expression: SplitExpression.threeDigits,
    specials: [
      ("<|endoftext|>", 100_257), ("<|fim_prefix|>", 100_258), ("<|fim_middle|>", 100_259),
      ("<|fim_suffix|>", 100_260), ("<|endofprompt|>", 100_276),
    ], eos: "<|endoftext|>")

  static let o200k = TiktokenKind(
    name: "o200k_base (GPT-4o)", pieces: 199_998, expression: SplitExpression.byCase,
    specials: [("<|endoftext|>", 199_999), ("<|endofprompt|>", 200_018)], eos: "<|endoftext|>")

  static let llama3 = TiktokenKind(
    name: "Llama 3", pieces: 128_000, expression: SplitExpression.threeDigits, specials: llama3Specials, front: 0,
    eos: "<|end_of_text|>")

  static let qwen = TiktokenKind(
    name: "Qwen", pieces: 151_643, expression: SplitExpression.oneDigit,
    specials: [("<|endoftext|>", 151_643), ("<|im_start|>", 151_644), ("<|im_end|>", 151_645)], eos: "<|endoftext|>")

  /// Those of Llama 3.1 and later; 256 in all.
  private static let llama3Specials: [(content: String, id: Int)] = {
    let first = [
      "<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|reserved_special_token_1|>",
      "<|finetune_right_pad_id|>", "<|reserved_special_token_2|>", "<|start_header_id|>", "<|end_header_id|>",
      "<|eom_id|>", "<|eot_id|>", "<|python_tag|>",
    ]
    let names = first + (3..<248).map { "<|reserved_special_token_\($0)|>" }
    return names.enumerated().map { (content: $1, id: 128_000 + $0) }
  }()
}
