public import Files

/// Writes a safetensors file front to back: the header first, then the bytes of the tensors in the order
/// announced. The file gets its name only when it is whole; a writer that is dropped before leaves nothing.
public final class SafetensorsWriter {
  public struct Tensor: Sendable, Equatable {
    public var name: String
    public var dtype: ScalarType
    /// Outermost first.
    public var shape: [Int]

    public init(_ name: String, _ dtype: ScalarType, _ shape: [Int]) {
      self.name = name
      self.dtype = dtype
      self.shape = shape
    }

    public var byteCount: Int { shape.reduce(dtype.byteCount, *) }
  }

  public let path: String
  private let file: TemporaryFile
  /// Bytes of tensors that are still to come.
  private var missing: Int

  /// Opens the file and writes its header. Names must differ and shapes be those of tensors that exist:
  /// whoever writes made them, so anything else is a mistake of the program.
  public init(
    _ path: String, tensors: [Tensor], metadata: [String: String] = ["format": "pt"]
  ) throws(Diagnostic) {
    precondition(Set(tensors.map(\.name)).count == tensors.count, "a tensor is written twice")
    self.path = path
    missing = tensors.reduce(0) { $0 + $1.byteCount }
    file = try TemporaryFile(for: path)
    try file.append(Self.header(tensors, metadata))
  }

  /// The next bytes, in pieces of any size.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    precondition(bytes.count <= missing, "more bytes than were announced")
    try file.append(bytes)
    missing -= bytes.count
  }

  public func append(_ bytes: [UInt8]) throws(Diagnostic) {
    precondition(bytes.count <= missing, "more bytes than were announced")
    try file.append(bytes)
    missing -= bytes.count
  }

  /// Brings the file to the disk and gives it its name.
  public func finish() throws(Diagnostic) {
    precondition(missing == 0, "fewer bytes than were announced")
    try file.finish()
  }

  private static func header(_ tensors: [Tensor], _ metadata: [String: String]) -> [UInt8] {
    var members: [(key: String, value: JSON)] = []
    if !metadata.isEmpty {
      let entries = metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: JSON.string($0.value)) }
      members.append(("__metadata__", .object(JSONObject(entries))))
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.byteCount
      let entry: JSON = [
        "dtype": .string(tensor.dtype.rawValue), "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": [.integer(offset), .integer(end)],
      ]
      members.append((tensor.name, entry))
      offset = end
    }
    var text = Array(JSON.object(JSONObject(members)).text().utf8)
    // Spaces up to a multiple of 64, so that vector loads from the mapping are aligned.
    text += repeatElement(0x20, count: (64 - (8 + text.count) % 64) % 64)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }
}
