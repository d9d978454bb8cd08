import Files
import Glibc
public import Reporting
public import Testing

/// A table of a document that the program knows: a test compares the two, and `make tables` puts the program's into the document.
///
/// It stands below the line `<!-- table NAME: make tables -->`, up to the next empty line.
public enum DocumentTable {
  /// - Parameter document: below the root of the repository.
  public static func check(
    _ name: String, in document: String, is table: TextTable, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try check(
      name, in: document, is: table.markdown.split(separator: "\n").map(String.init), sourceLocation: sourceLocation)
  }

  /// - Parameter lines: of the table, with its head.
  public static func check(
    _ name: String, in document: String, is lines: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let path = root + "/" + document
    let text = String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
    let marker = "<!-- table \(name): make tables -->\n"
    guard let place = text.firstRange(of: marker) else {
      Issue.record("\(document) has no line \(marker)", sourceLocation: sourceLocation)
      return
    }
    let rest = text[place.upperBound...], table = lines.joined(separator: "\n")
    let end =
      rest.firstRange(of: "\n\n")?.lowerBound
      ?? (rest.last == "\n" ? rest.index(before: rest.endIndex) : rest.endIndex)
    if rest[..<end] == table { return }
    guard getenv("ASSAY_WRITE_TABLES") == nil else {
      return try FileSystem.write(String(text[..<place.upperBound]) + table + rest[end...], to: path)
    }
    Issue.record(
      "\(document) has another table \(name) than the program: make tables writes it", sourceLocation: sourceLocation)
  }

  private static let root = FileSystem.directory(
    of: FileSystem.directory(of: FileSystem.directory(of: #filePath)))
}
