import Checkpoints
import Corpora
import Files
import Statistics
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// LoRA experts: gradients of every parameter, their limits, and what neither memory nor threads may change.
@Suite struct ExpertMixtureTests {
  private let pool = ThreadPool(threads: 2)
  private let folder: ScratchDirectory
  private let weights: DecoderWeights
  private let configuration = ModelConfiguration(
    vocabularySize: 37, hiddenSize: 24, intermediateSize: 40, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
    headSize: 6, contextLength: 64)

  init() throws {
    folder = try ScratchDirectory()
    try RandomModel.write(
      configuration, seed: 5, dtype: .f32, standardDeviation: 0.2, tokenizer: nil, to: folder["model"])
    weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: .f32, on: pool)
  }

  private func shape(
    _ experts: Int?, dropout: Double = 0, weight: Double = 0.1, form: ExpertMixture.BalanceForm = .paper
  ) -> LoRAParameters.Shape {
    var shape = LoRAParameters.Shape(rank: 3, alpha: 6, dropout: dropout)
    shape.mixture = experts.map { experts in
      var mixture = ExpertMixture()
      (mixture.experts, mixture.balanceWeight, mixture.balanceForm) = (experts, weight, form)
      return mixture
    }
    return shape
  }

  /// Factors as they are after some training: B is not zero, and routers have made up their minds.
  private func trained(_ shape: LoRAParameters.Shape) -> LoRAParameters {
    let adapter = LoRAParameters(shape, for: configuration, seed: 7)
    for parameter in adapter.parameters where !parameter.name.hasSuffix("lora_A.weight") {
      let isRouter = parameter.name.hasSuffix("lora_router.weight")
      let values = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: parameter.values.count, standardDeviation: isRouter ? 0.5 : 0.2)
      for (place, value) in values.enumerated() { parameter.values[place] = value }
    }
    return adapter
  }

  private func pieces(_ cuts: [[Int]] = [[9, 1, 17, 5]]) -> [TrainingBatch] {
    var sequence = 0
    return cuts.map { lengths in
      var batch = TrainingBatch(firstSequence: sequence)
      for length in lengths {
        let ids = (0..<length).map { Int32(KeyedRandom.word(UInt64(sequence), $0) % 37) }
        batch.append(
          ids, isLabel: ids.indices.map { $0 >= length / 3 }, weight: 0.1 * Float(sequence + 1), key: UInt64(sequence),
          taskType: [1, 0, nil, 0][sequence % 4])
        sequence += 1
      }
      return batch
    }
  }

  private func total(_ computer: GradientComputer, _ pieces: [TrainingBatch], weight: Double) -> Double {
    computer.observeRouting(of: pieces)
    var sum = 0.0
    for piece in pieces {
      sum += zip(computer.addGradients(of: piece), piece.weights).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    return sum + weight * (computer.expertUse?.balanceLoss ?? .nan)
  }

  @Test(
    "factors, routers and the balancing loss, against differences of the loss",
    arguments: [(ExpertMixture.BalanceForm.paper, 0.0), (.code, 0.0), (.paper, 0.3)], [false, true])
  func gradients(form: (ExpertMixture.BalanceForm, Double), recomputes: Bool) {
    let weight = 0.5, adapter = trained(shape(3, dropout: form.1, weight: weight, form: form.0))
    let computer = GradientComputer(adapter, beside: weights, longest: 64, recomputes: recomputes, on: pool)
    #expect(computer.parameters.count == 3 * 3 * configuration.layerCount)
    let pieces = pieces()
    computer.clearGradients()
    _ = total(computer, pieces, weight: weight)
    let gradients = computer.parameters.map(\.gradient.array)
    for (parameter, gradient) in zip(computer.parameters, gradients) {
      let original = parameter.values.array
      let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(norm > 1e-4, "\(parameter.name)")
      let random = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: gradient.count, standardDeviation: 1)
      let length = random.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      let direction = zip(gradient, random).map { Double($0) / norm + Double($1) / length }
      func shifted(_ by: Double) -> Double {
        for i in original.indices { parameter.values[i] = original[i] + Float(by * direction[i]) }
        defer { for i in original.indices { parameter.values[i] = original[i] } }
        return total(computer, pieces, weight: weight)
      }
      let slope = (shifted(4e-3) - shifted(-4e-3)) / 8e-3
      let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * $1.1 }
      #expect(abs(slope - expected) <= 2e-2 * max(norm, 1e-3), "\(parameter.name): \(slope) beside \(expected)")
    }
  }

  @Test("the balancing loss has a part in the routers' gradients, and only there at the first update")
  func balancePart() {
    func gradients(_ weight: Double) -> [String: [Float]] {
      let adapter = LoRAParameters(shape(4, weight: weight), for: configuration, seed: 7)
      let computer = GradientComputer(adapter, beside: weights, longest: 64, on: pool)
      _ = total(computer, pieces(), weight: weight)
      return Dictionary(uniqueKeysWithValues: computer.parameters.map { ($0.name, $0.gradient.array) })
    }
    let without = gradients(0), with = gradients(1)
    for (name, values) in without {
      // B is zero, so that no expert is better than another.
      if name.hasSuffix("lora_router.weight") {
        #expect(values.allSatisfy { $0 == 0 } && with[name]?.contains { $0 != 0 } == true, "\(name)")
      }
      if name.contains("layers.1.mlp.down_proj.lora_B") { #expect(values == with[name] && values.contains { $0 != 0 }) }
    }
  }

  @Test("one map, forward, is the sum that the paper writes, expert by expert")
  func naive() {
    let machine = TrainingMachine(pool: pool), inputs = 7, outputs = 5, rows = 4, rank = 2, experts = 3
    var random = SeededGenerator(seed: 4)
    let x = random.floats(rows * inputs), w = random.floats(outputs * inputs)
    func parameter(_ shape: [Int]) -> Parameter {
      Parameter(name: "p", shape: shape, values: FloatBuffer(random.floats(shape[0] * shape[1])))
    }
    let a = parameter([experts * rank, inputs]), b = parameter([outputs, experts * rank])
    let router = parameter([experts, inputs])
    var linear = TrainableLinear(weight: WeightMatrix(w, rows: outputs, columns: inputs))
    linear.lora = TrainableLinear.LoRA(
      a: a, b: b, scaling: 1.5, dropout: 0, key: 1,
      routing: ExpertRouting(router: router, site: 0, balance: ExpertBalance(ExpertMixture(), sites: 1)))
    let input = machine.cache.take(rows * inputs)
    input.base.update(from: x, count: x.count)
    let result = linear.forward(input, rows: rows, keys: [1, 2, 3, 4], on: machine)
    for row in 0..<rows {
      func dot(_ values: FloatBuffer, _ at: Int) -> Double {
        (0..<inputs).reduce(0) { $0 + Double(values[at * inputs + $1]) * Double(x[row * inputs + $1]) }
      }
      let logits = (0..<experts).map { dot(router.values, $0) }
      let powers = logits.map { Double(ThreadPool.exponential(Float($0))) }, sum = powers.reduce(0, +)
      for output in 0..<outputs {
        var expected = (0..<inputs).reduce(0.0) { $0 + Double(w[output * inputs + $1]) * Double(x[row * inputs + $1]) }
        for expert in 0..<experts {
          for r in expert * rank..<(expert + 1) * rank {
            expected += 1.5 * powers[expert] / sum * Double(b.values[output * experts * rank + r]) * dot(a.values, r)
          }
        }
        expectClose(Double(result.base[row * outputs + output]), expected, absolute: 1e-5)
      }
    }
  }

  private func samples(_ count: Int) -> [TrainingSample] {
    (0..<count).map { sample in
      let ids = (0..<5 + sample % 4 * 3).map { Int32((sample * 7 + $0 * 5) % 37) }
      return TrainingSample(
        name: "\(sample)", ids: ids, isLabel: ids.indices.map { $0 > 1 }, taskType: [1, 0, nil][sample % 3])
    }
  }

  /// Parameters and steps after some updates.
  private func train(
    _ shape: LoRAParameters.Shape, threads: Int = 2, tokensAtOnce: Int = .max, recomputes: Bool = false
  ) -> (values: [String: [Float]], steps: [Trainer.Step]) {
    let pool = ThreadPool(threads: threads), adapter = LoRAParameters(shape, for: configuration, seed: 3)
    let computer = GradientComputer(adapter, beside: weights, longest: 64, recomputes: recomputes, on: pool)
    let trainer = Trainer(
      computer, samples: samples(12),
      recipe: TrainingRecipe(
        rate: 1e-2, schedule: LearningRateSchedule(.constant), batchSize: 6, updates: 5, neftuneAlpha: 3),
      tokensAtOnce: tokensAtOnce, on: pool)
    let steps = (0..<5).map { _ in trainer.step() }
    return (Dictionary(uniqueKeysWithValues: computer.parameters.map { ($0.name, $0.values.array) }), steps)
  }

  @Test("one expert is LoRA, to the bit, whatever its balance", arguments: [0.0, 0.3])
  func single(dropout: Double) {
    let plain = train(shape(nil, dropout: dropout)), one = train(shape(1, dropout: dropout, weight: 2))
    #expect(plain.steps.map(\.loss) == one.steps.map(\.loss))
    #expect(plain.steps.map(\.gradientNorm) == one.steps.map(\.gradientNorm))
    for (name, values) in plain.values { #expect(one.values[name] == values, "\(name)") }
    #expect(one.steps.allSatisfy { $0.experts?.load == [1] } && plain.steps.allSatisfy { $0.experts == nil })
  }

  @Test("neither threads nor memory change a bit of what is trained, nor of what is told of the experts")
  func sameBits() throws {
    let expected = train(shape(3, dropout: 0.2), threads: 1)
    let use = try #require(expected.steps.last?.experts)
    #expect(use.balanceLoss > 0 && use.load.count == 3)
    expectClose(use.load.reduce(0, +), 1, absolute: 1e-12)
    for (threads, tokens, recomputes) in [(3, Int.max, false), (2, 20, false), (2, 1, false), (1, 25, true)] {
      let other = train(shape(3, dropout: 0.2), threads: threads, tokensAtOnce: tokens, recomputes: recomputes)
      #expect(other.steps == expected.steps && other.values == expected.values, "\(threads) \(tokens)")
    }
    #expect(train(shape(3, dropout: 0.2, form: .code)).values != expected.values)
  }

  @Test("what is trained is what is scored: the losses of the trainer and of the engine over the written folder")
  func engine() throws {
    let adapter = trained(shape(3)), batch = pieces()[0]
    try adapter.write(to: folder["adapter"], base: "model")
    let computer = GradientComputer(adapter, beside: weights, longest: 64, on: pool)
    let written = try AdapterCheckpoint(directory: folder["adapter"])
    #expect(written.configuration.experts == 3 && written.configuration.rank == 3)
    let member = try DecoderMember(weights, applying: [written], format: nil, on: pool)
    let decoder = Decoder([member], mixing: .logits, on: pool, maxRows: 64)
    for sequence in [0, 2, 3] {
      let ids = Array(batch.ids[Int(batch.starts[sequence])..<Int(batch.starts[sequence + 1])])
      let segment = KeyValueSegment(start: 0, capacity: 64, shape: decoder.keyValueShape, isTransient: true)
      let scores = decoder.step(
        Array(ids.dropLast()), [PathExtension(path: [], segment: segment, firstRow: 0, rows: ids.count - 1)],
        targets: ids.indices.dropFirst().map { ThreadPool.Target(row: Int32($0 - 1), id: ids[$0]) })
      var single = TrainingBatch()
      single.append(ids, isLabel: ids.indices.map { $0 > 0 }, weight: 1, key: 1)
      for (loss, score) in zip(computer.losses(of: single), scores) {
        expectClose(loss, -score.logProbability, absolute: 1e-5)
      }
    }
  }

  @Test("weights that hold several projections have no experts, and that is said")
  func fused() {
    var phi = configuration
    phi.architecture = .phi3
    #expect(
      throws: Diagnostic(
        "phi", "stores gate_proj in one weight with others, beside which no LoRA experts are trained",
        expected: "method: lora, or a model that stores the target modules by themselves")
    ) { _ = try shape(3).fitted(to: phi, isAsked: false, place: "phi") }
  }
}
