import Files
import TestSupport
import Testing
import Tokenization

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct TokenizerParityTests {
  private static let models = [
    "stories260K-hf", "parity-llama-32k", "parity-mistral-32k", "parity-baichuan2-512",
  ]

  private static func tokenizer(_ model: String) throws -> SentencePieceTokenizer {
    try SentencePieceTokenizer(directory: "\(TestSupport.shared ?? "")/data/models/\(model)")
  }

  @Test("token ids equal golden/logits, and the greedy texts decode the same", arguments: models)
  func logits(model: String) throws {
    let tokenizer = try Self.tokenizer(model)
    let golden = try JSON(file: "\(TestSupport.shared ?? "")/golden/logits/\(model).json")
    let prompts = try #require(golden["prompts"]?.array)
    #expect(prompts.count == 20)
    for prompt in prompts {
      let text = try #require(prompt["text"]?.string)
      let ids = try #require(prompt["ids"]?.array).compactMap { $0.integer.map(Int32.init) }
      #expect(try tokenizer.encode(text) == ids, "\(text.prefix(40))")
      let greedy = try #require(prompt["greedy"]?.array).compactMap { $0.integer.map(Int32.init) }
      #expect(tokenizer.decode(greedy) == prompt["greedy_text"]?.string)
    }
  }

  @Test("the tokenizers' own configuration", arguments: models)
  func configuration(model: String) throws {
    let tokenizer = try Self.tokenizer(model)
    #expect(tokenizer.bosID == 1 && tokenizer.eosID == 2 && tokenizer.unknownID == 0)
    #expect(tokenizer.addsBOS == (model != "parity-baichuan2-512"))
    #expect(tokenizer.vocabularySize == (model.hasSuffix("32k") ? 32_000 : 512))
  }
}
