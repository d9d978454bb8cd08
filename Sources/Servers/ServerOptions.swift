public import Files
public import Transfers

/// Which model of which server is asked, and how patiently.
public struct ServerOptions: Sendable {
  public var address: WebAddress
  /// The name that the server knows the model by.
  public var model: String
  public var api: API
  /// Goes with each request; stands in no message and no file.
  public var key: String?
  public var limits: WebRequests.Limits

  /// Ways to ask for text.
  public enum API: String, Sendable, CaseIterable {
    /// `/v1/completions`: a prompt is continued.
    case completions
    /// `/v1/chat/completions`: a prompt is a message of a user, in the server's own template.
    case chat

    var path: String { self == .chat ? "/chat/completions" : "/completions" }
  }

  /// - Parameter allowsPlainHTTP: also where the way leads to another machine.
  public init(
    _ url: String, model: String, api: API = .completions, key: String? = nil,
    limits: WebRequests.Limits = WebRequests.Limits(), allowsPlainHTTP: Bool = false
  ) throws(Diagnostic) {
    let address = try WebAddress(url, option: "--server")
    guard address.isSecure || address.isLoopback || allowsPlainHTTP else {
      throw Diagnostic(
        "--server", "leads to another machine by http: whoever stands between reads prompts and keys",
        expected: "https; --server-plain-http asks all the same", status: .wrongUsage)
    }
    guard !model.isEmpty, !model.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      throw Diagnostic(
        "--server-model", "is no name", expected: "the name that the server knows the model by", status: .wrongUsage)
    }
    if let key, key.isEmpty || !key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
      throw Diagnostic(
        "environment", "the key for the server holds spaces, or signs that no key has",
        expected: "ASSAY_API_KEY with the key alone", status: .wrongUsage)
    }
    self.address = address
    self.model = model
    self.api = api
    self.key = key
    self.limits = limits
  }

  /// The URL of a part of the API.
  func url(_ path: String) -> String { address.text + (address.text.hasSuffix("/v1") ? "" : "/v1") + path }
}
