import Glibc

/// A text that is told from others by its bytes, as a key: Swift's own comparison takes `é` of one scalar and of two for the same text,
/// which files, vocabularies and other programs do not.
public struct ExactText: Sendable, Hashable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public static func == (left: ExactText, right: ExactText) -> Bool { left.text.hasBytes(of: right.text) }

  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension String {
  /// Whether both are the same, byte by byte.
  public func hasBytes(of other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let isSame = utf8.withContiguousStorageIfAvailable { own in
      other.utf8.withContiguousStorageIfAvailable { given in
        guard let own = own.baseAddress, let bytes = given.baseAddress else { return given.isEmpty }
        return memcmp(own, bytes, given.count) == 0
      }
    }
    // Texts that another language holds, which no file of ours is, lie elsewhere.
    return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}
