import Files
import Merging
import TestSupport
import Testing

/// No method makes finite numbers of such that are none, and nothing is written before all have been looked at.
@Suite struct OperandTests {
  private let shape = [6, 40]
  private let fixture: MergeFixture

  init() throws { fixture = try MergeFixture() }

  private func ask(_ method: MergeMethod) -> MergeFixture.Ask {
    let count = max(2, method.parents.lowerBound), (base, parents) = MergeFixture.family(count, of: shape)
    var ask = MergeFixture.Ask(
      method: method, shape: shape, base: base, parents: Array(parents.prefix(method.parents.upperBound)))
    switch method.statistics {
    case .fisher:
      ask.statistics = parents.map { $0.map(\.magnitude) }
      ask.statisticShape = shape
    case .gram:
      ask.statistics = parents.indices.map { _ in (0..<1600).map { $0 % 41 == 0 ? 2 : 0.5 } }
      ask.statisticShape = [40, 40]
    case nil: break
    }
    return ask
  }

  private func refusal(_ ask: MergeFixture.Ask) -> String {
    let error = #expect(throws: Diagnostic.self, "\(ask.method.name)") { _ = try fixture.merge(ask) }
    return error.map { "\($0)" } ?? ""
  }

  @Test(
    "NaN and infinities of a parent or the base, wherever they stand, are refused by the tensor's name",
    arguments: MergeMethod.all.map(\.name))
  func notFinite(name: String) throws {
    let whole = ask(try MergeFixture.method(name))
    // Without the damage it merges.
    _ = try fixture.merge(whole)
    for value in [Float.nan, .infinity, -.infinity] {
      for place in [0, 117, 239] {
        for parent in whole.parents.indices {
          var ask = whole
          ask.parents[parent][place] = value
          #expect(
            refusal(ask).contains("tensor 'model.layers.0.weight' holds NaN or an infinity, first at element \(place)"))
        }
        var ask = whole
        ask.base?[place] = value
        #expect(
          refusal(ask).contains("tensor 'model.layers.0.weight' holds NaN or an infinity, first at element \(place)"))
      }
    }
  }

  @Test("Numbers that are finite, but whose squares are not, are refused", arguments: MergeMethod.all.map(\.name))
  func huge(name: String) throws {
    for value: Float in [3.4e38, -3.4e38] {
      var ask = ask(try MergeFixture.method(name))
      ask.parents[0][7] = value
      #expect(refusal(ask).contains("model.layers.0.weight"))
    }
  }

  @Test(
    "Fisher information that is negative, absurd or no number is refused by name",
    arguments: [-1e-9, -3.4e38, 3.4e38, 1e19, .nan, .infinity] as [Float])
  func fisher(value: Float) throws {
    for place in [0, 239] {
      var ask = ask(try MergeFixture.method("fisher"))
      ask.statistics[1][place] = value
      let text = refusal(ask)
      #expect(text.contains("tensor 'model.layers.0.weight' holds ") && text.contains("element \(place)"), "\(text)")
    }
  }

  @Test(
    "Gram matrices with a negative diagonal, absurd products or such that no vectors have are refused by name",
    arguments: [(0, -1), (41, -3e38), (0, 3.4e38), (5, 1e31), (5, 1e6), (85, -9), (3, .nan), (3, .infinity)]
      as [(Int, Float)])
  func gram(place: Int, value: Float) throws {
    var ask = ask(try MergeFixture.method("regmean"))
    ask.statistics[0][place] = value
    #expect(refusal(ask).contains("tensor 'model.layers.0.weight' holds "))
  }

  @Test("Fifteen hundred damaged operands: an error in words, or numbers")
  func fuzz() throws {
    var generator = SeededGenerator(seed: 4)
    let methods = MergeMethod.all
    var refused = 0, merged = 0
    for _ in 0..<1500 {
      guard let method = methods.randomElement(using: &generator) else { continue }
      var ask = ask(method)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let value = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: ask.base?[Int.random(in: 0..<240, using: &generator)] = value
        case 1: ask.parents[0][Int.random(in: 0..<240, using: &generator)] = value
        default:
          guard !ask.statistics.isEmpty else { continue }
          ask.statistics[0][Int.random(in: 0..<ask.statistics[0].count, using: &generator)] = value
        }
      }
      do {
        let (tensors, reports) = try fixture.merge([ask])
        let areFinite = tensors[0].allSatisfy(\.isFinite)
        #expect(areFinite, "\(method.name)")
        let isFinite = reports[0].mergedNorm.isFinite && reports[0].gram.isFinite
        #expect(isFinite)
        merged += 1
      } catch is Diagnostic { refused += 1 }
    }
    #expect(refused > 100 && merged > 100)
  }
}
