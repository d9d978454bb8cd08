import Files
import Merging
import TestSupport
import Testing

/// DARE and DELLA: what is drawn, and that nothing but seed, parent, tensor and place decides it.
@Suite struct RandomMethodTests {
  private let count = 50_003

  /// Task vectors of ones show what stays and how it is scaled.
  private func ask(_ name: String, _ shared: [String: JSON]) throws -> MergeFixture.Ask {
    MergeFixture.Ask(
      method: try MergeFixture.method(name), shape: [count], base: [Float](repeating: 0, count: count),
      parents: [[Float](repeating: 1, count: count)], shared: shared)
  }

  @Test("DARE keeps the share that density says, and exact rescaling divides by it", arguments: [0.1, 0.5, 0.8])
  func shares(density: Double) throws {
    var ask = try ask("dare_linear", ["density": .number(density), "rescale": "exact"])
    let merged = try MergeFixture().merge(ask)
    let kept = merged.count { $0 != 0 }, deviation = (density * (1 - density) * Double(count)).squareRoot()
    #expect(abs(Double(kept) - density * Double(count)) < 5 * deviation)
    #expect(merged.allSatisfy { $0 == 0 || $0 == Float(1 / density) })
    ask.shared["rescale"] = "l1"
    let sum = try MergeFixture().merge(ask).reduce(0.0) { $0 + Double($1) }
    expectClose(sum, Double(count), relative: 1e-5)
    ask.shared["rescale"] = "l2"
    let squares = try MergeFixture().merge(ask).reduce(0.0) { $0 + Double($1) * Double($1) }
    expectClose(squares, Double(count), relative: 1e-5)
    ask.shared["rescale"] = "linf"
    #expect(try MergeFixture().merge(ask).max() == 1)
  }

  @Test("Draws differ by seed, parent and tensor, and are independent")
  func keys() throws {
    let ask = try ask("dare_linear", ["density": 0.5, "rescale": "none"])
    var others = [ask, ask]
    others[0].seed = 8
    others[1].name = "another"
    let first = try MergeFixture().merge(ask)
    for other in others {
      let agreeing = zip(first, try MergeFixture().merge(other)).count { $0 == $1 }
      #expect(abs(Double(agreeing) / Double(count) - 0.5) < 0.015)
    }
    var two = ask
    two.parents = [ask.parents[0], ask.parents[0]]
    let both = try MergeFixture().merge(two).count { $0 == 2 }
    #expect(abs(Double(both) / Double(count) - 0.25) < 0.015)
  }

  @Test("DELLA keeps large numbers more often, from density - epsilon to density + epsilon over a row")
  func ranks() throws {
    let rows = 250, columns = 400, density = 0.5, epsilon = 0.3
    // The magnitude rises with the column, so a column has one probability.
    let parent = (0..<rows * columns).map { Float($0 % columns + 1) * ($0 % 2 == 0 ? 1 : -1) }
    var ask = MergeFixture.Ask(
      method: try MergeFixture.method("della_linear"), shape: [rows, columns],
      base: [Float](repeating: 0, count: rows * columns), parents: [parent],
      shared: ["density": .number(density), "epsilon": .number(epsilon), "rescale": "none"])
    let merged = try MergeFixture().merge(ask)
    for part in 0..<4 {
      let places = merged.indices.filter { $0 % columns / (columns / 4) == part }
      let share = Double(places.count { merged[$0] != 0 }) / Double(places.count)
      let middle = density - epsilon + 2 * epsilon * (Double(part) + 0.5) / 4
      #expect(abs(share - middle) < 0.015, "\(share) for \(middle)")
    }
    ask.shared["rescale"] = "exact"
    let exact = try MergeFixture().merge(ask)
    for place in [3, 399, 100_000 - 7] where merged[place] != 0 {
      let probability = density - epsilon + 2 * epsilon * Double(place % columns) / Double(columns - 1)
      expectClose(Double(exact[place]), Double(merged[place]) / probability, relative: 1e-6)
    }
    #expect(merged.indices.allSatisfy { (merged[$0] == 0) == (exact[$0] == 0) })
  }

  @Test("Probabilities outside 0 to 1 are refused by the tensor's name")
  func probabilities() throws {
    let ask = try ask("della", ["density": 0.9, "epsilon": 0.2])
    #expect(throws: Diagnostic.self) { try MergeFixture().merge(ask) }
  }

  @Test(
    "All methods give the same bits for 1, 2 and 3 threads",
    arguments: MergeMethod.all.filter { $0.statistics == nil && $0.parents.upperBound > 1 }.map(\.name))
  func threads(name: String) throws {
    let method = try MergeFixture.method(name)
    let (base, parents) = MergeFixture.family(min(3, method.parents.upperBound), of: [61, 700])
    for definitions in MergeDefinitions.allCases {
      let ask = MergeFixture.Ask(
        method: method, shape: [61, 700], base: base, parents: parents, shared: ["density": 0.6, "select_topk": 0.4],
        definitions: definitions)
      let first = try MergeFixture(threads: 1).merge(ask)
      for threads in [2, 3] { #expect(try MergeFixture(threads: threads).merge(ask) == first) }
    }
  }
}
