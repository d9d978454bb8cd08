import Checkpoints
import Evaluation
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

/// Many mixtures of adapters in one pass over the base.
@Suite struct VariantTests {
  private let scratch: ScratchDirectory
  private let adapters: [AdapterCheckpoint]
  private static let mixtures: [[Double]] = [[1, 0, 0], [0.2, 0.5, 0.3], [0, 0, 0.7], [0, 0, 0], [0.4, 0.4, 0.4]]

  init() throws {
    scratch = try ScratchDirectory()
    let shape = ModelConfiguration(
      vocabularySize: 360, hiddenSize: 32, intermediateSize: 48, layerCount: 3, headCount: 4, keyValueHeadCount: 2,
      contextLength: 160)
    try RandomModel.write(
      shape, seed: 3, dtype: .f16, standardDeviation: 0.2, tokenizer: SentencePieceProto.characters.serialized(),
      to: scratch["base"])
    adapters = [
      // Not all of the same modules, nor of one rank.
      try RandomAdapter.write("a", [.gate, .up, .down], rank: 4, for: shape, in: scratch, size: 0.2),
      try RandomAdapter.write("b", [.gate, .up, .down], rank: 4, for: shape, in: scratch, seed: 9, size: 0.2),
      try RandomAdapter.write("c", [.q, .v, .o, .down], rank: 3, for: shape, in: scratch, size: 0.2),
    ]
  }

  private func model(
    _ options: EngineOptions, _ adapter: (DecoderWeights, ThreadPool) throws -> DecoderAdapter?
  ) throws -> CausalLanguageModel {
    let pool = ThreadPool(threads: options.threads, instructionSet: options.instructionSet)
    let weights = try DecoderWeights(try Checkpoint(directory: scratch["base"]), format: nil, on: pool)
    return try CausalLanguageModel(
      weights: weights, adapters: try adapter(weights, pool).map { [$0] } ?? [],
      tokenizer: try SentencePieceTokenizer(directory: scratch["base"]), on: pool, options: options)
  }

  private func mixed(_ mixtures: [[Double]], _ options: EngineOptions) throws -> CausalLanguageModel {
    try model(options) { weights, pool in
      try DecoderAdapter(mixing: adapters, mixtures: mixtures, for: weights.configuration, on: pool)
    }
  }

  private func answers(_ model: CausalLanguageModel) throws -> [[Likelihood?]] {
    var model = model
    var found = [[Likelihood?]](
      repeating: Array(repeating: nil, count: ExactnessTests.requests.count), count: model.variants)
    try model.likelihoods(of: ExactnessTests.requests, bos: .on, variants: model.variants) { variant, index, answer in
      #expect(found[variant][index] == nil)
      found[variant][index] = answer
    }
    return found
  }

  @Test("Each has the bits that it has alone, for all threads, batches, budgets and instruction sets")
  func sameBits() throws {
    let alone = try Self.mixtures.map { try answers(mixed([$0], EngineOptions(threads: 1, sharesPrefixes: false)))[0] }
    #expect(alone.allSatisfy { !$0.contains(nil) })
    for options in [
      EngineOptions(threads: 2), EngineOptions(threads: 1, batchTokens: 3), EngineOptions(threads: 3, batchTokens: 50),
      EngineOptions(threads: 2, instructionSet: .portable), EngineOptions(threads: 2, memory: 2 << 20),
    ] {
      let together = try mixed(Self.mixtures, options)
      #expect(together.variants == Self.mixtures.count)
      #expect(try answers(together) == alone, "\(options)")
    }
  }

  @Test("One adapter alone, none, and the sum of all say the same as adapters that stand beside the base")
  func twin() throws {
    let options = EngineOptions(threads: 2)
    let together = try answers(mixed(Self.mixtures, options))
    func expectSame(_ one: [Likelihood?], _ other: [Likelihood]) {
      for (one, other) in zip(one, other) { expectClose(one?.sum ?? .nan, other.sum, relative: 2e-6) }
    }
    var base = try model(options) { _, _ in nil }
    expectSame(together[3], try base.answers(ExactnessTests.requests, bos: .on))
    var first = try model(options) { weights, pool in
      try DecoderAdapter(adapters[0], for: weights.configuration, on: pool)
    }
    expectSame(together[0], try first.answers(ExactnessTests.requests, bos: .on))
    #expect(together[0][0] != together[3][0] && together[1][0] != together[4][0])
  }
}
