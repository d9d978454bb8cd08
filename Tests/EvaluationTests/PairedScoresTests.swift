import Evaluation
import Statistics
import TestSupport
import Testing

@Suite struct PairedScoresTests {
  private func part(_ name: String, _ scores: [Double?]) -> PairedScores.Part { .init(name: name, scores: scores) }

  @Test("A difference is that of the items, in the metric's aggregation")
  func difference() throws {
    let ours = [part("a", [1, 1, 0, nil]), part("b", [1, 0])]
    let theirs = [part("a", [0, 1, 0, 1]), part("b", [0, 0])]
    let micro = try #require(PairedScores.difference(ours, theirs, aggregation: .micro))
    expectClose(micro.value, 2.0 / 5, absolute: 1e-12)
    #expect(micro.count == 5)
    let macro = try #require(PairedScores.difference(ours, theirs, aggregation: .macro))
    expectClose(macro.value, (1.0 / 3 + 1.0 / 2) / 2, absolute: 1e-12)
  }

  @Test("Items that both find hard do not widen the interval")
  func pairing() throws {
    let hard = (0..<40).map { $0 % 2 == 0 ? 1.0 : 0.0 }
    let same = try #require(
      PairedScores.difference([part("", hard)], [part("", hard)], aggregation: .micro))
    #expect(same.value == 0 && same.standardError == 0)
  }

  @Test("Other items have no difference")
  func strangers() {
    #expect(PairedScores.difference([part("a", [1])], [part("b", [1])], aggregation: .micro) == nil)
    #expect(PairedScores.difference([part("a", [1])], [part("a", [1, 0])], aggregation: .micro) == nil)
    #expect(PairedScores.difference([part("a", [nil])], [part("a", [1])], aggregation: .micro) == nil)
  }
}
