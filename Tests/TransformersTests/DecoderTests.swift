import Checkpoints
import Files
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

@Suite struct DecoderTests {
  /// The families and their switches, as small as they can be.
  static let configurations: [String: (ModelConfiguration, ScalarType)] = {
    func shape(
      _ architecture: ModelConfiguration.Architecture = .llama, kv: Int = 2, window: Int? = nil, tied: Bool = false,
      norm: Bool = false, scaling: ModelConfiguration.RopeScaling = .none, head: Int? = nil, layers: Int = 2,
      features: DecoderFeatures = DecoderFeatures()
    ) -> ModelConfiguration {
      ModelConfiguration(
        architecture: architecture, vocabularySize: 530, hiddenSize: 24, intermediateSize: 37, layerCount: layers,
        headCount: 4, keyValueHeadCount: kv, headSize: head, contextLength: 128, ropeTheta: 500,
        ropeScaling: scaling, slidingWindow: window, tieWordEmbeddings: tied, normalizesHead: norm,
        features: features)
    }
    return [
      "llama, f32, tied": (shape(tied: true), .f32),
      "llama, f16, grouped": (shape(kv: 1), .f16),
      "llama, bf16, linear rope": (shape(kv: 4, scaling: .linear(factor: 4)), .bf16),
      "llama, dynamic rope": (shape(scaling: .dynamic(factor: 4, originalContextLength: 32)), .f32),
      "llama 3 rope, one layer": (
        shape(
          scaling: .llama3(factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 64),
          layers: 1), .f32
      ),
      "mistral, window 7, wide heads": (shape(.mistral, window: 7, head: 10), .bf16),
      "baichuan 2": (shape(.baichuan, kv: 4, norm: true), .f32),
      "qwen 2, yarn": (
        shape(
          .qwen2, window: 6, tied: true,
          scaling: .yarn(YarnScaling(factor: 4, originalContextLength: 32, attentionFactor: 1.14)), layers: 3,
          features: DecoderFeatures(biases: [.q, .k, .v], windowedLayers: [1])), .bf16
      ),
      "qwen 3, wide heads, all biases": (
        shape(.qwen3, head: 10, features: DecoderFeatures(biases: [.q, .k, .v, .o], headNorms: .each)), .f32
      ),
      "smollm 3": (
        shape(
          .smollm3, kv: 1, layers: 4, features: DecoderFeatures(biases: [.gate, .up, .down], unrotatedLayers: [1, 3])),
        .bf16
      ),
      "olmo 2": (
        shape(.olmo2, features: DecoderFeatures(headNorms: .together, blockNorms: .after)), .f32
      ),
      "gemma 2": (shape(.gemma2, window: 7, tied: true, head: 10, features: gemma(caps: true)), .bf16),
      "gemma 3, two bases": (
        shape(
          .gemma3, kv: 1, window: 5, tied: true, scaling: .linear(factor: 8), layers: 3, features: gemma(caps: false)),
        .f32
      ),
      "phi 3, a part of a head, window": (
        shape(.phi3, window: 9, head: 12, features: rotating(0.5)), .f32
      ),
      "phi 3, longrope": (
        shape(
          .phi3, tied: true,
          scaling: .longRope(
            LongRopeScaling(
              shortFactors: [1, 1.1, 1.2], longFactors: [1, 2.5, 9], originalContextLength: 20, attentionFactor: 1.2)),
          features: DecoderFeatures()), .bf16
      ),
      "qwen 3 moe": (
        shape(
          .qwen3MoE, layers: 3,
          features: experts(
            .each, Experts(count: 5, chosen: 2, intermediateSize: 11, normalizes: true, denseLayers: [1]))), .bf16
      ),
      "pythia": (shape(.neoX, kv: 4, features: neoX(isParallel: true, 0.7, biases: true)), .f16),
      "neox, one block behind the other, no biases": (
        shape(.neoX, kv: 4, tied: true, features: neoX(isParallel: false, 1, biases: false)), .f32
      ),
      "gpt 2": (shape(.gpt2, kv: 4, tied: true, features: gpt2), .bf16),
      "baichuan 13b": (shape(.baichuan, kv: 4, norm: true, features: sloping), .f32),
      "olmoe": (
        shape(
          .olmoe, kv: 4,
          features: experts(.together, Experts(count: 6, chosen: 3, intermediateSize: 37, normalizes: false))), .f32
      ),
      "granite": (
        shape(
          .granite, tied: true,
          features: DecoderFeatures(
            embeddingScale: 6, residualScale: 0.8, attentionScale: 0.125, logitDivisor: 2)), .bf16
      ),
    ]
  }()

  private static func gemma(caps: Bool) -> DecoderFeatures {
    var features = DecoderFeatures(
      headNorms: caps ? .none : .each, blockNorms: .around, windowedLayers: caps ? [0] : [0, 2], embeddingScale: 4.9,
      attentionScale: 0.2)
    features.addsOneToNorms = true
    features.activation = .geluTanh
    (features.attentionCap, features.logitCap) = caps ? (5, 3) : (nil, nil)
    features.windowedRopeTheta = caps ? nil : 77
    return features
  }

  private static func neoX(isParallel: Bool, _ share: Double, biases: Bool) -> DecoderFeatures {
    var features = DecoderFeatures(biases: biases ? [.q, .k, .v, .o, .up, .down] : [.up, .down])
    features.centersNorms = true
    features.isParallel = isParallel
    features.rotaryShare = share
    features.activation = .ungatedGELU
    return features
  }

  private static var gpt2: DecoderFeatures {
    var features = DecoderFeatures(biases: Set(Projection.allCases).subtracting([.gate]), unrotatedLayers: [0, 1])
    features.centersNorms = true
    features.embedsPositions = true
    features.activation = .ungatedGELUTanh
    return features
  }

  private static var sloping: DecoderFeatures {
    var features = DecoderFeatures(unrotatedLayers: [0, 1])
    features.hasSlopes = true
    return features
  }

  private static func rotating(_ share: Double) -> DecoderFeatures {
    var features = DecoderFeatures()
    features.rotaryShare = share
    return features
  }

  private static func experts(_ norms: DecoderFeatures.HeadNorms, _ experts: Experts) -> DecoderFeatures {
    var features = DecoderFeatures(headNorms: norms)
    features.experts = experts
    return features
  }

  static func weights(
    _ name: String, _ scratch: ScratchDirectory, on pool: ThreadPool
  ) throws -> DecoderWeights {
    let (configuration, dtype) = try #require(configurations[name])
    let directory = scratch[name]
    try RandomModel.write(
      configuration, seed: 11, dtype: dtype, standardDeviation: 0.3, tokenizer: nil, to: directory)
    return try DecoderWeights(try Checkpoint(directory: directory), format: nil, on: pool)
  }

  @Test("a step equals the naive twin bit for bit, in every family", arguments: configurations.keys.sorted())
  func twin(name: String) throws {
    let scratch = try ScratchDirectory()
    let pool = ThreadPool(threads: 2)
    let weights = try Self.weights(name, scratch, on: pool)
    var random = SeededGenerator(seed: 12)
    let ids = (0..<40).map { _ in Int32.random(in: 0..<530, using: &random) }
    let expected = NaiveDecoder(weights: weights, pool: pool).logProbabilities(ids)
    for set in ThreadPool.InstructionSet.allCases {
      for cut in [0, 1, 17, 38] {
        let decoder = Decoder(weights, on: ThreadPool(threads: 3, instructionSet: set), maxRows: 64)
        #expect(scores(decoder, ids, cut: cut) == expected, "\(set), cut at \(cut)")
      }
    }
  }

  @Test("adapters are applied unmerged, several at once, as the twin has it")
  func adapters() throws {
    let scratch = try ScratchDirectory()
    let pool = ThreadPool(threads: 2)
    let weights = try Self.weights("llama, f32, tied", scratch, on: pool)
    let shape = weights.configuration
    let first = try RandomAdapter.write("first", [.q, .down, .o], rank: 3, for: shape, in: scratch)
    let second = try RandomAdapter.write("second", [.q, .k, .v, .gate, .up], rank: 5, for: shape, in: scratch)
    var random = SeededGenerator(seed: 13)
    let ids = (0..<20).map { _ in Int32.random(in: 0..<530, using: &random) }
    var naive = NaiveDecoder(weights: weights, pool: pool)
    let plain = naive.logProbabilities(ids)
    for chosen in [[first], [first, second], [second, first]] {
      naive.adapters = chosen.map(\.factors)
      let expected = naive.logProbabilities(ids)
      #expect(zip(expected, plain).allSatisfy { abs($0 - $1) > 1e-6 }, "the adapters do something")
      let decoder = Decoder(
        weights, adapters: try chosen.map { try DecoderAdapter($0, for: shape, on: pool) }, on: pool, maxRows: 64)
      #expect(scores(decoder, ids, cut: 9) == expected)
    }
  }

  @Test(
    "adapters of weights that hold several projections are applied to each of them",
    arguments: ["phi 3, longrope", "baichuan 2", "pythia", "gpt 2", "olmoe"])
  func fusedAdapters(name: String) throws {
    let scratch = try ScratchDirectory(), pool = ThreadPool(threads: 2)
    let weights = try Self.weights(name, scratch, on: pool), shape = weights.configuration
    let targets = shape.projections(ofLayer: 0)
    let adapter = try RandomAdapter.write("adapter", targets, rank: 3, for: shape, in: scratch)
    #expect(adapter.fused.count == shape.layerCount * shape.fusions.count)
    #expect(adapter.factors(for: shape).count == targets.count * shape.layerCount)
    var random = SeededGenerator(seed: 14)
    let ids = (0..<30).map { _ in Int32.random(in: 0..<530, using: &random) }
    var naive = NaiveDecoder(weights: weights, pool: pool)
    let plain = naive.logProbabilities(ids)
    naive.adapters = [adapter.factors(for: shape)]
    let expected = naive.logProbabilities(ids)
    #expect(zip(expected, plain).allSatisfy { abs($0 - $1) > 1e-6 }, "the adapter does something")
    let decoder = Decoder(weights, adapters: [try DecoderAdapter(adapter, for: shape, on: pool)], on: pool, maxRows: 64)
    #expect(scores(decoder, ids, cut: 0) == expected)
    // B's rows are those of the weight, one projection behind the other.
    guard let fused = adapter.fused.first, shape.storedRows(of: fused.fusion) == nil else { return }
    let parts = adapter.factors(for: shape).filter { $0.layer == fused.layer }
    let joined = fused.fusion.parts.flatMap { part in
      parts.filter { $0.projection == part }.flatMap { Array($0.b.bytes) }
    }
    #expect(joined == Array(fused.b.bytes))
    // A part alone cannot be adapted, and another family has no such weight.
    let llama = DecoderTests.configurations["llama, f32, tied"]?.0 ?? shape
    let own = try RandomAdapter.write("llama", [.q, .gate], rank: 2, for: llama, in: scratch)
    #expect(throws: Diagnostic.self) { try own.check(for: shape) }
    #expect(throws: Diagnostic.self) { try adapter.check(for: llama) }
  }

  @Test("weights that are not numbers are refused by name", arguments: [Float.nan, .infinity])
  func notFinite(bad: Float) throws {
    let scratch = try ScratchDirectory()
    let pool = ThreadPool(threads: 1)
    _ = try Self.weights("llama, f32, tied", scratch, on: pool)
    let path = scratch["llama, f32, tied/model.safetensors"]
    var bytes = try FileSystem.bytes(of: path)
    withUnsafeBytes(of: bad.bitPattern) { bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: $0) }
    try FileSystem.write(bytes, to: path)
    #expect(
      throws: Diagnostic(
        path, "tensor \"model.norm.weight\" holds NaN or an infinity, first at element 23",
        expected: "all weights must be finite; the file is damaged or the training diverged")
    ) { _ = try DecoderWeights(try Checkpoint(directory: scratch["llama, f32, tied"]), format: nil, on: pool) }
  }

  @Test("weights too large for f16 are refused when they are asked for in f16")
  func tooLargeForHalf() throws {
    let scratch = try ScratchDirectory()
    let pool = ThreadPool(threads: 1)
    let (shape, _) = try #require(Self.configurations["llama, f32, tied"])
    try RandomModel.write(shape, seed: 1, dtype: .f32, standardDeviation: 50_000, tokenizer: nil, to: scratch["big"])
    let checkpoint = try Checkpoint(directory: scratch["big"])
    _ = try DecoderWeights(checkpoint, format: .bf16, on: pool)
    #expect(throws: Diagnostic.self) { _ = try DecoderWeights(checkpoint, format: .f16, on: pool) }
  }

  /// Log-probabilities of ids[1...], computed in two steps that meet at `cut`.
  private func scores(_ decoder: Decoder, _ ids: [Int32], cut: Int) -> [Double] {
    let fed = Array(ids.dropLast())
    let segment = KeyValueSegment(
      start: 0, capacity: fed.count, shape: decoder.keyValueShape, isTransient: false)
    var scores: [Double] = []
    for range in [0..<cut, cut..<fed.count] where !range.isEmpty {
      let targets = range.map { ThreadPool.Target(row: Int32($0 - range.lowerBound), id: ids[$0 + 1]) }
      scores += decoder.step(
        Array(fed[range]),
        [
          PathExtension(
            path: [], segment: segment, firstRow: 0, rows: range.count,
            length: decoder.configuration.angleLength(fed.count))
        ], targets: targets
      ).map(\.logProbability)
    }
    return scores
  }
}

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct AdapterParityTests {
  @Test("initial losses of golden/peft: 32 samples with an unmerged adapter, as PEFT computes them")
  func losses() throws {
    let shared = TestSupport.shared ?? ""
    let pool = ThreadPool(threads: 2)
    let weights = try DecoderWeights(
      try Checkpoint(directory: "\(shared)/data/models/stories260K-hf"), format: nil, on: pool)
    let adapter = try AdapterCheckpoint(directory: "\(shared)/golden/peft/init")
    let decoder = Decoder(
      weights, adapters: [try DecoderAdapter(adapter, for: weights.configuration, on: pool)], on: pool, maxRows: 1024)
    let samples = try TestSupport.lines(of: "\(shared)/golden/peft/samples.jsonl.gz")
    #expect(samples.count == 32)
    for sample in samples {
      let ids = try #require(sample["ids"]?.array).compactMap { $0.integer.map { Int32($0) } }
      let first = try #require(sample["prompt_tokens"]?.integer)
      let segment = KeyValueSegment(
        start: 0, capacity: ids.count, shape: decoder.keyValueShape, isTransient: true)
      let targets = (first..<ids.count).map { ThreadPool.Target(row: Int32($0 - 1), id: ids[$0]) }
      let scores = decoder.step(
        Array(ids.dropLast()),
        [PathExtension(path: [], segment: segment, firstRow: 0, rows: ids.count - 1)], targets: targets)
      let loss = -scores.reduce(0) { $0 + $1.logProbability } / Double(scores.count)
      expectClose(loss, try #require(sample["loss_init"]?.number), relative: 1e-5)
    }
  }
}
