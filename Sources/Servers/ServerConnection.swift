public import Files
import Transfers

/// Questions and answers in JSON, and what they have cost.
public final class ServerConnection {
  public let options: ServerOptions
  public private(set) var usage = ServerUsage()
  /// Called at least ten times a second while the server is waited for; what it throws ends the job.
  public var waiting: () throws -> Void = {}

  public init(_ options: ServerOptions) { self.options = options }

  private var headers: [String] {
    ["Content-Type: application/json", "Accept: application/json"]
      + (options.key.map { ["Authorization: Bearer \($0)"] } ?? [])
  }

  /// What a reply that cannot be used means.
  enum Judgement {
    case taken
    /// It is asked again, and an error in the end: `answers without a text`.
    case broken(String)
  }

  /// Posts questions, several at a time. A refusal is an error, with the server's own words.
  /// - Parameter retries: at most, where the limits have more.
  func post(
    _ path: String, count: Int, retries: Int = .max, body: (Int) throws(Diagnostic) -> JSON,
    answer: (Int, JSON) throws -> Judgement
  ) throws {
    var limits = options.limits
    limits.retries = min(limits.retries, retries)
    let requests = WebRequests(options.address, limits: limits)
    try requests.run(
      count,
      request: { (index) throws(Diagnostic) in
        WebRequest(self.options.url(path), headers: self.headers, body: Array(try body(index).text().utf8))
      },
      reply: { index, reply in
        guard (200..<300).contains(reply.status) else { throw self.refused(reply) }
        self.usage.requests += 1
        guard let json = Self.json(reply.body) else { return .broken("answers with something else than JSON") }
        self.usage.add(json["usage"])
        switch try answer(index, json) {
        case .taken: return .taken
        case .broken(let problem): return .broken(problem)
        }
      },
      told: { self.words($0) }, again: { self.usage.again += 1 }, waiting: { try self.waiting() })
  }

  /// One question.
  func post(_ path: String, _ body: JSON, retries: Int = .max) throws -> JSON {
    var found = JSON.null
    try post(
      path, count: 1, retries: retries, body: { (_) throws(Diagnostic) in body },
      answer: { _, json in
        found = json
        return .taken
      })
    return found
  }

  /// nil where the server does not know such a thing.
  func get(_ path: String) throws -> JSON? {
    var found: JSON?
    var limits = options.limits
    // Whoever is not there at the beginning is not waited for.
    limits.retries = min(limits.retries, 2)
    try WebRequests(options.address, limits: limits).run(
      1, request: { (_) throws(Diagnostic) in WebRequest(self.options.url(path), headers: self.headers) },
      reply: { _, reply in
        if [404, 405, 501].contains(reply.status) { return .taken }
        guard (200..<300).contains(reply.status) else { throw self.refused(reply) }
        guard let json = Self.json(reply.body) else { return .broken("answers with something else than JSON") }
        found = json
        return .taken
      }, told: { self.words($0) }, waiting: { try self.waiting() })
    return found
  }

  private static func json(_ bytes: [UInt8]) -> JSON? { bytes.withUnsafeBytes { try? JSON(parsing: $0) } }

  private func refused(_ reply: WebReply) -> ServerRefusal {
    let said = words(reply.body).map { ": \($0)" } ?? ""
    let way =
      switch reply.status {
      case 401, 403: "a key in ASSAY_API_KEY that the server takes"
      case 300..<400: "the server's own address; redirections are not followed, for the key goes with a request"
      case 404: "a server with \(options.api.path) below \(options.url("")), and a model that it knows"
      default: "a question that the server takes"
      }
    return ServerRefusal(
      status: reply.status,
      reason: Diagnostic(options.address.text, "answers with status \(reply.status)\(said)", expected: way))
  }

  /// What the body of a refusal says, without the key, should it be there.
  private func words(_ body: [UInt8]) -> String? {
    let json = Self.json(body)
    let told = json?["error"]?["message"] ?? json?["error"] ?? json?["message"] ?? json?["detail"]
    guard var text = told?.string ?? json.flatMap({ $0.isNull ? nil : told?.text() }) else { return nil }
    if let key = options.key { text = text.replacing(key, with: "(the key)") }
    text = String(text.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
    return text.isEmpty ? nil : String(text.prefix(300))
  }
}

/// A server's refusal: what it means depends on what was tried.
struct ServerRefusal: Error {
  var status: Int
  var reason: Diagnostic
}

/// What a server was asked for, as it counts itself.
public struct ServerUsage: Sendable, Equatable {
  /// Questions that were answered, and how often one was asked again.
  public var requests = 0, again = 0
  public var promptTokens = 0, newTokens = 0
  /// Answers without a count of tokens.
  public var uncounted = 0

  public init() {}

  mutating func add(_ json: JSON?) {
    guard let prompt = json?["prompt_tokens"]?.integer, prompt >= 0, prompt < 1 << 40 else {
      uncounted += 1
      return
    }
    promptTokens += prompt
    if let new = json?["completion_tokens"]?.integer, new >= 0, new < 1 << 40 { newTokens += new }
  }
}

extension Error {
  /// As whoever speaks in sentences throws it.
  func asDiagnostic(_ place: String) -> Diagnostic {
    (self as? Diagnostic) ?? (self as? ServerRefusal)?.reason ?? (self as? WebFailure)?.reason
      ?? Diagnostic(place, "failed: \(self)", expected: "a server that answers")
  }
}
