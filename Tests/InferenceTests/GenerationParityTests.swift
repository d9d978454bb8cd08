import Evaluation
import Files
import TestSupport
import Testing
import Tokenization

@testable import Inference

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct GenerationParityTests {
  static let models = ["stories260K-hf", "parity-llama-32k", "parity-mistral-32k", "parity-baichuan2-512"]

  @Test("greedy ids of golden/logits, up to the first near tie, all prompts at once", arguments: models)
  func greedy(name: String) throws {
    let shared = TestSupport.shared ?? ""
    var model = try CausalLanguageModel(testing: "\(shared)/data/models/\(name)")
    let tokenizer = model.tokenizer
    let golden = try #require(try JSON(file: "\(shared)/golden/logits/\(name).json")["prompts"]?.array)
    var prompts: [GenerationPrompt] = []
    var expected: [(ids: [Int32], text: String?)] = []
    for prompt in golden {
      guard let source = prompt["greedy_from"]?.string, let ids = Self.ids(prompt[source]), !ids.isEmpty
      else { continue }
      let all = try #require(Self.ids(prompt["greedy"]))
      let margins = try #require(prompt["greedy_margins"]?.array).compactMap(\.number)
      let clear = margins.firstIndex { $0 < 1e-3 } ?? all.count
      prompts.append(GenerationPrompt(request: prompts.count, ids: ids, maxTokens: 48))
      expected.append((Array(all.prefix(clear)), clear == all.count ? prompt["greedy_text"]?.string : nil))
    }
    #expect(prompts.count >= 15)
    var compared = 0
    var texts = 0
    try model.generate(prompts, eos: []) { sequence in
      let golden = expected[sequence.prompt.request]
      #expect(Array(sequence.tokens.prefix(golden.ids.count)) == golden.ids, "prompt \(sequence.prompt.request)")
      #expect(sequence.tokens.count == 48)
      compared += golden.ids.count
      if let text = golden.text {
        #expect(tokenizer.decode(sequence.tokens) == text)
        texts += 1
      }
    }
    #expect(compared > 700 && texts > 10, "\(compared) ids, \(texts) texts were compared")
  }

  @Test(
    "completions of golden/lmeval, as text and token by token", arguments: ["stories260K-hf", "parity-llama-32k"])
  func harness(name: String) throws {
    let shared = TestSupport.shared ?? ""
    var model = try CausalLanguageModel(testing: "\(shared)/data/models/\(name)")
    let folder = "\(shared)/golden/lmeval/\(name)"
    var compared = 0
    for file in try FileSystem.names(in: folder) where file.contains(".jsonl") {
      let lines = try TestSupport.lines(of: "\(folder)/\(file)")
      guard lines.first?["gen_ids"] != nil else { continue }
      compared += try compare(lines, with: &model, "\(name) \(file)")
    }
    #expect(compared >= 140, "\(compared) completions were compared")
  }

  private func compare(_ lines: [JSON], with model: inout CausalLanguageModel, _ name: String) throws -> Int {
    var requests: [GenerationRequest] = []
    for line in lines {
      requests.append(
        GenerationRequest(
          prompt: try #require(line["prompt"]?.string), stops: (line["until"]?.array ?? []).compactMap(\.string),
          maxTokens: line["max_gen_toks"]?.integer ?? 64, spelling: .ownText))
    }
    let answers = try model.completions(requests, bos: .on)
    let encoder = ContinuationEncoder(model.tokenizer, bos: .on)
    var tokens: [Int: [Int32]] = [:]
    var prompts: [GenerationPrompt] = []
    for (index, request) in requests.enumerated() {
      prompts.append(
        try GenerationPrompt(
          request: index, request, ids: try encoder.promptIDs(of: request.prompt), contextLength: model.contextLength))
    }
    try model.generate(prompts) { tokens[$0.prompt.request] = $0.tokens }
    for (index, line) in lines.enumerated() {
      let answer = answers[index]
      #expect(answer.text == line["raw"]?.string, "\(name) \(index)")
      let golden = try #require(Self.ids(line["gen_ids"]))
      let ids = try #require(tokens[index])
      // The harness may look for its stops a few tokens late.
      #expect(ids == Array(golden.prefix(ids.count)), "\(name) \(index)")
      #expect(golden.count == ids.count || answer.ending == .stop || answer.ending == .eos, "\(name) \(index)")
      #expect(answer.contextTokens == line["ctx_tokens"]?.integer, "\(name) \(index)")
      if let kept = line["ctx_tokens_kept"]?.integer {
        #expect(answer.contextTokens - answer.truncatedTokens == kept, "\(name) \(index)")
      }
      #expect(answer.tokens == ids.count)
    }
    return lines.count
  }

  private static func ids(_ value: JSON?) -> [Int32]? { value?.array?.compactMap { $0.integer.map { Int32($0) } } }
}
