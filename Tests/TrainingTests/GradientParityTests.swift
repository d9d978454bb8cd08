import Checkpoints
import Files
import Tensors
import TestSupport
import Testing
import Training
import Transformers

/// `golden/peft`: PEFT's own losses and gradients on stories260K.
@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct GradientParityTests {
  private static let golden = (TestSupport.shared ?? "") + "/golden/peft"
  private let pool = ThreadPool(threads: 2)
  private let weights: DecoderWeights
  private let samples: [(ids: [Int32], prompt: Int, loss: Double)]

  init() throws {
    let checkpoint = try Checkpoint(directory: (TestSupport.shared ?? "") + "/data/models/stories260K-hf")
    weights = try DecoderWeights(checkpoint, format: .f32, on: pool)
    samples = try TestSupport.lines(of: Self.golden + "/samples.jsonl.gz").map { record in
      (
        (record["ids"]?.array ?? []).compactMap { $0.integer.map { Int32($0) } },
        record["prompt_tokens"]?.integer ?? 0, record["loss_init"]?.number ?? .nan
      )
    }
  }

  private func adapter() throws -> LoRAParameters {
    try LoRAParameters(
      AdapterCheckpoint(directory: Self.golden + "/init"), for: weights.configuration, dropout: 0, on: pool)
  }

  /// Samples 0 to 7 as one batch; each token's weight as the loss reduction has it.
  private func batch(tokenMean: Bool, _ range: Range<Int> = 0..<8) -> TrainingBatch {
    var batch = TrainingBatch()
    let labels = samples[0..<8].reduce(0) { $0 + $1.ids.count - $1.prompt }
    for index in range {
      let sample = samples[index]
      let flags = sample.ids.indices.map { $0 >= sample.prompt }
      let own = sample.ids.count - sample.prompt
      batch.append(
        sample.ids, isLabel: flags, weight: tokenMean ? 1 / Float(labels) : 1 / Float(8 * own), key: UInt64(index))
    }
    return batch
  }

  private func difference(_ parameter: Parameter, _ expected: [Float]) -> Double {
    var square = 0.0, norm = 0.0
    for (index, value) in expected.enumerated() {
      let d = Double(parameter.gradient[index]) - Double(value)
      square += d * d
      norm += Double(value) * Double(value)
    }
    return (square / max(norm, 1e-30)).squareRoot()
  }

  @Test("losses at the start are PEFT's")
  func losses() throws {
    let computer = GradientComputer(try adapter(), beside: weights, longest: 2048, on: pool)
    for (index, sample) in samples.enumerated() {
      var batch = TrainingBatch()
      batch.append(sample.ids, isLabel: sample.ids.indices.map { $0 >= sample.prompt }, weight: 1, key: 0)
      let losses = computer.losses(of: batch)
      let mean = losses.reduce(0, +) / Double(losses.count)
      #expect(abs(mean - sample.loss) <= 1e-5 * sample.loss, "sample \(index)")
    }
  }

  @Test("every gradient of the adapter is PEFT's", arguments: [true, false])
  func gradients(tokenMean: Bool) throws {
    let file = try SafetensorsFile(Self.golden + "/grads_\(tokenMean ? "tokmean" : "seqmean").safetensors")
    for recomputes in [false, true] {
      let computer = GradientComputer(
        try adapter(), beside: weights, longest: 2048, recomputes: recomputes, on: pool)
      _ = computer.addGradients(of: batch(tokenMean: tokenMean))
      #expect(computer.parameters.count == file.tensors.count)
      var worst = 0.0
      for parameter in computer.parameters {
        let view = try #require(file.tensors.first { $0.name == parameter.name }, "\(parameter.name)")
        let expected = try WeightReader.matrix(view, format: .f32, pool: pool).values(on: pool)
        let d = difference(parameter, expected)
        if d > 1e-5 { print("\(parameter.name) \(d)") }
        worst = max(worst, d)
      }
      print("LoRA gradients: largest difference relative to a tensor's norm \(worst)")
      #expect(worst <= 1e-5)
    }
  }

  @Test("full-parameter gradients are torch's")
  func full() throws {
    let computer = GradientComputer(ModelParameters(weights, on: pool), longest: 2048, on: pool)
    _ = computer.addGradients(of: batch(tokenMean: true))
    computer.completeGradients()
    let file = try SafetensorsFile(Self.golden + "/full_grads_part.safetensors")
    var worst = 0.0
    for view in file.tensors {
      let parameter = try #require(computer.parameters.first { $0.name == view.name }, "\(view.name)")
      let expected = try WeightReader.matrix(view, format: .f32, pool: pool).values(on: pool)
      let d = difference(parameter, expected)
      print("\(parameter.name) \(d)")
      worst = max(worst, d)
    }
    print("full gradients: largest difference relative to a tensor's norm \(worst)")
    #expect(worst <= 1e-5)
  }

  @Test("a batch in pieces gives the same bits, whatever the threads", arguments: [1, 2, 3, 8])
  func pieces(threads: Int) throws {
    let whole = GradientComputer(ModelParameters(weights, on: pool), longest: 2048, on: pool)
    _ = whole.addGradients(of: batch(tokenMean: true))
    whole.completeGradients()
    let other = ThreadPool(threads: threads)
    let pieces = GradientComputer(ModelParameters(weights, on: other), longest: 2048, recomputes: true, on: other)
    for range in [0..<1, 1..<4, 4..<8] { _ = pieces.addGradients(of: batch(tokenMean: true, range)) }
    pieces.completeGradients()
    for (a, b) in zip(whole.parameters, pieces.parameters) {
      let same = zip(a.gradient.array, b.gradient.array).allSatisfy { $0.bitPattern == $1.bitPattern }
      #expect(same, "\(a.name)")
    }
  }
}
