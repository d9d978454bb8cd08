import Checkpoints
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// L2 regularization, held against its definitions.
@Suite struct L2Tests {
  /// Penalty and gradients by their definitions, with the product of the factors made whole.
  private func naive(
    _ stage: MethodStage, _ adapter: LoRAParameters, _ settings: L2Settings
  ) -> (value: Double, gradients: [[Double]]) {
    var square = 0.0, gradients: [[Double]] = []
    if settings.mode == .adapter {
      for parameter in adapter.parameters {
        let values = parameter.values.array.map(Double.init)
        square += values.reduce(0) { $0 + $1 * $1 }
        gradients.append(values.map { settings.lambda * $0 })
      }
      return (settings.lambda / 2 * square, gradients)
    }
    var whole = MethodStage.products(adapter)
    if settings.mode == .full {
      for (index, parts) in adapter.weights(in: stage.weights).enumerated() {
        let frozen = parts.flatMap { $0.values(on: stage.pool) }
        for i in frozen.indices { whole[index][i] += Double(frozen[i]) }
      }
    }
    for matrix in whole { square += matrix.reduce(0) { $0 + $1 * $1 } }
    let slopes = whole.map { $0.map { settings.lambda * $0 } }
    return (settings.lambda / 2 * square, MethodStage.factorGradients(adapter, slopes))
  }

  @Test(
    "Value and gradient of an adapter are those of the whole product, and those of differences",
    arguments: [L2Settings.Mode.l2sp, .adapter, .full], [false, true])
  func gradients(mode: L2Settings.Mode, fused: Bool) throws {
    let stage = try MethodStage(fused: fused), adapter = stage.adapter(spread: 0.2)
    let addition = try stage.addition(.l2, to: adapter) { c in
      c.l2.mode = mode
      c.l2.lambda = 0.3
    }
    let penalty = try #require(addition.penalty)
    let found = stage.gradients(of: penalty, adapter.parameters)
    var settings = L2Settings()
    (settings.mode, settings.lambda) = (mode, 0.3)
    let expected = naive(stage, adapter, settings)
    expectClose(found.value, expected.value, relative: 1e-5)
    #expect(found.gradients.count == expected.gradients.count && found.value > 0)
    for (one, other) in zip(found.gradients, expected.gradients) {
      let length = (other.reduce(0) { $0 + $1 * $1 } / Double(other.count)).squareRoot()
      #expect(one.count == other.count && length > 0)
      for (a, b) in zip(one, other) { expectClose(Double(a), b, absolute: 1e-4 * length) }
    }
    #expect(stage.worstSlope(of: penalty, adapter.parameters) <= 1e-2)
    // The length of the update does not depend on what is penalized.
    let length = penalty.addGradients(stage.pool).first { $0.name == "update_norm" }?.value ?? 0
    let products = MethodStage.products(adapter).flatMap(\.self)
    expectClose(length, products.reduce(0) { $0 + $1 * $1 }.squareRoot(), relative: 1e-5)
  }

  @Test("All weights of a model: the distance to the start, and the matrices' norm", arguments: [true, false])
  func model(toStart: Bool) throws {
    let stage = try MethodStage(), model = ModelParameters(stage.weights, on: stage.pool)
    let subject = stage.subject(
      { c in
        c.l2.mode = toStart ? .l2sp : .full
        c.l2.lambda = 0.5
      }, .model(model))
    let addition = try TrainingMethod.l2.addition(to: subject), penalty = try #require(addition.penalty)
    let starts = model.parameters.map(\.values.array)
    let numbers = starts.reduce(0) { $0 + $1.count }
    #expect(toStart ? addition.bytes >= 4 * numbers : addition.bytes == 0)
    if toStart { #expect(stage.gradients(of: penalty, model.parameters).value == 0) }
    for (place, parameter) in model.parameters.enumerated() {
      for i in 0..<parameter.values.count { parameter.values[i] += Float((i + place) % 5 - 2) * 0.01 }
    }
    let found = stage.gradients(of: penalty, model.parameters)
    var square = 0.0
    for ((parameter, start), gradient) in zip(zip(model.parameters, starts), found.gradients) {
      for i in start.indices {
        let value =
          toStart ? Double(parameter.values[i] - start[i]) : parameter.decays ? Double(parameter.values[i]) : 0
        square += value * value
        expectClose(Double(gradient[i]), 0.5 * value, absolute: 1e-7, relative: 1e-5)
      }
    }
    expectClose(found.value, 0.25 * square, relative: 1e-5)
  }

  private let recipe = TrainingRecipe(
    rate: 1e-2, schedule: LearningRateSchedule(.cosine, warmUp: 2), batchSize: 4, epochs: 20)

  @Test("A factor of 0 is vanilla, to the bit", arguments: L2Settings.Mode.allCases)
  func zero(mode: L2Settings.Mode) throws {
    let stage = try MethodStage()
    let plain = stage.trainer(stage.adapter(), recipe), expected = MethodStage.numbers(plain)
    let adapter = stage.adapter()
    let addition = try stage.addition(.l2, to: adapter) { c in
      c.l2.mode = mode
      c.l2.lambda = 0
    }
    let trainer = stage.trainer(adapter, recipe, addition), step = trainer.step()
    #expect(step.measures.last?.name == "update_norm" && step.measures.last?.value == 0)
    #expect(MethodStage.numbers(trainer) == expected)
  }

  @Test("The greater the factor, the shorter the update; a huge one leaves the base's answers")
  func factors() throws {
    let stage = try MethodStage()
    let base = stage.trainer(stage.adapter(), recipe).loss(of: stage.samples)
    var norms: [Double] = [], losses: [Double] = []
    for lambda in [0, 1e-2, 1, 1e2, 1e6] {
      let adapter = stage.adapter()
      let addition = try stage.addition(.l2, to: adapter) { $0.l2.lambda = lambda }
      let trainer = stage.trainer(adapter, recipe, addition)
      _ = MethodStage.numbers(trainer)
      norms.append(MethodStage.products(adapter).flatMap(\.self).reduce(0) { $0 + $1 * $1 }.squareRoot())
      losses.append(trainer.loss(of: stage.samples))
    }
    print("l2sp: \(norms), \(losses), base \(base)")
    #expect(zip(norms, norms.dropFirst()).allSatisfy { $0 > $1 }, "\(norms)")
    #expect(losses[0] < base - 0.5 && norms[4] < 1e-2 * norms[0])
    expectClose(losses[4], base, absolute: 1e-2)
  }

  @Test("Neither threads nor the memory at hand change a bit", arguments: L2Settings.Mode.allCases)
  func sameness(mode: L2Settings.Mode) throws {
    func numbers(threads: Int, tokens: Int) throws -> [[Float]] {
      let stage = try MethodStage(fused: true, threads: threads), adapter = stage.adapter()
      let addition = try stage.addition(.l2, to: adapter) { $0.l2.mode = mode }
      return MethodStage.numbers(stage.trainer(adapter, recipe, addition, tokensAtOnce: tokens))
    }
    let one = try numbers(threads: 1, tokens: .max)
    #expect(try numbers(threads: 3, tokens: 9) == one)
    #expect(one.contains { $0.contains { $0 != 0 } })
  }

  @Test("Decoupled is AdamW's weight decay")
  func decoupled() throws {
    let stage = try MethodStage(), adapter = stage.adapter()
    let addition = try stage.addition(.l2, to: adapter) { c in
      c.l2.mode = .decoupled
      c.l2.lambda = 0.2
    }
    let found = MethodStage.numbers(stage.trainer(adapter, recipe, addition))
    var decaying = recipe
    decaying.optimizer.weightDecay = 0.2
    #expect(MethodStage.numbers(stage.trainer(stage.adapter(), decaying)) == found)
    #expect(MethodStage.numbers(stage.trainer(stage.adapter(), recipe)) != found)
  }
}
