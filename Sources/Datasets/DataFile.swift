public import Files

/// A file of a data folder, read whole (and unpacked where it was packed).
public struct DataFile: Sendable {
  /// What messages call it, e.g. `data/race/test_high.jsonl.gz`.
  public let name: String
  public let bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Reads a file, and unpacks it where its name ends in `.gz`.
  public init(packed path: String) throws(Diagnostic) {
    let bytes = try FileSystem.bytes(of: path)
    self.init(name: path, bytes: path.hasSuffix(".gz") ? try Gzip.unpack(bytes, place: path) : bytes)
  }

  /// The bytes without UTF-8's byte order mark. Throws where the mark is that of UTF-16 or UTF-32.
  func content() throws(Diagnostic) -> ArraySlice<UInt8> {
    bytes.dropFirst(try ByteOrderMark.length(in: bytes, place: name))
  }

  /// The whole file as text; throws where it is not valid UTF-8.
  public func text() throws(Diagnostic) -> String {
    guard let text = String(validating: try content(), as: UTF8.self) else {
      throw Diagnostic(name, "is not valid UTF-8", expected: "a text file in UTF-8 was expected")
    }
    return text
  }
}
