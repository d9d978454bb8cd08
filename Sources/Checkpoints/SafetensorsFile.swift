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

  /// The key of the digest of all numbers, in a file that has one.
  public static let sealName = "assay_sha256"

  /// Throws where the numbers are not those that were written; a file without a digest is not read. Reads every byte.
  public func checkSeal() throws(Diagnostic) {
    guard let digest = metadata[Self.sealName] else { return }
    var hash = SHA256()
    for tensor in tensors { hash.update(tensor.bytes) }
    guard hash.hexadecimal() == digest else {
      throw Diagnostic(
        path, "is damaged: its numbers are not those that were written", expected: "make it anew, or restore the file")
    }
  }

  public subscript(name: String) -> TensorView? { indices[name].map { tensors[$0] } }
}
