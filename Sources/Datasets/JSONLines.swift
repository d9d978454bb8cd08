public import Files

/// JSON Lines: one value a line, as ARC, OpenBookQA and RACE are published.
public enum JSONLines {
  /// The values of a file with their line numbers, from 1. Lines of white space are skipped; CRLF and a byte
  /// order mark are tolerated. A line that is not JSON throws with `file:line`.
  /// - Parameter format: what a record of this file holds, for messages.
  public static func values(
    of file: DataFile, format: String
  ) throws(Diagnostic) -> [(line: Int, value: JSON)] {
    var values: [(line: Int, value: JSON)] = []
    for entry in try entries(of: file, format: format) { values.append((entry.line, try entry.value.get())) }
    return values
  }

  /// The same, where a line that is not JSON is an entry of its own and stops nothing.
  public static func entries(
    of file: DataFile, format: String
  ) throws(Diagnostic) -> [(line: Int, value: Result<JSON, Diagnostic>)] {
    var entries: [(line: Int, value: Result<JSON, Diagnostic>)] = []
    let lines = try file.content().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() where !bytes.allSatisfy(isSpace) {
      let value = bytes.withUnsafeBytes { bytes -> Result<JSON, JSONSyntaxError> in
        Result { () throws(JSONSyntaxError) in try JSON(parsing: bytes) }
      }
      entries.append(
        (index + 1, value.mapError { Diagnostic("\(file.name):\(index + 1)", $0.reason, expected: format) }))
    }
    return entries
  }

  /// The values as records, for reading them field by field.
  public static func records(of file: DataFile, format: String) throws(Diagnostic) -> [Record] {
    try values(of: file, format: format).map { line, value in
      Record(value, place: "\(file.name):\(line)", format: format)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
