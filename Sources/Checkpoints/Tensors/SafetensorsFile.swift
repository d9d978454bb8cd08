public import Files

/// A memory-mapped safetensors file whose header has been checked.
public struct SafetensorsFile: Sendable {
  public let path: String
  public let metadata: [String: String]
  /// In the order of their bytes.
  public let tensors: [TensorView]
  private let indices: [String: Int]

  public init(_ path: String) throws(Diagnostic) {
    let file = try MappedFile(path)
    let header = try file.withBytes { (bytes) throws(Diagnostic) in
      try SafetensorsHeader(parsing: bytes, place: path)
    }
    self.path = path
    metadata = header.metadata
    tensors = header.entries.map { TensorView(entry: $0, header: header, file: file) }
    indices = Dictionary(uniqueKeysWithValues: tensors.enumerated().map { ($1.name, $0) })
  }

  /// Whether it holds a digest of itself.
  public var isSealed: Bool { metadata[SafetensorsSeal.key] != nil }

  /// Throws where header or numbers are not those that were written; a file without a digest is not read. Reads every byte.
  public func checkSeal(
    expected wayOut: String = "make it anew, or restore the file"
  ) throws(Diagnostic) {
    guard let digest = metadata[SafetensorsSeal.key] else { return }
    var seal = SafetensorsSeal(metadata)
    for tensor in tensors { seal.add(tensor.name, tensor.dtype, tensor.shape, tensor.bytes) }
    guard seal.text() == digest else {
      throw Diagnostic(path, "is damaged: its numbers are not those that were written", expected: wayOut)
    }
  }

  public subscript(name: String) -> TensorView? { indices[name].map { tensors[$0] } }
}
