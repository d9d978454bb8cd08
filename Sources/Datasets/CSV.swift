public import Files

/// Comma-separated values (RFC 4180), as MMLU is published: fields in quotes may hold commas, line ends and
/// doubled quotes; lines end in LF or CRLF; a byte order mark and blank lines are skipped.
///
/// Deviation: a quote inside a field that does not begin with one stands for itself, as Python's reader has
/// it.
public enum CSV {
  public struct Row: Sendable, Equatable {
    /// Where the row begins, from 1. A row may go over several lines.
    public var line: Int
    public var fields: [String]
  }

  /// All rows. Throws, with the line where the row begins, on text after a closing quote, a quote that is
  /// never closed, a carriage return without its line feed, and bytes that are not UTF-8.
  public static func rows(of file: DataFile) throws(Diagnostic) -> [Row] {
    var reader = CSVReader(bytes: try file.content(), place: file.name)
    return try reader.rows()
  }
}

private struct CSVReader {
  let bytes: ArraySlice<UInt8>
  let place: String
  var position: Int
  var line = 1
  /// The line where the row that is being read begins.
  var start = 1

  init(bytes: ArraySlice<UInt8>, place: String) {
    self.bytes = bytes
    self.place = place
    position = bytes.startIndex
  }

  mutating func rows() throws(Diagnostic) -> [CSV.Row] {
    var rows: [CSV.Row] = []
    while position < bytes.endIndex {
      if try takeLineEnd() { continue }
      start = line
      var fields = [try field()]
      while take(UInt8(ascii: ",")) { fields.append(try field()) }
      guard try takeLineEnd() || position == bytes.endIndex else {
        throw failure("text follows a closing quote", "a comma or the end of the line after the quote")
      }
      rows.append(CSV.Row(line: start, fields: fields))
    }
    return rows
  }

  private mutating func field() throws(Diagnostic) -> String {
    if take(UInt8(ascii: "\"")) { return try quotedField() }
    let begin = position
    while position < bytes.endIndex, !isSeparator(bytes[position]) { position += 1 }
    return try text(bytes[begin..<position])
  }

  /// A field whose opening quote has been read.
  private mutating func quotedField() throws(Diagnostic) -> String {
    var content: [UInt8] = []
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") && !take(UInt8(ascii: "\"")) { return try text(content[...]) }
      if byte == UInt8(ascii: "\n") { line += 1 }
      content.append(byte)
    }
    throw failure("a quote is never closed", "a closing quote before the file ends")
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.endIndex, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func takeLineEnd() throws(Diagnostic) -> Bool {
    let hasReturn = take(UInt8(ascii: "\r"))
    guard take(UInt8(ascii: "\n")) else {
      if hasReturn { throw failure("a carriage return stands alone", "lines that end in LF or CRLF") }
      return false
    }
    line += 1
    return true
  }

  private func text(_ content: ArraySlice<UInt8>) throws(Diagnostic) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw failure("is not valid UTF-8", "a CSV file in UTF-8")
    }
    return text
  }

  private func failure(_ problem: String, _ expected: String) -> Diagnostic {
    Diagnostic("\(place):\(start)", problem, expected: "\(expected) (RFC 4180)")
  }
}
