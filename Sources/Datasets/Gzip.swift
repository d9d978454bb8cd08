import CZlib
public import Files

/// Files packed by gzip (RFC 1952), of one member or of several in a row.
public enum Gzip {
  /// Unpacks the whole file into memory. Throws where it is damaged, cut off, or larger than `limit` bytes
  /// unpacked: a small file can grow a thousandfold. Nothing is kept until its size is known, so one that is too large takes no
  /// memory.
  /// - Parameter limit: nil: 256 times what is packed, 64 MiB where that is less, and never more than 2 GiB. Texts shrink to a
  ///   fifth, lines that are much alike to a hundredth.
  public static func unpack(
    _ bytes: [UInt8], place: String, limit: Int? = nil
  ) throws(Diagnostic) -> [UInt8] {
    let limit = limit ?? min(2 << 30, max(64 << 20, min(bytes.count, 2 << 30) * 256))
    var size = 0
    try run(bytes, place: place, limit: limit) { size += $0.count }
    if size > 1 << 24 { try AvailableMemory.check(size, for: place) }
    var unpacked: [UInt8] = []
    unpacked.reserveCapacity(size)
    try run(bytes, place: place, limit: limit) { unpacked.append(contentsOf: $0) }
    return unpacked
  }

  private static func run(
    _ bytes: [UInt8], place: String, limit: Int, _ use: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(Diagnostic) {
    let outcome = bytes.withUnsafeBufferPointer { input in
      withoutActuallyEscaping(use) { use in
        var inflation = Inflation(limit: limit, use: use)
        return inflation.run(input)
      }
    }
    switch outcome {
    case .done: return
    case .damaged: throw .gzip(place, "is damaged", "a file packed by gzip was expected")
    case .cutOff: throw .gzip(place, "ends before its data do", "the whole file; copy it again")
    case .tooLarge:
      throw .gzip(place, "is too large", "at most \(limit) bytes when unpacked")
    }
  }
}

private struct Inflation {
  enum Outcome { case done, damaged, cutOff, tooLarge }

  let limit: Int
  private let use: (UnsafeBufferPointer<UInt8>) -> Void
  private var count = 0
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)

  init(limit: Int, use: @escaping (UnsafeBufferPointer<UInt8>) -> Void) {
    self.limit = limit
    self.use = use
  }

  mutating func run(_ input: UnsafeBufferPointer<UInt8>) -> Outcome {
    var position = 0
    // Each turn of this loop is a member of the file.
    repeat {
      let outcome = member(UnsafeBufferPointer(rebasing: input[position...]), &position)
      guard outcome == .done else { return outcome }
    } while position < input.count
    return .done
  }

  /// Unpacks the member that `input` begins with and adds its packed length to `position`.
  private mutating func member(_ input: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Outcome {
    var stream = z_stream()
    guard assay_inflate_gzip_start(&stream) == Z_OK else { return .damaged }
    defer { inflateEnd(&stream) }
    var read = 0
    while true {
      // zlib counts in 32 bits.
      let piece = min(input.count - read, 1 << 30)
      guard let base = input.baseAddress, piece > 0 else { return .cutOff }
      stream.next_in = UnsafeMutablePointer(mutating: base + read)
      stream.avail_in = UInt32(piece)
      repeat {
        let result = inflateIntoBuffer(&stream)
        if result == Z_STREAM_END {
          position += read + piece - Int(stream.avail_in)
          return count <= limit ? .done : .tooLarge
        }
        guard result == Z_OK || result == Z_BUF_ERROR else { return .damaged }
        guard count <= limit else { return .tooLarge }
      } while stream.avail_in > 0 || stream.avail_out == 0
      read += piece
    }
  }

  private mutating func inflateIntoBuffer(_ stream: inout z_stream) -> Int32 {
    let capacity = buffer.count
    let result = buffer.withUnsafeMutableBufferPointer { place in
      stream.next_out = place.baseAddress
      stream.avail_out = UInt32(capacity)
      return inflate(&stream, Z_NO_FLUSH)
    }
    let made = capacity - Int(stream.avail_out)
    count += made
    if count <= limit { buffer.withUnsafeBufferPointer { use(UnsafeBufferPointer(rebasing: $0[..<made])) } }
    return result
  }
}

extension Diagnostic {
  fileprivate static func gzip(_ place: String, _ problem: String, _ expected: String) -> Diagnostic {
    Diagnostic(place, problem, expected: expected)
  }
}
