import Checkpoints
import Corpora
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// What a recipe says, held against its definition.
@Suite struct RecipeTests {
  private let pool = ThreadPool(threads: 2)
  private let configuration = ModelConfiguration(
    vocabularySize: 29, hiddenSize: 24, intermediateSize: 40, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
    contextLength: 64)

  private func weights(_ folder: ScratchDirectory, _ format: WeightFormat, on disk: ScalarType) throws -> DecoderWeights
  {
    let path = folder["model-\(disk)-\(format)"]
    try RandomModel.write(configuration, seed: 5, dtype: disk, standardDeviation: 0.2, tokenizer: nil, to: path)
    return try DecoderWeights(Checkpoint(directory: path), format: format, on: pool)
  }

  private func samples(_ count: Int) -> [TrainingSample] {
    (0..<count).map { sample in
      let ids = (0..<5 + sample % 4).map { Int32((sample * 7 + $0 * 5) % 29) }
      return TrainingSample(name: "\(sample)", ids: ids, isLabel: ids.indices.map { $0 > 1 })
    }
  }

  private func trainer(
    _ weights: DecoderWeights, _ shape: LoRAParameters.Shape, _ recipe: TrainingRecipe
  ) -> Trainer {
    let adapter = LoRAParameters(shape, for: configuration, seed: 3)
    return Trainer(
      GradientComputer(adapter, beside: weights, longest: 64, on: pool), samples: samples(8), recipe: recipe, on: pool)
  }

  @Test(
    "Frozen weights in half precision give the gradients of the same weights in float32",
    arguments: [ScalarType.f16, .bf16])
  func formats(disk: ScalarType) throws {
    let folder = try ScratchDirectory()
    func gradients(_ format: WeightFormat) throws -> [[Float]] {
      let trainer = trainer(try weights(folder, format, on: disk), LoRAParameters.Shape(rank: 4), TrainingRecipe())
      for parameter in trainer.computer.parameters where parameter.name.hasSuffix("lora_B.weight") {
        for i in 0..<parameter.values.count { parameter.values[i] = Float(i % 7 - 3) * 0.05 }
      }
      var batch = TrainingBatch()
      for (index, sample) in samples(4).enumerated() {
        batch.append(sample.ids, isLabel: sample.isLabel, weight: 1, key: UInt64(index))
      }
      _ = trainer.computer.addGradients(of: batch)
      return trainer.computer.parameters.map(\.gradient.array)
    }
    for (half, whole) in zip(try gradients(disk == .f16 ? .f16 : .bf16), try gradients(.f32)) {
      let norm = whole.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      let difference = zip(half, whole).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
      #expect(norm > 0 && difference <= 1e-6 * norm)
    }
  }

  @Test("AdamW with weight decay and clipping is torch's, written down plainly")
  func optimizer() throws {
    let folder = try ScratchDirectory()
    let settings = AdamW.Settings(beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1)
    let recipe = TrainingRecipe(
      rate: 1e-2, schedule: LearningRateSchedule(.cosine, warmUp: 2), optimizer: settings, clip: 0.05, batchSize: 4,
      updates: 6)
    let trainer = trainer(
      try weights(folder, .f32, on: .f32), LoRAParameters.Shape(rank: 2, dropout: 0), recipe)
    let parameters = trainer.computer.parameters
    var values = parameters.map { $0.values.array.map(Double.init) }
    var first = values.map { $0.map { _ in 0.0 } }, second = first
    for update in 1...6 {
      let step = trainer.step()
      let gradients = parameters.map { $0.gradient.array.map(Double.init) }
      let norm = gradients.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
      expectClose(step.gradientNorm, norm, relative: 1e-7, "norm of update \(update)")
      let factor = update <= 2 ? Double(update - 1) / 2 : (1 + cosine(Double(update - 3) / 4)) / 2
      expectClose(step.rate, 1e-2 * factor, relative: 1e-7, "rate of update \(update)")
      let clip = min(1, 0.05 / (norm + 1e-6))
      #expect(clip < 1, "the test is about clipping")
      for p in values.indices {
        for i in values[p].indices {
          let g = gradients[p][i] * clip
          first[p][i] = 0.9 * first[p][i] + 0.1 * g
          second[p][i] = 0.95 * second[p][i] + 0.05 * g * g
          let m = first[p][i] / (1 - power(0.9, update)), v = second[p][i] / (1 - power(0.95, update))
          values[p][i] = values[p][i] * (1 - step.rate * 0.1) - step.rate * m / (v.squareRoot() + 1e-8)
        }
      }
    }
    for (parameter, expected) in zip(parameters, values) {
      for i in expected.indices { expectClose(Double(parameter.values[i]), expected[i], absolute: 2e-7) }
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { x, _ in x * base } }
  private func cosine(_ share: Double) -> Double {
    [0: 1, 0.25: 0.5.squareRoot(), 0.5: 0, 0.75: -0.5.squareRoot()][share] ?? .nan
  }

  @Test("LoRA+ multiplies the rate of B and leaves A alone")
  func loraPlus() throws {
    let folder = try ScratchDirectory()
    let weights = try weights(folder, .f32, on: .f32)
    func moved(_ ratio: Double) -> [[Float]] {
      let trainer = trainer(
        weights, LoRAParameters.Shape(rank: 2, dropout: 0, rateRatio: ratio),
        TrainingRecipe(rate: 1e-3, clip: nil, batchSize: 8, updates: 1))
      let before = trainer.computer.parameters.map(\.values.array)
      _ = trainer.step()
      return zip(trainer.computer.parameters, before).map { zip($0.values.array, $1).map { $0 - $1 } }
    }
    let plain = moved(1), plus = moved(16)
    for index in plain.indices {
      // A and B in turns; at the first update B is zero, so A has no gradient and does not move.
      let isB = index % 2 == 1
      for (one, other) in zip(plain[index], plus[index]) {
        expectClose(Double(other), Double(one) * (isB ? 16 : 1), relative: 1e-5)
      }
      #expect(plain[index].contains { $0 != 0 } == isB)
    }
  }

  @Test("rsLoRA is LoRA with alpha times the root of the rank")
  func rankStabilized() throws {
    let folder = try ScratchDirectory()
    let weights = try weights(folder, .f32, on: .f32)
    func losses(_ shape: LoRAParameters.Shape) -> [Double] {
      let trainer = trainer(weights, shape, TrainingRecipe(rate: 1e-2, batchSize: 8, updates: 4))
      return (0..<4).map { _ in trainer.step().loss }
    }
    let stable = losses(LoRAParameters.Shape(rank: 4, alpha: 6, dropout: 0, isRankStabilized: true))
    #expect(stable == losses(LoRAParameters.Shape(rank: 4, alpha: 12, dropout: 0)))
    #expect(stable != losses(LoRAParameters.Shape(rank: 4, alpha: 6, dropout: 0)))
  }

  @Test("NEFTune's noise is uniform within its bound, and absent where nothing is learned")
  func noise() throws {
    let folder = try ScratchDirectory()
    let weights = try weights(folder, .f32, on: .f32)
    let count = 4096
    let noise = FloatBuffer([Float](repeating: 0, count: count))
    pool.addNoise(noise.base, keys: [17, 18], columns: count / 2, largest: [0.5, 0.25])
    let values = noise.array
    #expect(values[..<2048].allSatisfy { abs($0) <= 0.5 } && values[2048...].allSatisfy { abs($0) <= 0.25 })
    let mean = values[..<2048].reduce(0) { $0 + Double($1) } / 2048
    let square = values[..<2048].reduce(0) { $0 + Double($1) * Double($1) } / 2048
    expectClose(mean, 0, absolute: 4 * 0.5 / (3 * 2048.0).squareRoot())
    expectClose(square, 0.25 / 3, absolute: 0.005)
    func step(_ alpha: Double) -> (learned: Double, measured: Double) {
      let trainer = trainer(
        weights, LoRAParameters.Shape(rank: 2, dropout: 0),
        TrainingRecipe(batchSize: 8, updates: 2, neftuneAlpha: alpha))
      let measured = trainer.loss(of: samples(8))
      return (trainer.step().loss, measured)
    }
    #expect(step(5).learned != step(0).learned)
    #expect(step(5).learned == step(5).learned)
    #expect(step(5).measured == step(0).measured)
  }
}
