import Checkpoints
import Evaluation
import Files
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

@testable import Inference

extension CausalLanguageModel {
  /// All completions, in the order of the requests.
  mutating func completions(_ requests: [GenerationRequest], bos: BOSPolicy) throws -> [Completion] {
    var answers: [Int: Completion] = [:]
    try completions(of: requests, bos: bos) { index, completion in
      #expect(answers[index] == nil, "request \(index) was answered twice")
      answers[index] = completion
    }
    return try requests.indices.map { try #require(answers[$0]) }
  }
}

/// Completions do not depend on what else is generated, nor on how.
@Suite struct GenerationTests {
  private static let stops = [[], ["e"], ["q", "ab", " "], ["", "Z", "\u{7F}"], ["never there"], ["t", "st", "\n"]]

  /// Prompts behind shared headers, prompts that begin other prompts, the same prompt several times.
  private static let requests: [GenerationRequest] = {
    var random = SeededGenerator(seed: 31)
    func words(_ count: Int) -> String {
      (0..<count).map { _ in ["the", "cat", "sat", "on", "a", "mat", "é", "A1"].randomElement(using: &random) ?? "" }
        .joined(separator: " ")
    }
    var requests = [GenerationRequest(prompt: "", maxTokens: 9)]
    for header in [words(12), words(5), words(20)] {
      requests.append(GenerationRequest(prompt: header, maxTokens: 40))
      for number in 0..<7 {
        let prompt = header + " " + words(Int.random(in: 1...9, using: &random)) + "?"
        requests.append(
          GenerationRequest(
            prompt: prompt, stops: stops[number % stops.count], maxTokens: Int.random(in: 1...70, using: &random),
            spelling: number % 2 == 0 ? .continuation : .ownText))
      }
      for sample in 0..<3 {
        let sampling = Sampling(
          temperature: [0.7, 1, 3][sample], topP: [1, 0.9, 0.5][sample], topK: [nil, 30, 5][sample],
          stream: UInt64(sample))
        requests.append(GenerationRequest(prompt: header + "!", maxTokens: 25, decoding: .sampled(sampling)))
      }
    }
    // Longer than the context, with both kinds of room.
    requests.append(GenerationRequest(prompt: words(80), maxTokens: 50))
    requests.append(GenerationRequest(prompt: words(80), maxTokens: 50, room: .oneToken))
    requests.append(GenerationRequest(prompt: words(34), maxTokens: 100, room: .oneToken))
    return requests
  }()

  private static func model(
    _ architecture: ModelConfiguration.Architecture, _ scratch: ScratchDirectory, _ options: EngineOptions
  ) throws -> CausalLanguageModel {
    try CausalLanguageModel.drawn(architecture, scratch, deviation: 0.3, options)
  }

  @Test(
    "the same text for all threads, batches, budgets, orders and instruction sets, and as the naive twin has it",
    arguments: [ModelConfiguration.Architecture.llama, .mistral, .gemma2, .phi3, .qwen2, .qwen3MoE])
  func sameText(architecture: ModelConfiguration.Architecture) throws {
    let scratch = try ScratchDirectory()
    var alone = try Self.model(architecture, scratch, EngineOptions(threads: 1, sharesPrefixes: false))
    let twin = NaiveGeneration(model: alone)
    let expected = try Self.requests.map { try twin.completion(of: $0).0 }
    #expect(try alone.completions(Self.requests, bos: .on) == expected)
    // Everything that can happen happens.
    for ending in Completion.Ending.allCases where ending != .eos {
      #expect(expected.contains { $0.ending == ending }, "\(ending)")
    }
    #expect(expected.contains { $0.truncatedTokens > 0 } && expected.contains { $0.text.contains("\u{FFFD}") })
    #expect(Set(expected.map(\.text)).count > Self.requests.count / 2)

    var options: [EngineOptions] = []
    for threads in [1, 2, 3] {
      for batch in [1, 2, 7, 33, nil] { options.append(EngineOptions(threads: threads, batchTokens: batch)) }
    }
    options.append(EngineOptions(threads: 8))
    for set in ThreadPool.InstructionSet.allCases {
      options.append(EngineOptions(threads: 2, instructionSet: set, batchTokens: 40))
    }
    for memory in [300 << 10, 400 << 10, 700 << 10] {
      options.append(EngineOptions(threads: 2, batchTokens: 16, memory: memory))
    }
    for option in options {
      var model = try Self.model(architecture, scratch, option)
      #expect(try model.completions(Self.requests, bos: .on) == expected, "\(option)")
      #expect(model.statistics.requests == Self.requests.count)
      #expect(model.statistics.generatedTokens == expected.reduce(0) { $0 + $1.tokens })
      #expect(model.statistics.peakKeyValueBytes <= model.plan.generationBytes, "\(option)")
      if option.memory == nil { #expect(model.statistics.computedTokens < model.statistics.requestedTokens) }
    }
    var random = SeededGenerator(seed: 32)
    for _ in 0..<3 {
      let order = Self.requests.indices.shuffled(using: &random)
      var model = try Self.model(architecture, scratch, EngineOptions(threads: 3, batchTokens: 50))
      let answers = try model.completions(order.map { Self.requests[$0] }, bos: .on)
      #expect(answers == order.map { expected[$0] })
    }
  }

  @Test(
    "where memory runs short the youngest sequences are interrupted, and end as they would have", arguments: [5, 16])
  func interruptions(batch: Int) throws {
    let scratch = try ScratchDirectory()
    let requests = (0..<20).map {
      GenerationRequest(
        prompt: "Item \($0)", maxTokens: 150 - $0,
        decoding: $0 % 4 == 3 ? .sampled(Sampling(temperature: 1, stream: 7)) : .greedy)
    }
    var alone = try Self.model(.llama, scratch, EngineOptions(threads: 1, sharesPrefixes: false))
    let expected = try alone.completions(requests, bos: .on)
    #expect(alone.statistics.interruptions == 0)
    var model = try Self.model(.llama, scratch, EngineOptions(threads: 2, batchTokens: batch, memory: 300 << 10))
    #expect(try model.completions(requests, bos: .on) == expected)
    #expect(model.statistics.interruptions > 0)
    #expect(model.statistics.peakKeyValueBytes <= model.plan.generationBytes)
  }

  @Test("an EOS ends a completion and is no part of it")
  func endOfSequence() throws {
    let scratch = try ScratchDirectory()
    var model = try Self.model(.llama, scratch, EngineOptions(threads: 1))
    let prompt = GenerationPrompt(request: 0, ids: [1, 70, 71], maxTokens: 12)
    var tokens: [Int32] = []
    try model.generate([prompt], eos: []) { tokens = $0.tokens }
    #expect(tokens.count == 12)
    let eos = tokens[5]
    let place = try #require(tokens.firstIndex(of: eos))
    try model.generate([prompt], eos: [eos]) { sequence in
      #expect(sequence.ending == .eos && sequence.tokens == Array(tokens[..<place]))
    }
  }

  @Test("what the model cannot do is said; what a caller throws ends the job")
  func refusals() throws {
    let scratch = try ScratchDirectory()
    var model = try Self.model(.llama, scratch, EngineOptions(threads: 1))
    #expect(
      throws: Diagnostic(
        "prompt 'a b…'", "leaves no room: 160 new tokens are asked for, the model's context has 160",
        expected: "a budget that leaves at least one token of the prompt")
    ) { _ = try model.completions([GenerationRequest(prompt: "a b", maxTokens: 160)], bos: .on) }
    #expect(
      throws: Diagnostic("prompt 'a…'", "is to be continued by 0 tokens", expected: "at least one new token")
    ) { _ = try model.completions([GenerationRequest(prompt: "a", maxTokens: 0)], bos: .on) }
    struct Enough: Error {}
    #expect(throws: Enough.self) {
      try model.completions(of: Self.requests, bos: .on) { _, _ in throw Enough() }
    }
    // Long before the first completion is known, and the model can be asked again.
    var steps = 0
    model.stepped = {
      steps += 1
      if steps == 3 { throw Enough() }
    }
    let long = [GenerationRequest(prompt: "a", maxTokens: 100)]
    #expect(throws: Enough.self) {
      try model.completions(of: long, bos: .on) { _, _ in Issue.record("a completion in three steps") }
    }
    #expect(try model.completions(long, bos: .on).count == 1 && steps > 90)
  }

  @Test("the shared header is computed once, and places are refilled at once")
  func sharing() throws {
    let scratch = try ScratchDirectory()
    var model = try Self.model(.llama, scratch, EngineOptions(threads: 2, batchTokens: 8))
    let header = String(repeating: "header ", count: 10)
    let requests = (0..<40).map { GenerationRequest(prompt: header + "\($0)", maxTokens: 10) }
    let answers = try model.completions(requests, bos: .on)
    let prompt = try model.tokenCount(of: header)
    let tails = answers.reduce(0) { $0 + $1.contextTokens - prompt }
    let generated = model.statistics.generatedTokens
    #expect(model.statistics.computedTokens < prompt + tails + generated)
    let rows = model.statistics.generationRows, steps = model.statistics.generationSteps
    #expect(rows > 6 * steps && steps > 0, "\(rows) rows in \(steps) steps")
  }
}
