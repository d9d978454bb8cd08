import Files

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
}
