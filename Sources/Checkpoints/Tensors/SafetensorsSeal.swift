import Files

/// The digest of a safetensors file that Assay made: of its metadata, of the name, type and shape of each tensor in the order of their
/// bytes, and of the bytes. It stands in the metadata itself.
public struct SafetensorsSeal: ~Copyable {
  public static let key = "assay_seal"
  private var hash = SHA256()

  /// - Parameter metadata: all of it; the digest itself is left out.
  public init(_ metadata: [String: String]) {
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) where key != Self.key {
      hash.update("\(key.utf8.count) \(key) \(value.utf8.count) \(value)\n")
    }
  }

  /// The next tensor.
  public mutating func add(_ name: String, _ dtype: ScalarType, _ shape: [Int], _ bytes: UnsafeRawBufferPointer) {
    hash.update("\(name.utf8.count) \(name) \(dtype.rawValue) \(shape)\n")
    hash.update(bytes)
  }

  public consuming func text() -> String { hash.hexadecimal() }
}
