import Files

/// Writes a GGUF file of version 3 front to back: the header first, then the bytes of the tensors in the order announced. The file gets
/// its name only when it is whole.
final class GGUFWriter {
  struct Tensor {
    var name: String
    var dtype: ScalarType
    /// Outermost first.
    var shape: [Int]

    var byteCount: Int { shape.reduce(1, *) / dtype.block.count * dtype.block.bytes }
  }

  private static let alignment = 32
  private let file: TemporaryFile
  /// Bytes of the tensor at work.
  private var count = 0

  /// - Parameter metadata: keys differ; whole numbers are written as unsigned or signed 32 bits, with a fraction as 32 bits.
  init(_ path: String, metadata: [(key: String, value: GGUFValue)], tensors: [Tensor]) throws(Diagnostic) {
    var header: [UInt8] = Array("GGUF".utf8)
    Self.put(UInt32(3), &header)
    Self.put(UInt64(tensors.count), &header)
    Self.put(UInt64(metadata.count), &header)
    for (key, value) in metadata {
      Self.put(key, &header)
      Self.put(value, &header)
    }
    var offset = 0
    for tensor in tensors {
      Self.put(tensor.name, &header)
      Self.put(UInt32(tensor.shape.count), &header)
      for length in tensor.shape.reversed() { Self.put(UInt64(length), &header) }
      Self.put(tensor.dtype.ggufNumber ?? 0, &header)
      Self.put(UInt64(offset), &header)
      offset += Self.aligned(tensor.byteCount)
    }
    header += repeatElement(0, count: Self.aligned(header.count) - header.count)
    file = try TemporaryFile(for: path)
    try file.append(header)
  }

  /// Bytes of the tensor that is next, piece by piece; `endTensor` follows the last.
  func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    try file.append(bytes)
    count += bytes.count
  }

  func endTensor() throws(Diagnostic) {
    try file.append([UInt8](repeating: 0, count: Self.aligned(count) - count))
    count = 0
  }

  func finish() throws(Diagnostic) { try file.finish() }

  private static func aligned(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }

  private static func put<Value: FixedWidthInteger>(_ value: Value, _ bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  private static func put(_ text: String, _ bytes: inout [UInt8]) {
    put(UInt64(text.utf8.count), &bytes)
    bytes += Array(text.utf8)
  }

  private static func put(_ value: GGUFValue, _ bytes: inout [UInt8]) {
    func list(_ kind: UInt32, _ count: Int) {
      put(UInt32(9), &bytes)
      put(kind, &bytes)
      put(UInt64(count), &bytes)
    }
    switch value {
    case .integer(let number):
      put(UInt32(number < 0 ? 5 : 4), &bytes)
      put(UInt32(truncatingIfNeeded: number), &bytes)
    case .number(let number):
      put(UInt32(6), &bytes)
      put(Float(number).bitPattern, &bytes)
    case .flag(let flag):
      put(UInt32(7), &bytes)
      bytes.append(flag ? 1 : 0)
    case .text(let text):
      put(UInt32(8), &bytes)
      put(text, &bytes)
    case .integers(let numbers):
      list(5, numbers.count)
      for number in numbers { put(UInt32(truncatingIfNeeded: number), &bytes) }
    case .numbers(let numbers):
      list(6, numbers.count)
      for number in numbers { put(number.bitPattern, &bytes) }
    case .flags(let flags):
      list(7, flags.count)
      bytes += flags.map { $0 ? 1 : 0 }
    case .texts(let texts):
      list(8, texts.count)
      for text in texts { put(text, &bytes) }
    }
  }
}
