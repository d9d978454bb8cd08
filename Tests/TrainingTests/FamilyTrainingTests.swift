import Checkpoints
import Corpora
import Files
import Statistics
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// Families whose weights are cut, named or normed otherwise than Llama's: what is trained of them is what is written, read and scored.
@Suite struct FamilyTrainingTests {
  let pool = ThreadPool(threads: 2)

  static let families: [String: ModelConfiguration] = {
    var neoX = DecoderFeatures(biases: [.q, .k, .v, .o, .up, .down])
    (neoX.centersNorms, neoX.isParallel, neoX.rotaryShare, neoX.activation) = (true, true, 0.7, .ungatedGELU)
    var sequential = DecoderFeatures(biases: [.up, .down])
    (sequential.centersNorms, sequential.activation) = (true, .ungatedGELUTanh)
    var gpt2 = DecoderFeatures(biases: Set(Projection.allCases).subtracting([.gate]), unrotatedLayers: [0, 1])
    (gpt2.centersNorms, gpt2.embedsPositions, gpt2.activation) = (true, true, .ungatedGELUTanh)
    var sloping = DecoderFeatures(unrotatedLayers: [0, 1])
    sloping.hasSlopes = true
    var rotating = DecoderFeatures()
    rotating.rotaryShare = 0.7
    var sparse = DecoderFeatures(headNorms: .each)
    sparse.experts = Experts(count: 5, chosen: 2, intermediateSize: 11, normalizes: true, denseLayers: [1])
    var olmoe = DecoderFeatures(headNorms: .together)
    olmoe.experts = Experts(count: 4, chosen: 3, intermediateSize: 40, normalizes: false)
    func shape(
      _ architecture: ModelConfiguration.Architecture, _ features: DecoderFeatures, kv: Int = 4, tied: Bool = false,
      norms: Bool = false, scaling: ModelConfiguration.RopeScaling = .none
    ) -> ModelConfiguration {
      ModelConfiguration(
        architecture: architecture, vocabularySize: 37, hiddenSize: 24, intermediateSize: 40, layerCount: 2,
        headCount: 4, keyValueHeadCount: kv, headSize: 6, contextLength: 64, ropeScaling: scaling,
        tieWordEmbeddings: tied, normalizesHead: norms, features: features)
    }
    return [
      "pythia": shape(.neoX, neoX), "neox, one block behind the other": shape(.neoX, sequential, tied: true),
      "gpt 2": shape(.gpt2, gpt2, tied: true), "gpt 2, untied": shape(.gpt2, gpt2),
      "baichuan 7b": shape(.baichuan, DecoderFeatures()),
      "baichuan 2 13b": shape(.baichuan, sloping, norms: true), "phi 3": shape(.phi3, rotating, kv: 2, tied: true),
      "qwen 3 moe": shape(.qwen3MoE, sparse, kv: 2), "olmoe": shape(.olmoe, olmoe),
      "llama, dynamic rope": shape(
        .llama, DecoderFeatures(), kv: 2, scaling: .dynamic(factor: 8, originalContextLength: 8)),
    ]
  }()

  func samples() -> [TrainingSample] {
    [9, 2, 17, 5, 12].enumerated().map { sequence, length in
      let ids = (0..<length).map { Int32(KeyedRandom.word(UInt64(sequence), $0) % 37) }
      return TrainingSample(name: "\(sequence)", ids: ids, isLabel: ids.indices.map { $0 >= length / 3 })
    }
  }

  private func batch(_ samples: [TrainingSample]) -> TrainingBatch {
    var batch = TrainingBatch()
    for (index, sample) in samples.enumerated() {
      batch.append(sample.ids, isLabel: sample.isLabel, weight: 0.1 * Float(index + 1), key: UInt64(index))
    }
    return batch
  }

  /// A model of which no weight, bias or norm is what it would be by chance of being forgotten.
  func drawn(_ name: String) throws -> ModelParameters {
    let parameters = ModelParameters(try #require(Self.families[name]), seed: 3, standardDeviation: 0.2)
    for parameter in parameters.parameters where parameter.shape.count == 1 {
      let values = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: parameter.values.count, standardDeviation: 0.3)
      for (place, value) in values.enumerated() { parameter.values[place] += value }
    }
    return parameters
  }

  private func adapter(_ configuration: ModelConfiguration, dropout: Double = 0) -> LoRAParameters {
    let targets = Projection.allCases.filter { configuration.features.experts == nil || $0.block == "self_attn" }
    let adapter = LoRAParameters(
      LoRAParameters.Shape(projections: targets, rank: 3, alpha: 6, dropout: dropout), for: configuration, seed: 7)
    for parameter in adapter.parameters where parameter.name.hasSuffix("lora_B.weight") {
      let values = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: parameter.values.count, standardDeviation: 0.2)
      for (place, value) in values.enumerated() { parameter.values[place] = value }
    }
    return adapter
  }

  /// Log-probabilities of a sample's labels by the engine.
  private func scores(_ decoder: Decoder, _ sample: TrainingSample) -> [Double] {
    let ids = sample.ids,
      segment = KeyValueSegment(
        start: 0, capacity: 64, shape: decoder.keyValueShape, isTransient: true)
    let places = ids.indices.dropFirst().filter { sample.isLabel[$0] }
    // The trainer turns a sequence by the length that it has with its last token.
    return decoder.step(
      Array(ids.dropLast()),
      [
        PathExtension(
          path: [], segment: segment, firstRow: 0, rows: ids.count - 1,
          length: decoder.configuration.angleLength(ids.count))
      ], targets: places.map { ThreadPool.Target(row: Int32($0 - 1), id: ids[$0]) }
    ).map(\.logProbability)
  }

  @Test(
    "all weights are written under the family's names, and the engine answers as the trainer did",
    arguments: families.keys.sorted())
  func whole(name: String) throws {
    let parameters = try drawn(name), folder = try ScratchDirectory(), samples = samples()
    #expect(parameters.stored.map(\.name) == parameters.configuration.weights.map(\.name))
    for tensor in parameters.stored {
      #expect(tensor.parts.reduce(0) { $0 + $1.values.count } == tensor.shape.reduce(1, *), "\(tensor.name)")
    }
    let trained = parameters.parameters.map(\.name)
    #expect(Set(trained).count == trained.count)
    #expect(Set(parameters.stored.flatMap { $0.parts.map(\.name) }) == Set(trained))
    let losses = GradientComputer(parameters, longest: 64, on: pool).losses(of: batch(samples))
    try parameters.write(to: folder["model"], files: [])
    let weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: nil, on: pool)
    var read = weights.configuration
    read.torchDType = nil
    #expect(read == parameters.configuration)
    let again = ModelParameters(weights, on: pool)
    #expect(again.parameters.map(\.values.array) == parameters.parameters.map(\.values.array))
    #expect(GradientComputer(again, longest: 64, on: pool).losses(of: batch(samples)) == losses)
    let decoder = Decoder(weights, on: pool, maxRows: 64)
    for (ours, theirs) in zip(losses, samples.flatMap { scores(decoder, $0) }) {
      expectClose(ours, -theirs, absolute: 1e-5)
    }
  }

  @Test(
    "an adapter is written by PEFT's names, and read, applied and trained on as it was",
    arguments: families.keys.sorted())
  func adapters(name: String) throws {
    let parameters = try drawn(name), folder = try ScratchDirectory(), samples = samples()
    try parameters.write(to: folder["model"], files: [])
    let weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: nil, on: pool)
    let adapter = adapter(weights.configuration)
    let losses = GradientComputer(adapter, beside: weights, longest: 64, on: pool).losses(of: batch(samples))
    try adapter.write(to: folder["adapter"], base: "model")
    let written = try AdapterCheckpoint(directory: folder["adapter"])
    try written.check(for: weights.configuration)
    #expect(written.warnings(for: weights.configuration) == [])
    let again = try LoRAParameters(written, for: weights.configuration, dropout: 0, on: pool)
    #expect(again.parameters.map(\.name) == adapter.parameters.map(\.name))
    #expect(again.parameters.map(\.values.array) == adapter.parameters.map(\.values.array))
    #expect(GradientComputer(again, beside: weights, longest: 64, on: pool).losses(of: batch(samples)) == losses)
    let decoder = Decoder(
      weights, adapters: [try DecoderAdapter(written, for: weights.configuration, on: pool)], on: pool, maxRows: 64)
    let plain = Decoder(weights, on: pool, maxRows: 64)
    for (ours, theirs) in zip(losses, samples.flatMap { scores(decoder, $0) }) {
      expectClose(ours, -theirs, absolute: 1e-5)
    }
    #expect(zip(losses, samples.flatMap { scores(plain, $0) }).contains { abs($0 + $1) > 1e-3 })
    // Added to the weights it answers the same.
    let merged = ModelParameters(weights, on: pool)
    merged.add(adapter, on: pool)
    for (ours, theirs) in zip(losses, GradientComputer(merged, longest: 64, on: pool).losses(of: batch(samples))) {
      expectClose(ours, theirs, absolute: 1e-5)
    }
  }

  @Test(
    "any number of threads, and any cut of the batches, trains the same bits", arguments: families.keys.sorted(),
    [false, true])
  func threads(name: String, full: Bool) throws {
    let folder = try ScratchDirectory(), samples = samples()
    try drawn(name).write(to: folder["model"], files: [])
    func trained(_ threads: Int, tokens: Int, recomputes: Bool) throws -> [[Float]] {
      let pool = ThreadPool(threads: threads)
      let weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: nil, on: pool)
      let computer =
        full
        ? GradientComputer(ModelParameters(weights, on: pool), longest: 64, recomputes: recomputes, on: pool)
        : GradientComputer(
          adapter(weights.configuration, dropout: 0.1), beside: weights, longest: 64, recomputes: recomputes, on: pool)
      let trainer = Trainer(
        computer, samples: samples, recipe: TrainingRecipe(batchSize: 3, epochs: 3), tokensAtOnce: tokens, on: pool)
      for _ in 0..<3 { _ = trainer.step() }
      return computer.parameters.map(\.values.array)
    }
    let one = try trained(1, tokens: 64, recomputes: false)
    #expect(try trained(3, tokens: 17, recomputes: true) == one)
  }

  @Test(
    "gradients of all weights, and of factors beside them, are slopes of the loss", arguments: families.keys.sorted())
  func gradients(name: String) throws {
    let parameters = try drawn(name), folder = try ScratchDirectory(), batch = batch(samples())
    // Which experts a token takes must not change on the way.
    let step = parameters.configuration.features.experts == nil ? 4e-3 : 5e-4
    // A bias of keys without rotary positions moves all scores of a row alike: its gradient is zero, and its slope noise.
    let whole = GradientCheckTests.worst(
      GradientComputer(parameters, longest: 64, on: pool), batch, step: step, floor: 1e-2)
    #expect(whole.error <= 2e-2, "\(whole.name)")
    try parameters.write(to: folder["model"], files: [])
    let weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: nil, on: pool)
    let factors = GradientComputer(
      adapter(weights.configuration, dropout: 0.2), beside: weights, longest: 64, recomputes: true, on: pool)
    let beside = GradientCheckTests.worst(factors, batch, step: step)
    #expect(beside.error <= 2e-2, "\(beside.name)")
  }

}
