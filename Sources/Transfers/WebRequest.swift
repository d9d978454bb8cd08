public import Files

/// A request by HTTP. Redirections are not followed: what goes with it is for that server alone.
public struct WebRequest: Sendable {
  public var url: String
  /// Lines such as `Content-Type: application/json`; may hold secrets, and are in no message.
  public var headers: [String]
  /// What is posted; nil: something is to be got.
  public var body: [UInt8]?

  public init(_ url: String, headers: [String] = [], body: [UInt8]? = nil) {
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// What a server answered, whole.
public struct WebReply: Sendable {
  public var status: Int
  public var body: [UInt8]

  public init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

/// A request that was asked as often as it may be.
public struct WebFailure: Error {
  /// The last answer's; nil where there was none.
  public var status: Int?
  public var reason: Diagnostic
}
