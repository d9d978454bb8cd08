import Checkpoints
import Corpora
import Files
import Statistics
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// Elastic weight consolidation, held against its definition.
@Suite struct EWCTests {
  private let recipe = TrainingRecipe(
    rate: 1e-2, schedule: LearningRateSchedule(.cosine, warmUp: 2), batchSize: 4, epochs: 20)

  /// The base's Fisher information on the stage's samples.
  private func estimated(_ stage: MethodStage, _ squares: FisherEstimator.Squares = .sequences) throws -> String {
    let model = ModelParameters(stage.weights, on: stage.pool), maps = stage.configuration.linearMaps
    let estimator = FisherEstimator(
      model, labels: .sampled, squares: squares, seed: 1, longest: 64, on: stage.pool, isWanted: maps.contains)
    for sample in stage.samples { estimator.add(sample) }
    let path = stage.folder["fisher.safetensors"]
    try estimator.write(to: path)
    return path
  }

  private func penalty(
    _ stage: MethodStage, _ adapter: LoRAParameters, _ path: String, lambda: Double
  ) throws -> (penalty: TrainingPenalty, addition: TrainingAddition) {
    let addition = try stage.addition(.ewc, to: adapter) { c in
      c.ewc.fisher = path
      c.ewc.lambda = lambda
    }
    return (try #require(addition.penalty), addition)
  }

  @Test("Value and gradient are those of the whole product, and those of differences", arguments: [false, true])
  func gradients(fused: Bool) throws {
    let stage = try MethodStage(fused: fused), adapter = stage.adapter(spread: 0.2), path = try estimated(stage)
    let (penalty, addition) = try penalty(stage, adapter, path, lambda: 0.3)
    #expect(addition.identity.map(\.name) == ["fisher"] && addition.bytes > 0)
    let file = try SafetensorsFile(path)
    var information: [[Double]] = []
    for stored in adapter.stored {
      let view = try #require(file[stored.name + ".weight"])
      let values = try WeightReader.matrix(view, format: .f32, pool: stage.pool).values(on: stage.pool)
      information.append(values.map(Double.init))
    }
    let all = information.flatMap(\.self), mean = all.reduce(0, +) / Double(all.count)
    var value = 0.0
    let slopes = zip(MethodStage.products(adapter), information).map { product, f in
      product.indices.map { i in
        let weight = f[i] / mean + 1e-3
        value += 0.15 * weight * product[i] * product[i]
        return 0.3 * weight * product[i]
      }
    }
    let expected = MethodStage.factorGradients(adapter, slopes)
    let found = stage.gradients(of: penalty, adapter.parameters)
    expectClose(found.value, value, relative: 1e-5)
    #expect(value > 0 && found.gradients.count == expected.count)
    for (one, other) in zip(found.gradients, expected) {
      let length = (other.reduce(0) { $0 + $1 * $1 } / Double(other.count)).squareRoot()
      #expect(one.count == other.count && length > 0)
      for (a, b) in zip(one, other) { expectClose(Double(a), b, absolute: 2e-4 * length) }
    }
    #expect(stage.worstSlope(of: penalty, adapter.parameters) <= 1e-2)
  }

  @Test("A factor of 0 is vanilla to the bit; the greater it is the shorter the update; a huge one leaves the base")
  func factors() throws {
    let stage = try MethodStage(), path = try estimated(stage)
    let plain = stage.trainer(stage.adapter(), recipe), base = plain.loss(of: stage.samples)
    let vanilla = MethodStage.numbers(plain)
    var norms: [Double] = [], losses: [Double] = []
    for lambda in [0, 1e-2, 1, 1e2, 1e8] {
      let adapter = stage.adapter()
      let trainer = stage.trainer(adapter, recipe, try penalty(stage, adapter, path, lambda: lambda).addition)
      let numbers = MethodStage.numbers(trainer)
      #expect((numbers == vanilla) == (lambda == 0))
      norms.append(MethodStage.products(adapter).flatMap(\.self).reduce(0) { $0 + $1 * $1 }.squareRoot())
      losses.append(trainer.loss(of: stage.samples))
    }
    print("ewc: \(norms), \(losses), base \(base)")
    #expect(zip(norms, norms.dropFirst()).allSatisfy { $0 > $1 }, "\(norms)")
    expectClose(losses[4], base, absolute: 1e-2)
  }

  @Test("Neither threads nor the memory at hand change a bit")
  func sameness() throws {
    let whole = try MethodStage(fused: true), kept = try FileSystem.bytes(of: try estimated(whole))
    func numbers(threads: Int, tokens: Int) throws -> [[Float]] {
      let stage = try MethodStage(fused: true, threads: threads), adapter = stage.adapter()
      let copy = stage.folder["copy.safetensors"]
      try AppendOnlyFile(copy, truncating: true).append(kept)
      let addition = try penalty(stage, adapter, copy, lambda: 1).addition
      return MethodStage.numbers(stage.trainer(adapter, recipe, addition, tokensAtOnce: tokens))
    }
    #expect(try numbers(threads: 3, tokens: 9) == numbers(threads: 1, tokens: .max))
  }

  @Test("Information per position is the sum of squared outer products, whatever is beside it")
  func positions() throws {
    let stage = try MethodStage(), model = ModelParameters(stage.weights, on: stage.pool)
    let name = "model.layers.1.mlp.up_proj.weight"
    func information(_ squares: FisherEstimator.Squares, _ samples: [TrainingSample]) throws -> [Float] {
      let estimator = FisherEstimator(
        model, labels: .empirical, squares: squares, seed: 1, longest: 64, on: stage.pool, isWanted: { $0 == name })
      for sample in samples { estimator.add(sample) }
      let path = stage.folder["\(squares)-\(samples.count)"]
      try estimator.write(to: path)
      let file = try SafetensorsFile(path)
      #expect(file.metadata["squares"] == (squares == .positions ? "positions" : nil))
      return try WeightReader.matrix(try #require(file[name]), format: .f32, pool: stage.pool).values(on: stage.pool)
    }
    // Of one position its square is that of the sequence: up_proj of the last layer sees labelled rows alone.
    var single = stage.samples[0]
    single.isLabel = single.isLabel.indices.map { $0 == 3 }
    let one = try information(.sequences, [single]), other = try information(.positions, [single])
    #expect(one.contains { $0 > 1e-9 })
    for (a, b) in zip(one, other) { expectClose(Double(a), Double(b), absolute: 1e-9, relative: 1e-4) }
    // Of several it is the sum over them, each label of the sequence alone.
    let whole = stage.samples[3], parts = whole.isLabel.indices.dropFirst().filter { whole.isLabel[$0] }
    var sums = [Double](repeating: 0, count: one.count)
    for label in parts {
      var own = whole
      own.isLabel = own.isLabel.indices.map { $0 == label }
      for (i, value) in try information(.sequences, [own]).enumerated() { sums[i] += Double(value) }
    }
    let all = try information(.positions, [whole])
    #expect(parts.count > 1)
    for (a, b) in zip(all, sums) { expectClose(Double(a), b, absolute: 1e-8, relative: 1e-3) }
    #expect(try information(.sequences, [whole]) != all)
    // A mean over sequences.
    for (a, b) in zip(try information(.positions, [whole, single]), zip(all, other)) {
      expectClose(Double(a), Double(b.0 + b.1) / 2, absolute: 1e-8, relative: 1e-4)
    }
  }

  @Test("A file that is none, lacks a weight, or holds what no square is, is refused by its name")
  func refusals() throws {
    let stage = try MethodStage(), adapter = stage.adapter()
    let names = adapter.stored.map { ($0.name + ".weight", [$0.b.shape[0], $0.a.shape[1]]) }
    func write(
      _ file: String, _ tensors: [(String, [Int])], value: Float = 1, metadata: [String: String] = ["labels": "sampled"]
    ) throws -> String {
      let path = stage.folder[file]
      let writer = try SafetensorsWriter(path, tensors: tensors.map { .init($0.0, .f32, $0.1) }, metadata: metadata)
      for tensor in tensors {
        try FloatBuffer([Float](repeating: value, count: tensor.1.reduce(1, *))).append(to: writer)
      }
      try writer.finish()
      return path
    }
    func problem(_ path: String) throws -> String {
      do throws(Diagnostic) {
        _ = try FisherFile(path, of: adapter, in: stage.configuration, on: stage.pool)
        return ""
      } catch { return error.problem }
    }
    #expect(try problem(try write("good", names)) == "")
    #expect(try problem(try write("gram", names, metadata: [:])) == "holds no Fisher information")
    #expect(try problem(try write("few", Array(names.dropLast()))) == "has nothing for '\(names[names.count - 1].0)'")
    #expect(
      try problem(try write("turned", names.map { ($0.0, $0.1.reversed()) })).hasPrefix(
        "tensor 'model.layers.0.self_attn.k_proj.weight' has shape"))
    #expect(try problem(try write("negative", names, value: -1)) == "tensor '\(names[0].0)' holds negative numbers")
    #expect(try problem(try write("zero", names, value: 0)) == "holds zeros alone")
    #expect(try problem(try write("nan", names, value: .nan)).contains("NaN"))
  }
}
