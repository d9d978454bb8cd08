import Files
import Glibc
public import Testing

/// A table of a document that the program knows: a test compares the two, and `make tables` puts the program's into the document.
///
/// It stands below the line `<!-- table NAME: make tables -->`, up to the next empty line.
public enum DocumentTable {
  /// - Parameters:
  ///   - document: below the root of the repository.
  ///   - lines: of the table, with its head.
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
      (rest.firstRange(of: "\n\n") ?? rest.lastIndex(of: "\n").map { $0..<rest.endIndex })?.lowerBound ?? rest.endIndex
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
