import Files
import Merging
import TestSupport
import Testing

/// What every average must do, Fisher merging and RegMean.
@Suite struct AveragingTests {
  private let shape = [37, 300]

  private func ask(_ name: String, _ parents: [[Float]], _ base: [Float]?, _ weights: [Double] = []) throws
    -> MergeFixture.Ask
  {
    MergeFixture.Ask(
      method: try MergeFixture.method(name), shape: shape, base: base, parents: parents,
      own: weights.map { ["weight": .number($0)] })
  }

  @Test("Weights 1, 0, 0, 0 give the first parent bit for bit")
  func single() throws {
    let (base, parents) = MergeFixture.family(4, of: shape)
    for base in [nil, base] {
      #expect(try MergeFixture().merge(ask("linear", parents, base, [1, 0, 0, 0])) == parents[0])
    }
  }

  @Test("Equal parents give themselves", arguments: [2, 3, 5, 7])
  func identical(count: Int) throws {
    let (base, parents) = MergeFixture.family(1, of: shape)
    let same = [[Float]](repeating: parents[0], count: count)
    #expect(try MergeFixture().merge(ask("linear", same, base)) == parents[0])
    for name in ["ties", "model_stock", "sce", "multislerp"] {
      let merged = try MergeFixture().merge(ask(name, same, base))
      #expect(largestDifference(merged, parents[0].map { Double($0) }) < 5e-7, "\(name)")
    }
  }

  @Test(
    "The order of the parents does not matter",
    arguments: ["linear", "ties", "breadcrumbs", "model_stock", "sce", "multislerp"])
  func order(name: String) throws {
    let (base, parents) = MergeFixture.family(4, of: shape), order = [2, 0, 3, 1], weights = [0.4, 0.3, 0.2, 0.1]
    let first = try MergeFixture().merge(ask(name, parents, base, weights))
    let second = try MergeFixture().merge(ask(name, order.map { parents[$0] }, base, order.map { weights[$0] }))
    #expect(largestDifference(second, first.map { Double($0) }) < 3e-7)
  }

  @Test("The report has lengths, cosines and the shrinkage of the average")
  func report() throws {
    let (base, parents) = MergeFixture.family(3, of: shape)
    let report = try MergeFixture().merge([ask("linear", parents, base)]).reports[0]
    let x = NaiveMerge.differences(parents, base)
    for i in 0..<3 {
      expectClose(report.gram.norm(i), NaiveMerge.norm(x[i]), relative: 1e-5)
      for j in 0..<i {
        let cosine = NaiveMerge.dot(x[i], x[j]) / (NaiveMerge.norm(x[i]) * NaiveMerge.norm(x[j]))
        expectClose(try #require(report.gram.cosine(i, j)), cosine, absolute: 1e-5)
      }
    }
    let mean = NaiveMerge.norm(NaiveMerge.sum(x, [1 / 3.0, 1 / 3.0, 1 / 3.0]))
    expectClose(report.mergedNorm, mean, relative: 1e-5)
    let total = MergeReport(parents: 3, [report, report])
    expectClose(
      try #require(total.shrinkage), mean / ((0..<3).reduce(0) { $0 + NaiveMerge.norm(x[$1]) } / 3), relative: 1e-5)
  }

  @Test(
    "Fisher merging weighs each number; equal information is the plain average; without any, the first parent decides")
  func fisher() throws {
    let (_, parents) = MergeFixture.family(2, of: shape)
    let fishers = (0..<2).map { k in MergeFixture.numbers(shape[0] * shape[1], seed: UInt64(70 + k)).map { abs($0) } }
    var ask = try ask("fisher", parents, nil)
    ask.shared = ["normalize_fisher": false]
    ask.statisticShape = shape
    ask.statistics = fishers
    let expected = parents[0].indices.map { i -> Double in
      let first = max(Double(fishers[0][i]), Double(Float(1e-6))), second = Double(fishers[1][i])
      return (first * Double(parents[0][i]) + second * Double(parents[1][i])) / (first + second)
    }
    #expect(largestDifference(try MergeFixture().merge(ask), expected) < 1e-6)
    ask.shared = [:]
    ask.statistics = [fishers[0].map { max($0, 0.1) }, fishers[0].map { max($0, 0.1) * 16 }]
    let plain = parents[0].indices.map { (Double(parents[0][$0]) + Double(parents[1][$0])) / 2 }
    #expect(largestDifference(try MergeFixture().merge(ask), plain) < 1e-6)
    ask.statistics = [[Float]](repeating: [Float](repeating: 0, count: parents[0].count), count: 2)
    #expect(try MergeFixture().merge(ask) == parents[0])
  }

  @Test("RegMean solves the normal equations, and gives a map back that all parents agree on")
  func regMean() throws {
    let inputs = 24, outputs = 9, samples = 60
    let maps = (0..<2).map { MergeFixture.numbers(outputs * inputs, seed: UInt64(5 + $0)) }
    let grams = (0..<2).map { k -> [Float] in
      let x = MergeFixture.numbers(samples * inputs, seed: UInt64(15 + k))
      return (0..<inputs * inputs).map { place in
        (0..<samples).reduce(Float(0)) { $0 + x[$1 * inputs + place / inputs] * x[$1 * inputs + place % inputs] }
      }
    }
    var ask = MergeFixture.Ask(
      method: try MergeFixture.method("regmean"), shape: [outputs, inputs], base: nil, parents: maps, statistics: grams,
      statisticShape: [inputs, inputs], shared: ["off_diagonal": 0.9])
    let merged = try MergeFixture().merge(ask)
    // W (G0 + G1) = W0 G0 + W1 G1
    func times(_ w: [Float], _ gram: [Float], _ row: Int, _ column: Int) -> Double {
      (0..<inputs).reduce(0.0) {
        $0 + Double(w[row * inputs + $1]) * Double(gram[$1 * inputs + column]) * ($1 == column ? 1 : 0.9)
      }
    }
    for row in 0..<outputs {
      for column in 0..<inputs {
        let left = times(merged, grams[0], row, column) + times(merged, grams[1], row, column)
        let right = times(maps[0], grams[0], row, column) + times(maps[1], grams[1], row, column)
        expectClose(left, right, absolute: 2e-5)
      }
    }
    ask.parents = [maps[0], maps[0]]
    #expect(largestDifference(try MergeFixture().merge(ask), maps[0].map { Double($0) }) < 1e-6)
    ask.statistics = [[Float](repeating: 0, count: inputs * inputs), [Float](repeating: 0, count: inputs * inputs)]
    #expect(throws: Diagnostic.self) { try MergeFixture().merge(ask) }
  }

  @Test("What is not finite is refused by the tensor's name")
  func notFinite() throws {
    var (base, parents) = MergeFixture.family(2, of: shape)
    parents[1][77] = .infinity
    base[3] = 0
    let error = #expect(throws: Diagnostic.self) { try MergeFixture().merge(ask("task_arithmetic", parents, base)) }
    #expect(error.map { "\($0)" }?.contains("model.layers.0.weight") == true)
    #expect(throws: Diagnostic.self) { try MergeFixture().merge(ask("linear", parents, nil, [1, -1])) }
  }
}
