import Merging
import TestSupport
import Testing

@testable import Experiments

/// What proposes weights for a merge.
@Suite struct WeightSearchTests {
  @Test(
    "CMA-ES comes to the top of a hill, round or long and turned, whatever the seed", arguments: [1, 2, 3] as [UInt64])
  func converges(seed: UInt64) throws {
    let top = [0.7, -1.3, 2.1]
    func round(_ x: [Double]) -> Double { -zip(x, top).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    func long(_ x: [Double]) -> Double {
      let a = x[0] + x[1] + x[2] - 1, b = x[0] - x[1] - 3, c = x[2] - 2 * x[0]
      return -(a * a + 100 * b * b + 10_000 * c * c)
    }
    for (worth, generations) in [(round, 60), (long, 150)] {
      var search = try CovarianceAdaptation(mean: [0, 0, 0], sigma: 0.3, seed: seed)
      #expect(search.population == 7)
      for _ in 0..<generations { try search.tell(search.ask().map(worth)) }
      #expect(worth(search.mean) > -1e-6, "\(worth(search.mean))")
      #expect(search.sigma < 0.05)
    }
  }

  @Test(
    "The same seed draws the same points, another one others; the order of equal points does not matter to the mean")
  func reproducible() throws {
    func points(_ seed: UInt64) throws -> [[Double]] {
      var search = try CovarianceAdaptation(mean: [0, 0], sigma: 1, population: 6, seed: seed)
      try search.tell(search.ask().map { -$0[0] * $0[0] - $0[1] })
      return search.ask()
    }
    #expect(try points(4) == points(4))
    #expect(try points(4) != points(5))
  }

  @Test("Evolved weights are shares, with a lambda where it is free, and keep to their number")
  func evolved() throws {
    for freesLambda in [false, true] {
      var search = try EvolvedWeights(
        models: 4, freesLambda: freesLambda, sigma: 0.5, population: nil, evaluations: 40, seed: 1)
      var count = 0, lambdas: Set<Double> = []
      while case let batch = search.propose(), !batch.isEmpty {
        for weights in batch {
          #expect(weights.shares.count == 4 && weights.shares.allSatisfy { $0 > 0 })
          expectClose(weights.shares.reduce(0, +), 1, absolute: 1e-12)
          expectClose(weights.factors.reduce(0, +), weights.lambda, relative: 1e-12)
          lambdas.insert(weights.lambda)
        }
        count += batch.count
        // What is wanted: much of the second.
        try search.learn(batch.map { $0.shares[1] })
      }
      #expect(count == 40)
      #expect(freesLambda ? lambdas.count == count : lambdas == [1])
    }
  }

  @Test("Evolved weights find the share that is worth most")
  func finds() throws {
    let wanted = [0.1, 0.6, 0.3]
    var search = try EvolvedWeights(models: 3, freesLambda: false, sigma: 0.3, population: 8, evaluations: 400, seed: 2)
    var best = (-Double.infinity, MergeWeights.uniform(3))
    while case let batch = search.propose(), !batch.isEmpty {
      let values = batch.map { -zip($0.shares, wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
      for (value, weights) in zip(values, batch) where value > best.0 { best = (value, weights) }
      try search.learn(values)
    }
    for (share, wanted) in zip(best.1.shares, wanted) { expectClose(share, wanted, absolute: 1e-3) }
  }

  @Test("A grid has every mixture of its levels once, for each lambda", arguments: [1, 2, 3, 5])
  func grid(models: Int) {
    var grid = WeightGrid(models: models, levels: 4, lambdas: [1, 0.5], batch: 7), all: [MergeWeights] = []
    while case let batch = grid.propose(), !batch.isEmpty {
      #expect(batch.count <= 7)
      all += batch
      grid.learn(batch.map { _ in 0 })
    }
    // C(4 + models - 1, models - 1), counted by hand.
    #expect(all.count == 2 * [1: 1, 2: 5, 3: 15, 5: 70][models, default: 0])
    #expect(all.count == 2 * WeightGrid.count(models: models, levels: 4))
    #expect(Set(all.map { "\($0.lambda) \($0.shares)" }).count == all.count)
    #expect(all.allSatisfy { $0.shares.reduce(0, +) == 1 && $0.shares.allSatisfy { (4 * $0).rounded() == 4 * $0 } })
  }

  @Test("The finest grid of so many points")
  func levels() {
    #expect(WeightGrid.levels(models: 4, points: 100) == 6)
    #expect(WeightGrid.count(models: 4, levels: 6) == 84 && WeightGrid.count(models: 4, levels: 7) == 120)
    #expect(WeightGrid.levels(models: 2, points: 1) == 1)
    #expect(WeightGrid.count(models: 60, levels: 1000, most: 500) == 500)
  }

  @Test("Adapters that would be called the same are called by their paths")
  func names() {
    var search = SearchConfiguration()
    search.adapters = ["runs/a/adapter", "runs/b/adapter"]
    #expect(search.adapterNames == ["runs/a/adapter", "runs/b/adapter"])
    search.adapters = ["runs/a", "runs/b/"]
    #expect(search.adapterNames == ["a", "b"])
  }
}
