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
    // What differs for Swift differs in bytes, and that is found out fastest.
    self == other && utf8.elementsEqual(other.utf8)
  }
}
