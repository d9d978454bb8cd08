public import Files
import Reporting

/// A gate's report as JUnit XML, which Jenkins, GitLab and others show: a case for each task and metric.
public struct JUnitReport {
  public var text: String
  static let mostFlips = 50
  static let opening = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + #"<testsuites name="assay gate""#

  public init(_ report: GateReport) {
    let cases = report.comparisons.map { Self.testCase($0, report) }
    let failures = report.comparisons.count { $0.isGated && $0.verdict == .regression && !report.isIdentical }
    // A verdict on the whole that no single case shows.
    let end =
      report.status == .notComparable
      ? Self.error("suite", "cannot tell", report.headline, report.warnings.joined(separator: "\n")) : ""
    let remarks = report.warnings.map { "warning: \($0)" } + report.notes.map { "note: \($0)" }
    let output =
      remarks.isEmpty ? "" : "    <system-out>\(Self.escaped(remarks.joined(separator: "\n")))</system-out>\n"
    text = Self.suite(
      cases.joined() + end + output, tests: cases.count + (end.isEmpty ? 0 : 1), failures: failures,
      errors: end.isEmpty ? 0 : 1,
      skipped: cases.count { $0.contains("<skipped") })
  }

  /// Why nothing was compared.
  public init(_ error: Diagnostic) {
    text = Self.suite(
      Self.error("comparison", "not comparable", "\(error.place): \(error.problem)", error.expectation), tests: 1,
      failures: 0, errors: 1,
      skipped: 0)
  }

  private static func suite(_ cases: String, tests: Int, failures: Int, errors: Int, skipped: Int) -> String {
    let counts = #"tests="\#(tests)" failures="\#(failures)" errors="\#(errors)" skipped="\#(skipped)""#
    return opening + " \(counts)>\n" + #"  <testsuite name="assay gate" \#(counts)>"# + "\n" + cases
      + "  </testsuite>\n</testsuites>\n"
  }

  private static func testCase(_ comparison: MetricComparison, _ report: GateReport) -> String {
    let group = comparison.task.isEmpty ? "suite" : comparison.task
    var text =
      #"    <testcase classname="assay.\#(escaped(group))" name="\#(escaped(comparison.metric))" time="0">"# + "\n"
    text += "      <properties>\n"
    for (name, value) in properties(comparison) {
      text += #"        <property name="\#(name)" value="\#(escaped(value))"/>"# + "\n"
    }
    text += "      </properties>\n"
    let change = "\(Quantity.fraction(comparison.reference)) to \(Quantity.fraction(comparison.candidate))"
    if comparison.isGated, comparison.verdict == .regression {
      text += #"      <failure type="regression" message="\#(escaped("\(comparison.metric) fell: \(change)"))">"#
      text += escaped(details(comparison, report)) + "</failure>\n"
    } else if comparison.verdict != .pass {
      let why = comparison.isGated ? "cannot tell at this margin" : "does not gate: \(comparison.verdict.words)"
      text += #"      <skipped message="\#(escaped("\(why): \(change)"))"/>"# + "\n"
    }
    return text + "    </testcase>\n"
  }

  private static func properties(_ comparison: MetricComparison) -> [(String, String)] {
    [
      ("items", "\(comparison.items)"), ("reference", "\(comparison.reference)"),
      ("candidate", "\(comparison.candidate)"), ("difference", "\(comparison.difference)"),
      ("interval_95", comparison.interval.map { "\($0.lowerBound) \($0.upperBound)" } ?? "none"),
      ("p_adjusted", "\(comparison.adjusted)"), ("margin", "\(comparison.margin)"),
      ("detectable_drop", comparison.detectable.map { "\($0)" } ?? "none"), ("test", comparison.test),
    ]
  }

  private static func details(_ comparison: MetricComparison, _ report: GateReport) -> String {
    var lines = ["change \(comparison.change), p \(MetricComparison.probability(comparison.adjusted))"]
    let flips = report.flips(of: comparison)
    lines += flips.prefix(mostFlips).map { "\($0.isLost ? "lost" : "gained") \($0.item)" }
    if flips.count > mostFlips { lines.append("and \(flips.count - mostFlips) more") }
    return lines.joined(separator: "\n")
  }

  private static func error(_ name: String, _ type: String, _ message: String, _ text: String) -> String {
    #"    <testcase classname="assay.gate" name="\#(name)" time="0">"# + "\n"
      + #"      <error type="\#(type)" message="\#(escaped(message))">\#(escaped(text))</error>"# + "\n"
      + "    </testcase>\n"
  }

  /// As XML 1.0 can hold it: what it has no way to write becomes a replacement character.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result += scalar == "\n" ? "&#10;" : "&#9;"
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
