import Files
import Testing

@testable import assay_perf

@Suite("Figures")
struct FigureTests {
  @Test("a spread knows its middle, for odd and even counts")
  func spread() {
    #expect(Spread([3, 1, 2]).median == 2)
    #expect(Spread([4, 1, 3, 2]).median == 2.5)
    #expect(Spread([3, 1, 2]).minimum == 1)
    #expect(Spread([3, 1, 2]).maximum == 3)
    #expect(Spread([]).median.isNaN)
  }

  @Test(
    "numbers have three significant digits",
    arguments: [
      (0, "0"), (15, "15"), (0.8, "0.800"), (0.79951, "0.800"), (1.2345, "1.23"), (9.996, "10.0"),
      (99.96, "100"), (166.4, "166"), (67847.3, "67847"), (0.01234, "0.0123"), (-1.5, "-1.50"), (.infinity, "?"),
      (.nan, "?"),
    ])
  func digits(value: Double, text: String) {
    #expect(Digits.text(value) == text)
  }

  @Test("goals are judged by the median, of the value or of the ratio")
  func goals() {
    var figure = Figure("a", Spread([10, 20, 30]), "ms", goal: .valueAtMost(20))
    #expect(figure.isMet == true)
    figure.goal = .valueAtMost(19)
    #expect(figure.isMet == false)
    figure.goal = .valueAtLeast(20)
    #expect(figure.isMet == true)
    figure.goal = .ratioAtLeast(0.8)
    #expect(figure.isMet == nil)
    figure.ratio = Spread([0.1, 0.79, 0.9])
    #expect(figure.isMet == false)
    #expect(figure.judged == 0.79)
    figure.goal = nil
    #expect(figure.isMet == nil)
  }

  @Test("each round is held against the ceilings before and behind it")
  func turns() throws {
    var ceilings = [10.0, 20, 30].makeIterator(), works = [99.0, 6, 20].makeIterator()
    let turns = try Interleaving(rounds: 2) {
      ceilings.next() ?? .nan
    } work: {
      works.next() ?? .nan
    }
    #expect(turns.work == Spread([6, 20]))
    #expect(turns.ceiling == Spread([10, 20, 30]))
    #expect(turns.ratio == Spread([0.4, 0.8]))
  }

  @Test("the last line names what was missed, and is silent on goals of a quick run")
  func verdict() {
    var result = SectionResult(figures: [Figure("slow", Spread([16]), "ms", goal: .valueAtMost(15))])
    result.figures.append(Figure("good", Spread([14]), "ms", goal: .valueAtMost(15)))
    var report = PerfReport(threads: 2, isQuick: false)
    report.add(.startUp, result)
    #expect(report.text.hasSuffix("\ngoals: 1 of 2 missed: slow (16, goal ≤ 15)\n"))
    #expect(report.json["missed"] == ["slow"])
    var quick = PerfReport(threads: 2, isQuick: true)
    quick.add(.startUp, result)
    #expect(quick.text.hasSuffix("\ngoals: not judged, the shape is too small (--quick)\n"))
    #expect(quick.json["missed"] == [])
  }

  @Test("a section's figures are lines of their own as soon as they are had; a report that was cut short says so")
  func lines() {
    var result = SectionResult(figures: [Figure("slow", Spread([16, 17, 18]), "ms", goal: .valueAtMost(15))])
    result.notes = ["told"]
    #expect(
      PerfReport.lines(of: result, in: .startUp, isQuick: false)
        == "slow\t17 ms\t16\t18\t\t\t≤ 15 MISSED\nstart-up: told\n")
    #expect(
      PerfReport.columns.split(separator: "\t").map(String.init) == [
        "figure", "median", "min", "max", "ceiling", "ratio", "goal\n",
      ])
    var report = PerfReport(threads: 2, isQuick: false)
    report.add(.startUp, result)
    report.isWhole = false
    #expect(report.text.hasSuffix("\nnot all sections were measured; goals: 1 missed so far\n"))
    #expect(report.json["whole"] == false && report.json["sections"]?.array?.count == 1)
  }
}
