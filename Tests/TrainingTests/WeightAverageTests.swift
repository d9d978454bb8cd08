import Files
import Tensors
import TestSupport
import Testing

@testable import Training

/// Averages of parameters, held against their definitions.
@Suite struct WeightAverageTests {
  private func recipe(_ change: (inout WeightAverage.Settings) -> Void) -> TrainingRecipe {
    var recipe = TrainingRecipe(rate: 1e-2, batchSize: 4, epochs: 9)
    change(&recipe.averaging)
    return recipe
  }

  /// The parameters after each update.
  private func states(_ trainer: Trainer) -> [[[Float]]] {
    var states: [[[Float]]] = []
    while !trainer.isFinished {
      _ = trainer.step()
      states.append(trainer.computer.parameters.map(\.values.array))
    }
    return states
  }

  @Test("Neither average changes training, and each is what it is called")
  func definitions() throws {
    let stage = try MethodStage(), plain = states(stage.trainer(stage.adapter(), recipe { _ in }))
    #expect(plain.count == 18)
    let exponential = stage.trainer(
      stage.adapter(),
      recipe { own in
        own.kind = .ema
        own.decay = 0.8
      })
    #expect(states(exponential) == plain)
    exponential.average?.apply(after: 18, on: stage.pool)
    let latest = stage.trainer(
      stage.adapter(),
      recipe { own in
        (own.kind, own.window, own.every) = (.lawa, 3, 4)
      })
    #expect(states(latest) == plain)
    latest.average?.apply(after: 18, on: stage.pool)
    for index in plain[0].indices {
      for place in plain[0][index].indices {
        let values = plain.map { Double($0[index][place]) }
        let mean = values.dropFirst().reduce(values[0]) { 0.8 * $0 + 0.2 * $1 }
        expectClose(Double(exponential.computer.parameters[index].values[place]), mean, absolute: 1e-6)
        let kept = (values[7] + values[11] + values[15]) / 3
        expectClose(Double(latest.computer.parameters[index].values[place]), kept, absolute: 1e-6)
      }
    }
  }

  @Test("A run that goes on has the same average", arguments: [WeightAverage.Settings.Kind.ema, .lawa])
  func resumed(kind: WeightAverage.Settings.Kind) throws {
    let stage = try MethodStage()
    let recipe = recipe { own in (own.kind, own.window, own.every) = (kind, 2, 3) }
    func averaged(_ trainer: Trainer) -> [[Float]] {
      while !trainer.isFinished { _ = trainer.step() }
      trainer.average?.apply(after: trainer.optimizer.updates, on: stage.pool)
      return trainer.computer.parameters.map(\.values.array)
    }
    let first = stage.trainer(stage.adapter(), recipe), second = stage.trainer(stage.adapter(), recipe)
    for _ in 0..<8 { _ = first.step() }
    try TrainingState(identity: [], monitor: TrainingMonitor()).write(first, to: stage.folder["state"])
    _ = try TrainingState.restore(second, from: stage.folder["state"], identity: [])
    let expected = averaged(first)
    #expect(averaged(second) == expected)
    let plain = MethodStage.numbers(stage.trainer(stage.adapter(), self.recipe { _ in }))
    #expect(plain != expected)
  }
}
