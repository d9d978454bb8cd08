import CCurl
public import Files

/// An http or https URL, taken apart by libcurl, which asks there later.
public struct WebAddress: Sendable, Equatable {
  /// Without a slash at its end.
  public let text: String
  public let host: String
  public let isSecure: Bool

  /// Throws for what is no such URL, and for one that holds a name or a password, a query or a fragment.
  /// - Parameter option: what messages name; the text itself may hold a secret.
  public init(_ text: String, option: String) throws(Diagnostic) {
    guard let parts = curl_url() else { throw Diagnostic(option, "libcurl cannot be used", expected: Self.example) }
    defer { curl_url_cleanup(parts) }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      curl_url_set(parts, CURLUPART_URL, text, 0) == CURLUE_OK, let scheme = Self.part(CURLUPART_SCHEME, of: parts),
      let host = Self.part(CURLUPART_HOST, of: parts), ["http", "https"].contains(scheme)
    else { throw Diagnostic(option, "is no URL of http or https", expected: Self.example, status: .wrongUsage) }
    for (part, name) in [
      (CURLUPART_USER, "a name"), (CURLUPART_PASSWORD, "a password"), (CURLUPART_QUERY, "a query"),
      (CURLUPART_FRAGMENT, "a fragment"),
    ] where Self.part(part, of: parts) != nil {
      throw Diagnostic(
        option, "holds \(name)", expected: "\(Self.example); keys come from the environment", status: .wrongUsage)
    }
    var text = text
    while text.hasSuffix("/") { text.removeLast() }
    self.text = text
    self.host = host.lowercased()
    isSecure = scheme == "https"
  }

  /// Whether it leads to this machine.
  public var isLoopback: Bool {
    host == "localhost" || host == "[::1]"
      || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
  }

  private static let example = "a URL such as http://127.0.0.1:8000 or https://api.example.org/v1"

  private static func part(_ part: CURLUPart, of parts: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(parts, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
