import Checkpoints
import Corpora
import Files
import Statistics
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// Fisher information and Gram matrices, held against their definitions.
@Suite struct StatisticsTests {
  private let pool = ThreadPool(threads: 2)
  private let folder: ScratchDirectory
  private let weights: DecoderWeights
  private let samples: [TrainingSample]

  init() throws {
    folder = try ScratchDirectory()
    try RandomModel.write(
      ModelConfiguration(
        vocabularySize: 29, hiddenSize: 24, intermediateSize: 40, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
        contextLength: 64),
      seed: 5, dtype: .f32, standardDeviation: 0.2, tokenizer: nil, to: folder["model"])
    weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: .f32, on: pool)
    samples = (0..<3).map { sample in
      let ids = (0..<5 + sample).map { Int32((sample * 7 + $0 * 5) % 29) }
      return TrainingSample(name: "\(sample)", ids: ids, isLabel: ids.indices.map { $0 > 1 })
    }
  }

  @Test("The empirical Fisher information is the mean of squared slopes of each sequence's log-likelihood")
  func empirical() throws {
    let model = ModelParameters(weights, on: pool)
    let estimator = FisherEstimator(model, labels: .empirical, seed: 1, longest: 64, on: pool) {
      $0.hasSuffix("up_proj.weight")
    }
    for sample in samples { estimator.add(sample) }
    try estimator.write(to: folder["fisher.safetensors"])
    let file = try SafetensorsFile(folder["fisher.safetensors"])
    #expect(file.metadata["samples"] == "3" && file.metadata["labels"] == "empirical")
    #expect(file.tensors.map(\.name).sorted() == (0..<2).map { "model.layers.\($0).mlp.up_proj.weight" })

    let computer = GradientComputer(model, longest: 64, on: pool)
    let parameter = try #require(computer.parameters.first { $0.name == "model.layers.1.mlp.up_proj.weight" })
    let found = try WeightReader.matrix(try #require(file[parameter.name]), format: .f32, pool: pool).values(on: pool)
    #expect(file[parameter.name]?.shape == parameter.shape)
    for index in stride(from: 3, to: found.count, by: 97) {
      func likelihood(_ sample: TrainingSample, _ change: Float) -> Double {
        let original = parameter.values[index]
        parameter.values[index] = original + change
        defer { parameter.values[index] = original }
        var batch = TrainingBatch()
        batch.append(sample.ids, isLabel: sample.isLabel, weight: 1, key: 0)
        return computer.losses(of: batch).reduce(0, +)
      }
      let step: Float = 0.02
      let expected = samples.reduce(0.0) { sum, sample in
        let slope = (likelihood(sample, step) - likelihood(sample, -step)) / Double(2 * step)
        return sum + slope * slope / 3
      }
      expectClose(Double(found[index]), expected, absolute: 1e-4, relative: 2e-2, "\(index)")
    }
  }

  @Test("Sampled labels come from the model's own distribution, and the same ones for any threads")
  func sampled() throws {
    let logits = FloatBuffer((0..<4).map { Float($0) })
    let draws = (0..<4000).map { KeyedRandom.uniform(17, $0) }
    let rows = FloatBuffer((0..<4000).flatMap { _ in logits.array })
    let labels = pool.drawLabels(rows.base, draws: draws, columns: 4)
    let shares: [Double] = [0.0321, 0.0871, 0.2369, 0.6439]
    for (label, share) in shares.enumerated() {
      let found = Double(labels.count { $0 == label }) / 4000
      expectClose(found, share, absolute: 4 * (share * (1 - share) / 4000).squareRoot())
    }
    #expect(pool.drawLabels(rows.base, draws: [0, 0.9999999], columns: 4) == [0, 3])
    func information(_ threads: Int, _ labels: FisherEstimator.Labels) throws -> String {
      let pool = ThreadPool(threads: threads)
      let estimator = FisherEstimator(
        ModelParameters(weights, on: pool), labels: labels, seed: 9, longest: 64, on: pool
      ) { $0.hasSuffix("proj.weight") }
      for sample in samples { estimator.add(sample) }
      let path = folder["\(labels)-\(threads)"]
      try estimator.write(to: path)
      return try SHA256.hexadecimal(ofFile: path)
    }
    let one = try information(1, .sampled)
    #expect(try information(3, .sampled) == one)
    #expect(try information(1, .empirical) != one)
  }

  @Test("Gram matrices are sums of x xᵀ, and maps of the same inputs share one")
  func gram() throws {
    let model = ModelParameters(weights, on: pool)
    let estimator = GramEstimator(model, longest: 64, on: pool) { $0.hasSuffix("_proj.weight") }
    for sample in samples { estimator.add(sample) }
    try estimator.write(to: folder["gram.safetensors"])
    let file = try SafetensorsFile(folder["gram.safetensors"])
    #expect(file.tensors.count == 8)
    #expect(file.metadata["same:model.layers.0.self_attn.v_proj.weight"] == "model.layers.0.self_attn.q_proj.weight")
    let name = "model.layers.0.self_attn.q_proj.weight"
    let found = try WeightReader.matrix(try #require(file[name]), format: .f32, pool: pool).values(on: pool)
    let embedding = weights.embedding.values(on: pool), norm = weights.layers[0].norms[.attentionInput]?.array ?? []
    var expected = [Double](repeating: 0, count: 24 * 24)
    for sample in samples {
      for id in sample.ids {
        let row = (0..<24).map { Double(embedding[Int(id) * 24 + $0]) }
        let scale = 1 / (row.reduce(0) { $0 + $1 * $1 } / 24 + weights.configuration.rmsNormEpsilon).squareRoot()
        let x = row.indices.map { row[$0] * scale * Double(norm[$0]) }
        for i in 0..<24 { for j in 0..<24 { expected[i * 24 + j] += x[i] * x[j] } }
      }
    }
    for (one, other) in zip(found, expected) { expectClose(Double(one), other, absolute: 1e-4, relative: 1e-5) }
  }

  @Test("An adapter added to the weights answers as it does beside them")
  func added() throws {
    let adapter = LoRAParameters(
      LoRAParameters.Shape(projections: Projection.allCases, rank: 3, alpha: 6, dropout: 0),
      for: weights.configuration, seed: 7)
    for parameter in adapter.parameters where parameter.name.hasSuffix("lora_B.weight") {
      for i in 0..<parameter.values.count { parameter.values[i] = Float(i % 5 - 2) * 0.1 }
    }
    let model = ModelParameters(weights, on: pool)
    model.add(adapter, on: pool)
    var batch = TrainingBatch()
    for (index, sample) in samples.enumerated() {
      batch.append(sample.ids, isLabel: sample.isLabel, weight: 1, key: UInt64(index))
    }
    let beside = GradientComputer(adapter, beside: weights, longest: 64, on: pool).losses(of: batch)
    let within = GradientComputer(model, longest: 64, on: pool).losses(of: batch)
    for (one, other) in zip(beside, within) { expectClose(one, other, absolute: 1e-5) }
    let plain = GradientComputer(ModelParameters(weights, on: pool), longest: 64, on: pool).losses(of: batch)
    #expect(zip(plain, within).contains { abs($0 - $1) > 1e-2 })
  }
}
