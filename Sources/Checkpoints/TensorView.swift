import Files
import Glibc

/// A named tensor as it lies in its file: row-major, little-endian, not necessarily aligned. Holds the
/// mapping alive.
public struct TensorView: @unchecked Sendable {
  public let name: String
  public let dtype: ScalarType
  /// Outermost first; empty for a single number.
  public let shape: [Int]
  /// Valid as long as the view, or a copy of it, lives.
  public let bytes: UnsafeRawBufferPointer
  /// Path of the file, for messages.
  public var file: String { owner.path }
  // Sendable because the mapping is read-only and lives as long as its owner.
  private let owner: MappedFile

  init(entry: SafetensorsHeader.Entry, header: SafetensorsHeader, file: MappedFile) {
    name = entry.name
    dtype = entry.dtype
    shape = entry.shape
    let range = header.dataStart + entry.range.lowerBound..<header.dataStart + entry.range.upperBound
    bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
    owner = file
  }

  /// Numbers in the tensor.
  public var count: Int { bytes.count / dtype.byteCount }

  /// Takes the tensor's pages out of the process's memory; they come again when they are touched. For who reads a large
  /// file once, front to back.
  public func release() {
    let page = 4096
    guard let base = bytes.baseAddress else { return }
    let start = UInt(bitPattern: base) & ~UInt(page - 1)
    let end = UInt(bitPattern: base) + UInt(bytes.count)
    madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_DONTNEED)
  }
}
