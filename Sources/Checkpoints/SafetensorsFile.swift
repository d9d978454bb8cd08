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

  public subscript(name: String) -> TensorView? { indices[name].map { tensors[$0] } }
}
