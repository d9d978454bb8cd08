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

  /// The bytes without a UTF-8 byte order mark, which spreadsheet programs put first.
  var content: ArraySlice<UInt8> {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  }

  /// The whole file as text; throws where it is not valid UTF-8.
  public func text() throws(Diagnostic) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw Diagnostic(name, "is not valid UTF-8", expected: "a text file in UTF-8 was expected")
    }
    return text
  }
}
