import Files
import Glibc
import Statistics
import TestSupport
import Testing

@testable import Gating

/// The gate's false alarms and power, by drawing suites. A few in the tests; `make simulation` draws many and writes their table into
/// docs/gate-simulation.md.
@Suite struct SimulationDocumentTests {
  @Test(
    "False alarms of the whole suite stay within alpha, whatever it has of tasks and correlation",
    arguments: [1, 9, 20])
  func size(tasks: Int) {
    for correlation in [0.5, 0.95] {
      let result = SimulationStudy(tasks: tasks, correlation: correlation, suites: 60).run(power: false)
      // Four standard deviations of so few suites.
      #expect(result.falseAlarms <= 0.05 + 4 * (0.05 * 0.95 / 60).squareRoot(), "\(tasks), \(correlation): \(result)")
    }
  }

  @Test("The drop that a gate says it catches four times in five is caught so often")
  func power() {
    let result = SimulationStudy(tasks: 9, correlation: 0.85, suites: 150).run()
    #expect(abs(result.caught - 0.8) < 4 * (0.16 / 150).squareRoot(), "\(result)")
  }

  @Test("make simulation", .enabled(if: getenv("ASSAY_SIMULATE") != nil))
  func table() throws {
    var rows = [
      Self.heading, "| tasks | correlation | false alarms | green | cannot tell | drop of the first task | caught |",
    ]
    rows.append("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for tasks in [1, 9, 20] {
      for correlation in [0.5, 0.7, 0.85, 0.95, 0.99] {
        let result = SimulationStudy(tasks: tasks, correlation: correlation, suites: 2000).run()
        let cells = [result.falseAlarms, result.passes, result.cannotTell, result.drop, result.caught].map(Self.rounded)
        rows.append("| \(tasks) | \(correlation) | \(cells.joined(separator: " | ")) |")
      }
    }
    let path = String(cString: getenv("ASSAY_SIMULATE"))
    try FileSystem.write(rows.joined(separator: "\n") + "\n", to: path)
  }

  private static let heading = """
    # The gate, simulated

    `make simulation` draws suites of which the truth is known, lets the gate judge them by its default policy, and writes this page. Each
    row is 2,000 suites of tasks with 100 to 1,000 right-or-wrong items each. `correlation` is the share of items that reference and
    candidate answer alike whatever else; the rest is drawn for each by itself, as two models of the same accuracy would.

    - *false alarms*: how often any metric or the mean is red although nothing is worse. The policy allows 0.05 for the whole suite, and
      2,000 suites tell it within 0.010 (two standard errors).
    - *green*, *cannot tell*: what else is said where nothing is worse. A green suite has its mean known to be within a point.
    - *caught*: how often the first task (400 items) is red when it truly drops by what the gate says beforehand that it would catch
      four times in five; 2,000 suites tell it within 0.018.

    """

  private static func rounded(_ value: Double) -> String {
    let scaled = Int((value * 10_000).rounded())
    return "\(scaled / 10_000)." + String("\(10_000 + scaled % 10_000)".dropFirst())
  }
}
