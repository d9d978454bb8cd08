import Files
import Merging
import Reporting
import TestSupport
import Testing

/// What is written about the methods is what they do.
@Suite struct MergeDocumentTests {
  /// A method's line of the table.
  private static func row(_ method: MergeMethod) -> [String] {
    let parameters = method.parameters.map { parameter in
      let paper = parameter.standard(.paper).text(), mergekit = parameter.standard(.mergekit).text()
      return "`\(parameter.name)` \(paper)" + (paper == mergekit ? "" : " (mergekit \(mergekit))")
    }
    let needs = [method.base == .required ? "base" : nil, method.statistics.map { "`\($0.rawValue).safetensors`" }]
    return [
      "`\(method.name)`", method.help, method.source, parameters.joined(separator: ", "),
      needs.compactMap { $0 }.joined(separator: ", "),
    ]
  }

  @Test func methods() throws {
    try DocumentTable.check(
      "methods", in: "Sources/Merging/README.md",
      is: TextTable(
        [.left, .left, .left, .left, .left],
        rows: [["method", "what", "source", "parameters", "needs"]] + MergeMethod.all.map(Self.row)))
  }
}
