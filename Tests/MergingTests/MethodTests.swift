import Files
import Merging
import TestSupport
import Testing

/// Each deterministic method beside its naive twin, on sizes within a block, at its edge and beyond.
@Suite struct MethodTests {
  static let shapes = [[1], [7], [3, 5], [8192], [2, 4300]]
  private let weights = [0.4, 0.3, 0.2, 0.1]

  private func ask(_ name: String, _ shape: [Int], _ shared: [String: JSON] = [:]) throws -> MergeFixture.Ask {
    let (base, parents) = MergeFixture.family(4, of: shape)
    return MergeFixture.Ask(
      method: try MergeFixture.method(name), shape: shape, base: base, parents: parents, shared: shared,
      own: weights.map { ["weight": .number($0)] })
  }

  private func expect(
    _ ask: MergeFixture.Ask, _ change: ([NaiveMerge.Vector]) -> NaiveMerge.Vector, within bound: Double = 2e-7
  ) throws {
    let base = try #require(ask.base)
    let merged = try MergeFixture().merge(ask)
    let expected = NaiveMerge.plus(base, change(NaiveMerge.differences(ask.parents, base)))
    #expect(largestDifference(merged, expected) < bound)
  }

  @Test("linear, normalized and not", arguments: shapes)
  func linear(shape: [Int]) throws {
    let vectors = { (x: [[Float]]) in x.map { $0.map { Double($0) } } }
    for scale in [1.0, 2.0] {
      var ask = try ask("linear", shape, ["normalize": .bool(scale == 1)])
      ask.own = weights.map { ["weight": .number($0 * scale)] }
      let merged = try MergeFixture().merge(ask)
      #expect(largestDifference(merged, NaiveMerge.sum(vectors(ask.parents), weights.map { $0 * scale })) < 2e-7)
    }
  }

  @Test("task arithmetic", arguments: shapes)
  func taskArithmetic(shape: [Int]) throws {
    try expect(try ask("task_arithmetic", shape, ["lambda": 0.5])) { x in NaiveMerge.sum(x, weights.map { $0 / 2 }) }
  }

  @Test("TIES in each tensor", arguments: shapes)
  func ties(shape: [Int]) throws {
    for (density, normalized) in [(0.2, true), (0.7, false), (1, true)] {
      try expect(try ask("ties", shape, ["density": .number(density), "normalize": .bool(normalized)])) { x in
        NaiveMerge.elected(x.map { NaiveMerge.largest($0, share: density) }, weights, normalized: normalized)
      }
    }
  }

  @Test("TIES over the whole model has one threshold, which keeps one more and all equal ones")
  func wholeModel() throws {
    let shapes = [[33, 257], [40], [5, 100]], density = 0.3
    var asks: [MergeFixture.Ask] = []
    for (index, shape) in shapes.enumerated() {
      var ask = try ask("ties", shape, ["density": .number(density)])
      (ask.base, ask.parents) = MergeFixture.family(4, of: shape, seed: UInt64(index + 9))
      ask.definitions = .paper
      ask.name = "tensor\(index)"
      asks.append(ask)
    }
    let merged = try MergeFixture().merge(asks).tensors
    let all = try asks.map { NaiveMerge.differences($0.parents, try #require($0.base)) }
    let thresholds = (0..<4).map { k in
      let sorted = all.flatMap { $0[k].map { abs($0) } }.sorted()
      return sorted[sorted.count - Int(density * Double(sorted.count)) - 1]
    }
    for (index, ask) in asks.enumerated() {
      let kept = zip(all[index], thresholds).map { x, least in x.map { abs($0) >= least ? $0 : 0 } }
      let change = NaiveMerge.elected(kept, weights, normalized: true)
      #expect(largestDifference(merged[index], NaiveMerge.plus(try #require(ask.base), change)) < 2e-7)
    }
  }

  @Test("A sum of exactly zero takes the sign that most sums have")
  func zeroSign() throws {
    // At the first place the two cancel out; elsewhere they are negative.
    let parents: [[Float]] = [[0.5, -1, -2, -3], [-0.5, -1, -2, -1]]
    var ask = MergeFixture.Ask(
      method: try MergeFixture.method("ties"), shape: [4], base: [0, 0, 0, 0], parents: parents, shared: ["density": 1])
    #expect(try MergeFixture().merge(ask) == [0.5, -1, -2, -2])
    ask.shared["zero_sign"] = "majority"
    #expect(try MergeFixture().merge(ask) == [-0.5, -1, -2, -2])
  }

  @Test("Breadcrumbs, added and elected", arguments: shapes)
  func breadcrumbs(shape: [Int]) throws {
    let shared: [String: JSON] = ["density": 0.5, "gamma": 0.05]
    func thinned(_ x: [NaiveMerge.Vector]) -> [NaiveMerge.Vector] {
      x.map { NaiveMerge.middle($0, density: 0.5, gamma: 0.05) }
    }
    try expect(try ask("breadcrumbs", shape, shared)) { NaiveMerge.sum(thinned($0), weights) }
    try expect(try ask("breadcrumbs_ties", shape, shared)) {
      NaiveMerge.elected(thinned($0), weights, normalized: false)
    }
  }

  @Test("Equal magnitudes: exactly the share stays, whichever way the boundary cuts", arguments: [0.1, 0.5, 0.9])
  func equals(density: Double) throws {
    // Steps of a sixteenth, as differences of float16 weights are.
    let count = 9_011, base = [Float](repeating: 1, count: count)
    let parents = (0..<2).map { k in
      MergeFixture.numbers(count, seed: UInt64(40 + k)).map { 1 + ($0 * 16).rounded() / 16 }
    }
    for name in ["ties", "breadcrumbs"] {
      let ask = MergeFixture.Ask(
        method: try MergeFixture.method(name), shape: [count], base: base, parents: parents,
        shared: ["density": .number(density), "gamma": 0.05])
      try expect(ask) { x in
        name == "ties"
          ? NaiveMerge.elected(x.map { NaiveMerge.largest($0, share: density) }, [1, 1], normalized: true)
          : NaiveMerge.sum(x.map { NaiveMerge.middle($0, density: density, gamma: 0.05) }, [1, 1])
      }
    }
  }

  @Test("Model Stock, for a tensor and for its rows", arguments: shapes)
  func modelStock(shape: [Int]) throws {
    try expect(try ask("model_stock", shape), NaiveMerge.modelStock, within: 1e-6)
    guard shape.count == 2 else { return }
    try expect(
      try ask("model_stock", shape, ["filter_wise": true]),
      { x in
        (0..<shape[0]).flatMap { row in
          NaiveMerge.modelStock(x.map { Array($0[row * shape[1]..<(row + 1) * shape[1]]) })
        }
      }, within: 1e-6)
  }

  @Test("SCE, with and without selection", arguments: shapes)
  func sce(shape: [Int]) throws {
    for share in [0.3, 1] {
      let ask = try ask("sce", shape, ["select_topk": .number(share), "weight_floor": 0])
      try expect(ask, { NaiveMerge.sce($0, share: share) }, within: 1e-6)
    }
  }

  @Test("SLERP keeps the length of two equally long vectors, and the angle's share")
  func slerp() throws {
    let a: [Float] = [1, 0, 0], b: [Float] = [0, 1, 0]
    var ask = MergeFixture.Ask(
      method: try MergeFixture.method("slerp"), shape: [3], base: nil, parents: [a, b], shared: ["t": .number(1 / 3.0)])
    let third = try MergeFixture().merge(ask)
    #expect(largestDifference(third, [0.5 * (3.0).squareRoot(), 0.5, 0]) < 1e-7)
    ask.parents = [a, [1, 0.001, 0]]
    #expect(largestDifference(try MergeFixture().merge(ask), [1, Double(Float(0.001)) / 3, 0]) < 1e-9)
  }

  @Test("multi-SLERP has the mean direction and the mean length")
  func multiSlerp() throws {
    let (base, parents) = MergeFixture.family(3, of: [7, 50])
    let ask = MergeFixture.Ask(
      method: try MergeFixture.method("multislerp"), shape: [7, 50], base: base, parents: parents,
      own: [0.5, 0.3, 0.2].map { ["weight": .number($0)] })
    try expect(ask) { x in
      let units = x.map { v in v.map { $0 / NaiveMerge.norm(v) } }
      let mean = NaiveMerge.sum(units, [0.5, 0.3, 0.2])
      let length = zip(x, [0.5, 0.3, 0.2]).reduce(0) { $0 + $1.1 * NaiveMerge.norm($1.0) }
      return mean.map { $0 / NaiveMerge.norm(mean) * length }
    }
  }
}
