public import Files

/// A file that a report is written to, in one of its formats.
public struct ReportOutput: Sendable {
  /// As the command line has it.
  public let option: String
  public let path: String
  /// What it holds; throws where a leaderboard has not what the format needs.
  public let text: @Sendable (Leaderboard) throws(Diagnostic) -> String
  /// How such a file begins, by which an earlier one is known.
  private let marks: [String]
  /// A line that such a file holds; nil where its beginning says enough.
  private let holds: String?

  /// - Parameters:
  ///   - marks: how such a file begins.
  ///   - holds: a line of it that tells as much.
  public init(
    option: String, path: String, marks: [String], holds: String? = nil,
    text: @escaping @Sendable (Leaderboard) throws(Diagnostic) -> String
  ) {
    self.option = option
    self.path = path
    self.marks = marks
    self.holds = holds
    self.text = text
  }

  /// Throws where something else lies there, before anything is computed.
  /// - Parameter inputs: what is read, and not written over.
  public func check(inputs: [String], force: Bool) throws(Diagnostic) {
    let place: OutputPlace
    do throws(Diagnostic) { place = try OutputPlace(path, .file, files: inputs, force: force) } catch {
      throw Diagnostic(option, "\(error.place) \(error.problem)", expected: error.expectation, status: error.status)
    }
    try place.check(made: "a report of assay report") { path in
      guard let bytes = try? FileSystem.bytes(of: path) else { return false }
      if bytes.isEmpty || marks.contains(where: { bytes.starts(with: $0.utf8) }) { return true }
      return holds.map { String(decoding: bytes, as: UTF8.self).contains("\n\($0)\n") } ?? false
    }
  }
}

extension ReportOutput {
  public static func markdown(_ path: String) -> ReportOutput {
    ReportOutput(option: "--markdown", path: path, marks: [Leaderboard.markdownMark]) { $0.markdown }
  }

  public static func csv(_ path: String) -> ReportOutput {
    ReportOutput(option: "--csv", path: path, marks: [Leaderboard.csvHeader.joined(separator: ",")]) { $0.csv }
  }

  public static func wideCSV(_ path: String) -> ReportOutput {
    ReportOutput(option: "--wide-csv", path: path, marks: [Leaderboard.wideCSVHeader.joined(separator: ",")]) {
      $0.wideCSV
    }
  }

  public static func latex(_ path: String) -> ReportOutput {
    ReportOutput(option: "--latex", path: path, marks: ["% made by assay report"]) { $0.latex }
  }

  public static func json(_ path: String) -> ReportOutput {
    ReportOutput(option: "--json", path: path, marks: ["{\n  \"made_by\": \"assay report\""]) {
      $0.json.text(pretty: true) + "\n"
    }
  }
}
