import Checkpoints
import Corpora
import Files
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// `golden/peft/train.json`: twenty updates by torch's AdamW behind PEFT, and what they lead to.
@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct TrajectoryParityTests {
  private static let golden = (TestSupport.shared ?? "") + "/golden/peft"
  private let pool = ThreadPool(threads: 2)
  private let weights: DecoderWeights
  private let samples: [TrainingSample]
  private let log: JSON

  init() throws {
    let checkpoint = try Checkpoint(directory: (TestSupport.shared ?? "") + "/data/models/stories260K-hf")
    weights = try DecoderWeights(checkpoint, format: .f32, on: pool)
    samples = try TestSupport.lines(of: Self.golden + "/samples.jsonl.gz").enumerated().map { index, record in
      let ids = (record["ids"]?.array ?? []).compactMap { $0.integer.map { Int32($0) } }
      let prompt = record["prompt_tokens"]?.integer ?? 0
      return TrainingSample(name: "\(index)", ids: ids, isLabel: ids.indices.map { $0 >= prompt })
    }
    log = try TestSupport.lines(of: Self.golden + "/train.json")[0]
  }

  private func recipe(_ reduction: TrainingRecipe.LossReduction) -> TrainingRecipe {
    TrainingRecipe(
      rate: 3e-4, schedule: LearningRateSchedule(.cosine, warmUp: 5),
      optimizer: AdamW.Settings(beta1: 0.9, beta2: 0.95, epsilon: 1e-8), clip: 0.3, batchSize: 8, updates: 20,
      lossReduction: reduction)
  }

  /// Largest relative differences of losses, gradient norms and rates.
  private func follow(_ trainer: Trainer, _ name: String) throws -> (loss: Double, norm: Double, rate: Double) {
    var worst = (loss: 0.0, norm: 0.0, rate: 0.0)
    for entry in try #require(log[name]?.array) {
      let step = trainer.step(on: (entry["samples"]?.array ?? []).compactMap(\.integer))
      func difference(_ value: Double, _ key: String) throws -> Double {
        let expected = try #require(entry[key]?.number)
        return abs(value - expected) / max(abs(expected), 1e-12)
      }
      worst.loss = max(worst.loss, try difference(step.loss, "loss"))
      worst.norm = max(worst.norm, try difference(step.gradientNorm, "grad_norm"))
      worst.rate = max(worst.rate, abs(step.rate - (try #require(entry["lr"]?.number))) / 3e-4)
    }
    return worst
  }

  @Test("twenty updates of an adapter follow PEFT's", arguments: TrainingRecipe.LossReduction.allCases)
  func adapter(reduction: TrainingRecipe.LossReduction) throws {
    let adapter = try LoRAParameters(
      AdapterCheckpoint(directory: Self.golden + "/init"), for: weights.configuration, dropout: 0, on: pool)
    let computer = GradientComputer(adapter, beside: weights, longest: 2048, on: pool)
    let trainer = Trainer(computer, samples: samples, recipe: recipe(reduction), tokensAtOnce: 300, on: pool)
    let name = reduction == .tokenMean ? "tokmean" : "seqmean"
    let worst = try follow(trainer, "lora_\(name)")
    let file = try SafetensorsFile(Self.golden + "/final_\(name)/adapter_model.safetensors")
    let final = try difference(of: computer.parameters, from: file)
    let folder = try ScratchDirectory()
    try adapter.write(to: folder["adapter"], base: "stories260K-hf", extra: [])
    let loaded = try DecoderAdapter(
      AdapterCheckpoint(directory: folder["adapter"]), for: weights.configuration, on: pool)
    let logits = try difference(
      ofLogits: Decoder(weights, adapters: [loaded], on: pool, maxRows: 64), from: "logits_final_\(name)")
    print(
      "\(name): loss \(worst.loss), norm \(worst.norm), rate \(worst.rate), final factors \(final), logits \(logits)")
    #expect(logits <= 1e-3)
    #expect(worst.loss <= 1e-4)
    #expect(worst.norm <= 1e-4)
    #expect(worst.rate <= 1e-7)
    #expect(final <= 1e-4)
  }

  @Test("twenty updates of all weights follow torch's")
  func full() throws {
    let computer = GradientComputer(ModelParameters(weights, on: pool), longest: 2048, on: pool)
    let trainer = Trainer(computer, samples: samples, recipe: recipe(.tokenMean), on: pool)
    let worst = try follow(trainer, "full_tokmean")
    let final = try difference(
      of: computer.parameters, from: SafetensorsFile(Self.golden + "/full_final.safetensors"))
    print("full: loss \(worst.loss), norm \(worst.norm), rate \(worst.rate), final weights \(final)")
    #expect(worst.loss <= 1e-4)
    #expect(worst.norm <= 1e-3)
    #expect(worst.rate <= 1e-7)
    #expect(final <= 1e-3)
  }

  /// The largest difference of a logit at the last positions of the prompts.
  private func difference(ofLogits decoder: Decoder, from name: String) throws -> Double {
    var worst = 0.0
    for prompt in try #require(log[name]?.array) {
      let ids = (prompt["ids"]?.array ?? []).compactMap { $0.integer.map { Int32($0) } }
      let expected = (prompt["logits"]?.array ?? []).compactMap(\.number)
      try #require(expected.count == decoder.configuration.vocabularySize)
      let segment = KeyValueSegment(
        start: 0, capacity: ids.count, shape: decoder.keyValueShape, isTransient: true)
      let logits = FloatBuffer(count: expected.count)
      decoder.step(
        ids, [PathExtension(path: [], segment: segment, firstRow: 0, rows: ids.count)],
        logitsOf: [Int32(ids.count - 1)], into: logits.base)
      for (index, value) in expected.enumerated() { worst = max(worst, abs(Double(logits[index]) - value)) }
    }
    return worst
  }

  /// The largest difference of a tensor relative to its norm.
  private func difference(of parameters: [Parameter], from file: SafetensorsFile) throws -> Double {
    var worst = 0.0
    for parameter in parameters {
      let view = try #require(file.tensors.first { $0.name == parameter.name }, "\(parameter.name)")
      let expected = try WeightReader.matrix(view, format: .f32, pool: pool).values(on: pool)
      var square = 0.0, norm = 0.0
      for (index, value) in expected.enumerated() {
        square += (Double(parameter.values[index]) - Double(value)) * (Double(parameter.values[index]) - Double(value))
        norm += Double(value) * Double(value)
      }
      worst = max(worst, (square / max(norm, 1e-30)).squareRoot())
    }
    return worst
  }
}
