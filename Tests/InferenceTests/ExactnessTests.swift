import Checkpoints
import Evaluation
import Files
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization

/// The promise that nobody else makes: the same item has the same bits alone, in any batch, on any number of threads, with any
/// budget, cached or not.
@Suite struct ExactnessTests {
  /// Items of several choices behind shared headers; some longer than the context.
  static let requests: [LikelihoodRequest] = {
    var random = SeededGenerator(seed: 21)
    func words(_ count: Int) -> String {
      (0..<count).map { _ in ["the", "cat", "sat", "on", "a", "mat", "é", "A1"].randomElement(using: &random) ?? "" }
        .joined(separator: " ")
    }
    var requests: [LikelihoodRequest] = []
    for header in [words(12), words(9), "", words(30)] {
      for _ in 0..<4 {
        let question = header + " " + words(Int.random(in: 1...20, using: &random)) + "?"
        for choice in [" A", " B", " " + words(3), " " + words(6), " " + words(3)] {
          requests.append(LikelihoodRequest(context: question, continuation: choice))
        }
      }
    }
    requests.append(LikelihoodRequest(context: words(80), continuation: " end"))
    requests.append(LikelihoodRequest(context: "Q:", continuation: " A", boundary: .lastTokenAlone))
    return requests
  }()

  private static func model(
    _ architecture: ModelConfiguration.Architecture, _ scratch: ScratchDirectory, _ options: EngineOptions
  ) throws -> CausalLanguageModel {
    try CausalLanguageModel.drawn(architecture, scratch, deviation: 0.2, options)
  }

  @Test(
    "same bits for all threads, batches, budgets, orders and instruction sets, and without sharing",
    arguments: [ModelConfiguration.Architecture.llama, .mistral, .gemma2, .phi3, .qwen2, .qwen3MoE])
  func sameBits(architecture: ModelConfiguration.Architecture) throws {
    let scratch = try ScratchDirectory()
    var alone = try Self.model(architecture, scratch, EngineOptions(threads: 1, sharesPrefixes: false))
    let expected = try alone.answers(Self.requests, bos: .on)
    #expect(expected.contains { $0.truncatedTokens > 0 })
    var options: [EngineOptions] = []
    for threads in [1, 2, 3, 8] {
      for batch in [1, 7, 64, nil] { options.append(EngineOptions(threads: threads, batchTokens: batch)) }
    }
    for set in ThreadPool.InstructionSet.allCases {
      options.append(EngineOptions(threads: 2, instructionSet: set, batchTokens: 33))
    }
    // The least memory that the plan takes: keys and values of one path.
    options.append(EngineOptions(threads: 2, batchTokens: 16, memory: 300 << 10))
    for option in options {
      var model = try Self.model(architecture, scratch, option)
      #expect(try model.answers(Self.requests, bos: .on) == expected, "\(option)")
      #expect(model.statistics.requests == Self.requests.count)
      // Where each length has angles of its own, only sequences of one length share.
      let least = architecture == .qwen2 ? 1 : 2
      #expect(model.statistics.computedTokens < alone.statistics.computedTokens / least)
    }
    var random = SeededGenerator(seed: 22)
    for _ in 0..<3 {
      let order = Self.requests.indices.shuffled(using: &random)
      var model = try Self.model(architecture, scratch, EngineOptions(threads: 3, batchTokens: 50))
      let answers = try model.answers(order.map { Self.requests[$0] }, bos: .on)
      #expect(answers == order.map { expected[$0] })
    }
  }

  @Test("keys and values stay within the budget")
  func budget() throws {
    let scratch = try ScratchDirectory()
    for memory in [300 << 10, 600 << 10, 4 << 20] {
      var model = try Self.model(.llama, scratch, EngineOptions(threads: 2, memory: memory))
      _ = try model.answers(Self.requests, bos: .on)
      #expect(model.statistics.peakKeyValueBytes > 0)
      #expect(model.statistics.peakKeyValueBytes <= model.plan.keyValueBytes, "\(memory)")
      #expect(model.plan.total == memory)
    }
    #expect(throws: Diagnostic.self) {
      _ = try Self.model(.llama, scratch, EngineOptions(threads: 1, memory: 1 << 10))
    }
  }

  @Test("what stops a scoring is thrown, and says which continuation it was")
  func refusals() throws {
    let scratch = try ScratchDirectory()
    var model = try Self.model(.llama, scratch, EngineOptions(threads: 1))
    let long = String(repeating: "x", count: 200)
    #expect(
      throws: Diagnostic(
        "continuation '\(long.prefix(40))…'", "has 200 tokens, the model's context has 160",
        expected: "a choice must fit into the context")
    ) { _ = try model.answers([LikelihoodRequest(context: "a", continuation: long)], bos: .on) }
    struct Enough: Error {}
    #expect(throws: Enough.self) {
      try model.likelihoods(of: Self.requests, bos: .on) { _, _ in throw Enough() }
    }
  }
}
