import Glibc

/// Where the lines of a text lie that end with a line feed; what stands behind the last of them is not among them.
public struct WholeLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  /// The first byte behind the lines that were given so far.
  public private(set) var end = 0

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next line, without its end.
  public mutating func next() -> Range<Int>? {
    let start = end
    let length = bytes.withUnsafeBytes { all -> Int? in
      guard let base = all.baseAddress, start < all.count else { return nil }
      return memchr(base + start, 0x0A, all.count - start).map { UnsafeRawPointer($0) - (base + start) }
    }
    guard let length else { return nil }
    end = start + length + 1
    return start..<start + length
  }
}
