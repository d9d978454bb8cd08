import Checkpoints
import Files
import Merging
import TestSupport
import Testing

/// Parents in F64: each number is rounded to float32 as it is read, and all else is as with F32.
@Suite struct WideWeightTests {
  private let shape = [13, 300]
  private let fixture: MergeFixture

  init() throws { fixture = try MergeFixture() }

  /// Numbers that float32 does not hold: each is off its nearest by less than half a unit in the last place.
  private static func wide(_ values: [Float]) -> [Double] {
    values.enumerated().map { Double($1) + Double($1.ulp) * (Double($0 % 7) / 20 - 0.15) }
  }

  private func ask(_ method: MergeMethod) -> MergeFixture.Ask {
    let count = max(2, method.parents.lowerBound), (base, parents) = MergeFixture.family(count, of: shape)
    var ask = MergeFixture.Ask(
      method: method, shape: shape, base: base, parents: Array(parents.prefix(method.parents.upperBound)))
    switch method.statistics {
    case .fisher: (ask.statistics, ask.statisticShape) = (parents.map { $0.map(\.magnitude) }, shape)
    case .gram:
      ask.statistics = parents.indices.map { _ in (0..<90_000).map { $0 % 301 == 0 ? 2 : 0.5 } }
      ask.statisticShape = [300, 300]
    case nil: break
    }
    return ask
  }

  @Test("Every method makes of F64 what it makes of the same numbers in F32", arguments: MergeMethod.all.map(\.name))
  func methods(name: String) throws {
    let narrow = ask(try MergeFixture.method(name))
    let expected = try fixture.merge(narrow)
    var wide = narrow
    wide.wideParents = narrow.parents.map(Self.wide)
    wide.wideBase = narrow.base.map(Self.wide)
    #expect(wide.wideParents[0].map { Float($0) } == narrow.parents[0])
    #expect(zip(wide.wideParents[0], narrow.parents[0]).count { $0 != Double($1) } > narrow.parents[0].count / 2)
    #expect(try fixture.merge(wide) == expected)
    // Some parents only.
    wide.wideParents = [wide.wideParents[0]]
    wide.wideBase = nil
    #expect(try fixture.merge(wide) == expected)
  }

  @Test(
    "The average is that of the rounded numbers, half a unit in the last place from the exact one and as much for each parent"
  )
  func naive() throws {
    var ask = ask(try MergeFixture.method("linear"))
    ask.base = nil
    ask.wideParents = ask.parents.map(Self.wide)
    ask.own = [["weight": .number(0.25)], ["weight": .number(0.75)]]
    let merged = try fixture.merge(ask)
    for i in merged.indices {
      let rounded = 0.25 * Double(Float(ask.wideParents[0][i])) + 0.75 * Double(Float(ask.wideParents[1][i]))
      #expect(merged[i] == Float(rounded))
      let exact = 0.25 * ask.wideParents[0][i] + 0.75 * ask.wideParents[1][i]
      let unit = Double(max(ask.parents[0][i].magnitude, ask.parents[1][i].magnitude).ulp)
      #expect(abs(Double(merged[i]) - exact) <= unit)
    }
  }

  @Test(
    "What F32 cannot hold, and what is no number, is refused by name", arguments: [1e300, -1e39, Double.nan, .infinity])
  func refused(value: Double) throws {
    for name in ["linear", "ties"] {
      for place in [0, 2000, 3899] {
        var ask = ask(try MergeFixture.method(name))
        ask.wideParents = ask.parents.map(Self.wide)
        ask.wideParents[1][place] = value
        let error = #expect(throws: Diagnostic.self) { _ = try fixture.merge(ask) }
        let problem = value.isFinite ? "has weights beyond the range of F32" : "holds NaN or an infinity"
        #expect(error?.problem == "tensor 'model.layers.0.weight' \(problem), first at element \(place)")
      }
    }
  }
}
