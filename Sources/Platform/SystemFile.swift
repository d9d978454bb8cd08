import Glibc

/// A text file of the kernel's, such as /proc/meminfo. These have no size, so they are read, not mapped.
public struct SystemFile: Sendable {
  /// Empty where there is no such file.
  public let lines: [String]

  public init(_ path: String) {
    var bytes: [UInt8] = []
    if let file = fopen(path, "r") {
      var chunk = [UInt8](repeating: 0, count: 1 << 14)
      while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
      fclose(file)
    }
    lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The value of the first line `name : value`.
  public func value(of name: String) -> String? {
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, Self.trimmed(parts[0]) == name { return Self.trimmed(parts[1]) }
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
