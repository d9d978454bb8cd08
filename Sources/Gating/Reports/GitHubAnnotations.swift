public import Files

/// A gate's report as the lines that GitHub Actions shows beside a pull request.
public struct GitHubAnnotations {
  public var text: String

  public init(_ report: GateReport) {
    text = ""
    for comparison in report.comparisons
    where comparison.isGated && comparison.verdict == .regression && !report.isIdentical {
      let lost = report.flips(of: comparison).filter(\.isLost)
      let items = lost.prefix(10).map(\.item).joined(separator: ", ") + (lost.count > 10 ? ", …" : "")
      text += Self.line(
        "error", "\(comparison.name) is worse",
        "change \(comparison.change), p \(MetricComparison.probability(comparison.adjusted))"
          + (items.isEmpty ? "" : "; lost: \(items)"))
    }
    for warning in report.warnings { text += Self.line("warning", "assay gate", warning) }
    for note in report.notes { text += Self.line("notice", "assay gate", note) }
    let level = report.status == .done ? "notice" : "error"
    text += Self.line(level, "assay gate", report.headline)
  }

  /// Why nothing was compared.
  public init(_ error: Diagnostic) {
    text = Self.line("error", "assay gate", "\(error.place): \(error.problem); \(error.expectation)")
  }

  private static func line(_ level: String, _ title: String, _ message: String) -> String {
    "::\(level) title=\(escaped(title, isProperty: true))::\(escaped(message, isProperty: false))\n"
  }

  /// As workflow commands want it.
  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var text = text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    if isProperty { text = text.replacing(":", with: "%3A").replacing(",", with: "%2C") }
    return text
  }
}
