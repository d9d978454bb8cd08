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
  public let file: String
  // Sendable because what it points into is read-only and lives as long as its owner: a mapping, or a `TensorMemory`.
  private let owner: any AnyObject & Sendable

  init(entry: SafetensorsHeader.Entry, header: SafetensorsHeader, file: MappedFile) {
    name = entry.name
    dtype = entry.dtype
    shape = entry.shape
    let range = header.dataStart + entry.range.lowerBound..<header.dataStart + entry.range.upperBound
    bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
    self.file = file.path
    owner = file
  }

  /// - Parameter bytes: as long as the shape says; valid as long as `owner` lives.
  init(
    name: String, dtype: ScalarType, shape: [Int], bytes: UnsafeRawBufferPointer, file: String,
    owner: any AnyObject & Sendable
  ) {
    (self.name, self.dtype, self.shape, self.bytes, self.file, self.owner) = (name, dtype, shape, bytes, file, owner)
  }

  /// The same tensor with other bytes, in memory of its own.
  func holding(_ bytes: [UInt8], dtype: ScalarType, shape: [Int]) -> TensorView {
    let memory = TensorMemory(bytes)
    return TensorView(name: name, dtype: dtype, shape: shape, bytes: memory.bytes, file: file, owner: memory)
  }

  private init(_ view: TensorView, name: String) {
    self.name = name
    (dtype, shape, bytes, file, owner) = (view.dtype, view.shape, view.bytes, view.file, view.owner)
  }

  /// Some of its bytes, as a tensor of its own.
  func part(_ range: Range<Int>, shape: [Int]) -> TensorView {
    TensorView(
      name: name, dtype: dtype, shape: shape, bytes: UnsafeRawBufferPointer(rebasing: bytes[range]), file: file,
      owner: owner)
  }

  /// The same tensor under another name.
  public func named(_ name: String) -> TensorView { TensorView(self, name: name) }

  /// Some consecutive rows, sharing the memory; of one dimension, some numbers.
  public func rows(_ range: Range<Int>) -> TensorView {
    let size = shape.dropFirst().reduce(1, *) / dtype.block.count * dtype.block.bytes
    precondition(range.lowerBound >= 0 && range.upperBound * size <= bytes.count, "rows \(range) of \(shape)")
    return part(range.lowerBound * size..<range.upperBound * size, shape: [range.count] + shape.dropFirst())
  }

  /// Some rows in this order, in memory of their own; of one dimension, some numbers.
  /// - Precondition: numbers one by one, no blocks.
  func rows(at indices: [Int]) -> TensorView {
    let size = shape.dropFirst().reduce(1, *) * dtype.byteCount
    precondition(indices.allSatisfy { $0 >= 0 && ($0 + 1) * size <= bytes.count }, "rows outside of \(shape)")
    var content: [UInt8] = []
    content.reserveCapacity(indices.count * size)
    for row in indices { content += bytes[row * size..<(row + 1) * size] }
    let memory = TensorMemory(content)
    return TensorView(
      name: name, dtype: dtype, shape: [indices.count] + shape.dropFirst(), bytes: memory.bytes, file: file,
      owner: memory)
  }

  /// Numbers in the tensor.
  public var count: Int { shape.reduce(1, *) }

  /// Takes the tensor's pages out of the process's memory; they come again when they are touched. For who reads a large
  /// file once, front to back.
  public func release() {
    let page = 4096
    // Memory that is no file's does not come back.
    guard owner is MappedFile, let base = bytes.baseAddress else { return }
    let start = UInt(bitPattern: base) & ~UInt(page - 1)
    let end = UInt(bitPattern: base) + UInt(bytes.count)
    madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_DONTNEED)
  }

  /// Whether shapes and numbers are equal, whatever format they have.
  func holdsSameNumbers(as other: TensorView) -> Bool {
    guard shape == other.shape else { return false }
    if dtype == other.dtype {
      guard let own = bytes.baseAddress, let their = other.bytes.baseAddress else { return true }
      return memcmp(own, their, bytes.count) == 0
    }
    guard dtype.isFloat, other.dtype.isFloat else { return false }
    for index in 0..<count where number(index) != other.number(index) { return false }
    return true
  }

  /// F64 numbers, rounded to the nearest F32. Gives the place of the first finite one that is none any more.
  /// - Precondition: F64; `result` has room for `count` numbers.
  public func narrow(into result: UnsafeMutablePointer<Float>) -> Int? { narrow(0..<count, into: result) }

  /// The same of a range of them; its place is one in the tensor.
  public func narrow(_ range: Range<Int>, into result: UnsafeMutablePointer<Float>) -> Int? {
    var lost: Int?
    for index in range {
      let number = number(index), place = index - range.lowerBound
      result[place] = Float(number)
      if number.isFinite, !result[place].isFinite, lost == nil { lost = index }
    }
    return lost
  }

  /// - Precondition: numbers with a fraction.
  func number(_ index: Int) -> Double {
    let offset = index * dtype.byteCount
    switch dtype {
    case .f64: return bytes.loadUnaligned(fromByteOffset: offset, as: Double.self)
    case .f16: return Double(Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    case .bf16:
      let bits = UInt32(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)) << 16
      return Double(Float(bitPattern: bits))
    default: return Double(bytes.loadUnaligned(fromByteOffset: offset, as: Float.self))
    }
  }
}

/// Bytes of a tensor that lie in no file as they are.
private final class TensorMemory: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer

  init(_ content: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 64)
    copy.copyBytes(from: content)
    bytes = UnsafeRawBufferPointer(copy)
  }

  deinit { bytes.deallocate() }
}
