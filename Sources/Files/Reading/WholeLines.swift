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
    guard let stop = bytes.withUnsafeBytes({ Self.stop(in: $0, from: start) }) else { return nil }
    end = stop + 1
    return start..<stop
  }

  /// The place of the first line feed from a place on; nil where there is none.
  private static func stop(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, start < bytes.count else { return nil }
    return memchr(base + start, 0x0A, bytes.count - start).map { UnsafeRawPointer($0) - base }
  }

  /// The first line of bytes that lie elsewhere, as in a mapped file; nil where none ends.
  public static func first(in bytes: UnsafeRawBufferPointer) -> Range<Int>? { stop(in: bytes, from: 0).map { 0..<$0 } }

  /// The lines of bytes that lie elsewhere, as in a mapped file.
  public static func places(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var places: [Range<Int>] = [], start = 0
    while let stop = stop(in: bytes, from: start) {
      places.append(start..<stop)
      start = stop + 1
    }
    return places
  }
}
