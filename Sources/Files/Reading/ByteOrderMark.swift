/// The mark that some editors and spreadsheet programs put in front of a text file (Unicode 23.8).
public enum ByteOrderMark {
  /// How many bytes the mark of UTF-8 takes at the beginning of a file: 3, or 0 where there is none. Throws where the mark is that of
  /// another encoding, which is named.
  public static func length(in bytes: some Collection<UInt8>, place: String) throws(Diagnostic) -> Int {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
    // UTF-32's little-endian mark begins as UTF-16's does.
    let marks: [(name: String, bytes: [UInt8])] = [
      ("UTF-32, little-endian", [0xFF, 0xFE, 0, 0]), ("UTF-32, big-endian", [0, 0, 0xFE, 0xFF]),
      ("UTF-16, little-endian", [0xFF, 0xFE]), ("UTF-16, big-endian", [0xFE, 0xFF]),
    ]
    for mark in marks where bytes.starts(with: mark.bytes) {
      throw Diagnostic(
        place, "is written in \(mark.name), as its byte order mark says",
        expected: "a text file in UTF-8; editors and iconv can write it so")
    }
    return 0
  }
}
