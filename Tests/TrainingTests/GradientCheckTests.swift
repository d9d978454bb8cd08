import Checkpoints
import Statistics
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// Gradients against differences of the loss along random directions, one tensor at a time, dropout masks fixed.
@Suite struct GradientCheckTests {
  private let pool = ThreadPool(threads: 2)

  /// Grouped heads, untied head; `window` as Mistral has it.
  private func configuration(tied: Bool = false, window: Int? = nil) -> ModelConfiguration {
    ModelConfiguration(
      architecture: window == nil ? .llama : .mistral, vocabularySize: 37, hiddenSize: 24, intermediateSize: 40,
      layerCount: 2, headCount: 4, keyValueHeadCount: 2, headSize: 6, contextLength: 64, slidingWindow: window,
      tieWordEmbeddings: tied)
  }

  private func batch() -> TrainingBatch {
    var batch = TrainingBatch()
    for (sequence, length) in [9, 1, 17, 5].enumerated() {
      let ids = (0..<length).map { Int32(KeyedRandom.word(UInt64(sequence), $0) % 37) }
      batch.append(
        ids, isLabel: ids.indices.map { $0 >= length / 3 }, weight: 0.1 * Float(sequence + 1), key: UInt64(sequence))
    }
    return batch
  }

  private static func loss(_ computer: GradientComputer, _ batch: TrainingBatch) -> Double {
    zip(computer.addGradients(of: batch), batch.weights).reduce(0) { $0 + $1.0 * Double($1.1) }
  }

  /// The largest difference between slope and gradient, relative to the gradient's length.
  /// - Parameters:
  ///   - step: of the difference, along a direction of a length between 0 and 2.
  ///   - floor: gradients below this length are held to it.
  static func worst(
    _ computer: GradientComputer, _ batch: TrainingBatch, step: Double = 4e-3, floor: Double = 1e-3
  ) -> (name: String, error: Double) {
    computer.clearGradients()
    _ = loss(computer, batch)
    computer.completeGradients()
    let gradients = computer.parameters.map(\.gradient.array)
    var worst = (name: "", error: 0.0)
    for (parameter, gradient) in zip(computer.parameters, gradients) {
      let original = parameter.values.array
      let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      // Along the gradient itself and a random direction of the same length, so that a wrong element shows.
      let random = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: gradient.count, standardDeviation: 1)
      let length = random.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      let direction = zip(gradient, random).map { Double($0) / max(norm, 1e-12) + Double($1) / length }
      func shifted(_ by: Double) -> Double {
        for i in original.indices { parameter.values[i] = original[i] + Float(by * direction[i]) }
        defer { for i in original.indices { parameter.values[i] = original[i] } }
        return loss(computer, batch)
      }
      let slope = (shifted(step) - shifted(-step)) / (2 * step)
      let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * $1.1 }
      let error = abs(slope - expected) / max(norm, floor)
      if error > worst.error { worst = (parameter.name, error) }
    }
    return worst
  }

  @Test(
    "all weights of a model",
    arguments: [(false, nil), (true, nil), (false, 4)] as [(Bool, Int?)], [false, true])
  func model(shape: (tied: Bool, window: Int?), recomputes: Bool) {
    let parameters = ModelParameters(
      configuration(tied: shape.tied, window: shape.window), seed: 3, standardDeviation: 0.2)
    let computer = GradientComputer(parameters, longest: 64, recomputes: recomputes, on: pool)
    let worst = Self.worst(computer, batch())
    #expect(worst.error <= 2e-2, "\(worst.name)")
  }

  /// Every feature of a family, alone and together.
  static let features: [(ModelConfiguration.Architecture, DecoderFeatures)] = [
    (.llama, DecoderFeatures(biases: Set(Projection.allCases))), (.qwen2, DecoderFeatures(biases: [.q, .k, .v])),
    (.qwen3, DecoderFeatures(headNorms: .each)),
    (.olmo2, DecoderFeatures(headNorms: .together, blockNorms: .after)),
    (.smollm3, DecoderFeatures(unrotatedLayers: [1])),
    (
      .granite,
      DecoderFeatures(embeddingScale: 3, residualScale: 0.7, attentionScale: 0.3, logitDivisor: 2)
    ),
    (
      .qwen3,
      DecoderFeatures(
        biases: [.q, .k, .v, .o], headNorms: .each, unrotatedLayers: [0], windowedLayers: [1], embeddingScale: 2,
        residualScale: 0.8, attentionScale: 0.5, logitDivisor: 1.5)
    ),
    (.gemma2, gemma(caps: true)), (.gemma3, gemma(caps: false)),
  ]

  private static func gemma(caps: Bool) -> DecoderFeatures {
    var features = DecoderFeatures(
      headNorms: caps ? .none : .each, blockNorms: .around, windowedLayers: [0], embeddingScale: 4.9,
      attentionScale: 0.4)
    features.addsOneToNorms = true
    features.activation = .geluTanh
    (features.attentionCap, features.logitCap) = caps ? (2, 3) : (nil, nil)
    features.windowedRopeTheta = caps ? nil : 77
    return features
  }

  private func configuration(_ family: (ModelConfiguration.Architecture, DecoderFeatures)) -> ModelConfiguration {
    var configuration = configuration(tied: true, window: 4)
    (configuration.architecture, configuration.features) = family
    if family.1.windowedLayers == nil { configuration.slidingWindow = nil }
    return configuration
  }

  @Test("all weights of each family, biases and norms of heads too", arguments: features.indices, [false, true])
  func families(index: Int, recomputes: Bool) {
    let configuration = configuration(Self.features[index])
    let parameters = ModelParameters(configuration, seed: 3, standardDeviation: 0.2)
    #expect(parameters.parameters.map(\.name) == configuration.weights.map(\.name))
    for parameter in parameters.parameters where parameter.name.hasSuffix(".bias") {
      let values = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: parameter.values.count, standardDeviation: 0.3)
      for (place, value) in values.enumerated() { parameter.values[place] = value }
    }
    let computer = GradientComputer(parameters, longest: 64, recomputes: recomputes, on: pool)
    let worst = Self.worst(computer, batch())
    #expect(worst.error <= 2e-2, "\(worst.name)")
  }

  @Test("LoRA factors beside each family's weights", arguments: features.indices)
  func familyAdapters(index: Int) throws {
    let configuration = configuration(Self.features[index]), folder = try ScratchDirectory()
    try RandomModel.write(
      configuration, seed: 5, dtype: .f32, standardDeviation: 0.2, tokenizer: nil, to: folder["model"])
    let weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: .f32, on: pool)
    let adapter = LoRAParameters(
      LoRAParameters.Shape(projections: Projection.allCases, rank: 3, alpha: 6, dropout: 0), for: configuration, seed: 7
    )
    for parameter in adapter.parameters where parameter.name.hasSuffix("lora_B.weight") {
      let values = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: parameter.values.count, standardDeviation: 0.2)
      for (place, value) in values.enumerated() { parameter.values[place] = value }
    }
    let worst = Self.worst(GradientComputer(adapter, beside: weights, longest: 64, on: pool), batch())
    #expect(worst.error <= 2e-2, "\(worst.name)")
    // What is trained is what is scored: the same losses from the trainer and from the engine.
    let fresh = GradientComputer(
      LoRAParameters(LoRAParameters.Shape(projections: []), for: configuration, seed: 7), beside: weights, longest: 64,
      on: pool)
    let decoder = Decoder(weights, on: pool, maxRows: 64), batch = batch()
    let ids = Array(batch.ids[Int(batch.starts[2])..<Int(batch.starts[3])])
    let segment = KeyValueSegment(start: 0, capacity: 64, shape: decoder.keyValueShape, isTransient: true)
    let scores = decoder.step(
      Array(ids.dropLast()), [PathExtension(path: [], segment: segment, firstRow: 0, rows: ids.count - 1)],
      targets: ids.indices.dropFirst().map { ThreadPool.Target(row: Int32($0 - 1), id: ids[$0]) })
    var single = TrainingBatch()
    single.append(ids, isLabel: ids.indices.map { $0 > 0 }, weight: 1, key: 1)
    let losses = fresh.losses(of: single)
    #expect(losses.count == scores.count)
    for (loss, score) in zip(losses, scores) { expectClose(loss, -score.logProbability, absolute: 1e-5) }
  }

  @Test(
    "all weights of a Phi-3: rows of fused weights, a part of each head rotated, angles of short and long sequences")
  func phi() throws {
    var configuration = configuration(tied: true)
    configuration.architecture = .phi3
    configuration.headSize = 8
    configuration.features.rotaryShare = 0.5
    configuration.ropeScaling = .longRope(
      LongRopeScaling(shortFactors: [1, 1.5], longFactors: [1, 4], originalContextLength: 8, attentionFactor: 1.3))
    let parameters = ModelParameters(configuration, seed: 3, standardDeviation: 0.2), folder = try ScratchDirectory()
    let computer = GradientComputer(parameters, longest: 64, on: pool), batch = batch()
    let worst = Self.worst(computer, batch)
    #expect(worst.error <= 2e-2, "\(worst.name)")
    // What is written has the rows where the engine looks for them.
    try parameters.write(to: folder["model"], files: [])
    let read = try DecoderWeights(Checkpoint(directory: folder["model"]), format: nil, on: pool)
    let none = LoRAParameters(LoRAParameters.Shape(projections: []), for: configuration, seed: 7)
    #expect(
      GradientComputer(none, beside: read, longest: 64, on: pool).losses(of: batch) == computer.losses(of: batch))
    // LoRA of the fused weights: one A for all their parts.
    let adapter = LoRAParameters(
      LoRAParameters.Shape(projections: Projection.allCases, rank: 3, alpha: 6, dropout: 0.2), for: configuration,
      seed: 7)
    #expect(adapter.parameters.count == 2 * 4 * configuration.layerCount && adapter.modules.count == 14)
    for parameter in adapter.parameters where parameter.name.hasSuffix("lora_B.weight") {
      let values = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: parameter.values.count, standardDeviation: 0.2)
      for (place, value) in values.enumerated() { parameter.values[place] = value }
    }
    let beside = GradientComputer(adapter, beside: read, longest: 64, on: pool), along = Self.worst(beside, batch)
    #expect(along.error <= 2e-2, "\(along.name)")
    // PEFT's names are written, and read back as the same factors.
    try adapter.write(to: folder["adapter"], base: "model")
    let written = try AdapterCheckpoint(directory: folder["adapter"])
    #expect(written.configuration.targets == .names(["qkv_proj", "o_proj", "gate_up_proj", "down_proj"]))
    let again = try LoRAParameters(written, for: configuration, dropout: 0.2, on: pool)
    #expect(again.parameters.map(\.name) == adapter.parameters.map(\.name))
    #expect(
      GradientComputer(again, beside: read, longest: 64, on: pool).losses(of: batch) == beside.losses(of: batch))
  }

  @Test("LoRA factors at all seven projections, with dropout", arguments: [Float(0), 0.3])
  func adapter(dropout: Float) throws {
    let configuration = configuration()
    let folder = try ScratchDirectory()
    try RandomModel.write(
      configuration, seed: 5, dtype: .f32, standardDeviation: 0.2, tokenizer: nil, to: folder["model"])
    let weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: .f32, on: pool)
    let adapter = LoRAParameters(
      LoRAParameters.Shape(projections: Projection.allCases, rank: 3, alpha: 6, dropout: Double(dropout)),
      for: configuration, seed: 7)
    for parameter in adapter.parameters where parameter.name.hasSuffix("lora_B.weight") {
      let values = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: parameter.values.count, standardDeviation: 0.2)
      for (index, value) in values.enumerated() { parameter.values[index] = value }
    }
    let computer = GradientComputer(adapter, beside: weights, longest: 64, on: pool)
    let worst = Self.worst(computer, batch())
    #expect(worst.error <= 2e-2, "\(worst.name)")
  }

  @Test("a fresh adapter leaves the model as it is, to the bit")
  func fresh() throws {
    let configuration = configuration()
    let folder = try ScratchDirectory()
    try RandomModel.write(
      configuration, seed: 5, dtype: .f32, standardDeviation: 0.2, tokenizer: nil, to: folder["model"])
    let weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: .f32, on: pool)
    func losses(_ projections: [Projection]) -> [Double] {
      let adapter = LoRAParameters(LoRAParameters.Shape(projections: projections), for: configuration, seed: 7)
      return GradientComputer(adapter, beside: weights, longest: 64, on: pool).losses(of: batch())
    }
    #expect(losses([]) == losses(Projection.allCases))
  }
}
