import TestSupport
import Testing

@testable import Experiments
@testable import Pipelines

/// What vanilla's update times anything gives at a model's skill.
@Suite struct ScaledLineTests {
  private let line = ScaledLine([
    ScaledLine.Point(factor: 1, loss: 0.2, mean: 0.6), ScaledLine.Point(factor: 0, loss: 2, mean: 0.9),
    ScaledLine.Point(factor: 0.5, loss: 0.4, mean: 0.8), ScaledLine.Point(factor: 1.25, loss: 0.3, mean: 0.5),
  ])

  @Test(
    "the best mean that is not less skilled, straight between points",
    arguments: [
      // Less skilled than all: the best of all.
      (3, 0.9), (2, 0.9),
      // Between the base and the half: a quarter of the way from 2 to 0.4 is 1.6.
      (1.6, 0.875), (0.4, 0.8),
      // Between the half and the whole.
      (0.3, 0.7), (0.2, 0.6),
      // More skilled than all: the most skilled.
      (0.1, 0.6),
    ] as [(Double, Double)])
  func best(limit: Double, mean: Double) throws {
    let found = try #require(line.mean(atLoss: limit))
    expectClose(found.mean, mean, absolute: 1e-12)
    #expect(found.isAsSkilled == (limit >= 0.2))
  }

  @Test("no points, no answer")
  func none() { #expect(ScaledLine([]).mean(atLoss: 1)?.mean == nil) }
}
