import CCurl
public import Files

/// Many requests to one server, several at a time. What the server is too busy for, and what breaks off, is asked again after a pause that
/// doubles, or that the server names. All in the thread of whoever asks.
public struct WebRequests {
  public let address: WebAddress
  public let limits: Limits

  public struct Limits: Sendable, Equatable {
    /// Requests at a time.
    public var concurrency: Int
    /// For one answer, from its question on.
    public var seconds: Int
    /// How often a request is asked again.
    public var retries: Int
    /// Bytes of an answer at most.
    public var bytes: Int
    /// Seconds before a request is asked again for the first time.
    public var pause: Double

    public init(
      concurrency: Int = 8, seconds: Int = 600, retries: Int = 6, bytes: Int = 256 << 20, pause: Double = 0.5
    ) {
      self.concurrency = concurrency
      self.seconds = seconds
      self.retries = retries
      self.bytes = bytes
      self.pause = pause
    }
  }

  /// What whoever asked thinks of a reply.
  public enum Judgement: Sendable {
    case taken
    /// It is broken, in these words: `answers with half a text`.
    case broken(String)
  }

  public init(_ address: WebAddress, limits: Limits = Limits()) {
    self.address = address
    self.limits = limits
  }

  private struct Waiting {
    var index: Int
    var failures: Int
    var since: ContinuousClock.Instant
  }

  /// Asks `count` requests, in their order so far as there are places.
  /// - Parameters:
  ///   - reply: is given each reply that does not ask to come again, once; what it throws ends all.
  ///   - told: a word of the server about a refusal, from the body of its reply, for the error where it was the last.
  ///   - again: is told of each request that is to be asked again.
  ///   - waiting: is called at least ten times a second; what it throws ends all.
  public func run(
    _ count: Int, request: (Int) throws(Diagnostic) -> WebRequest, reply: (Int, WebReply) throws -> Judgement,
    told: ([UInt8]) -> String? = { _ in nil }, again: () -> Void = {}, waiting: () throws -> Void
  ) throws {
    guard let multi = curl_multi_init() else {
      throw Diagnostic(address.text, "libcurl cannot be used", expected: "a libcurl that works")
    }
    var running: [UnsafeMutableRawPointer: WebExchange] = [:]
    defer {
      for handle in running.keys { curl_multi_remove_handle(multi, handle) }
      curl_multi_cleanup(multi)
    }
    var late: [Waiting] = [], next = 0, resumes = ContinuousClock.now
    while next < count || !late.isEmpty || !running.isEmpty {
      let now = ContinuousClock.now
      while running.count < limits.concurrency, now >= resumes {
        var start = (index: next, failures: 0)
        if let due = late.firstIndex(where: { $0.since <= now }) {
          let waiting = late.remove(at: due)
          start = (waiting.index, waiting.failures)
        } else if next < count {
          next += 1
        } else {
          break
        }
        let exchange = try WebExchange(
          try request(start.index), index: start.index, failures: start.failures, isLoopback: address.isLoopback,
          limits)
        running[exchange.handle] = exchange
        curl_multi_add_handle(multi, exchange.handle)
      }
      var active: Int32 = 0, code = CURLE_OK
      curl_multi_perform(multi, &active)
      while let handle = assay_curl_ended(multi, &code) {
        curl_multi_remove_handle(multi, handle)
        guard let exchange = running.removeValue(forKey: handle) else { continue }
        guard try isToBeAskedAgain(exchange, code, reply, told) else { continue }
        again()
        let pause = pause(after: exchange)
        late.append(Waiting(index: exchange.index, failures: exchange.failures + 1, since: .now + pause))
        // Who names a time means all that come from here.
        if exchange.wanted != nil { resumes = max(resumes, .now + pause) }
      }
      try waiting()
      if next < count || !late.isEmpty || !running.isEmpty { curl_multi_poll(multi, nil, 0, 50, nil) }
    }
  }

  /// Throws where it was asked often enough.
  private func isToBeAskedAgain(
    _ exchange: WebExchange, _ code: CURLcode, _ reply: (Int, WebReply) throws -> Judgement,
    _ told: ([UInt8]) -> String?
  ) throws -> Bool {
    let problem: String
    switch exchange.outcome(code) {
    case .replied(let answer):
      guard case .broken(let what) = try reply(exchange.index, answer) else { return false }
      problem = what
    case .busy:
      problem = "answers with status \(exchange.status)" + (told(exchange.body).map { " (\($0))" } ?? "")
    case .broken(let what): problem = what
    case .impossible(let what):
      throw Diagnostic(address.text, what, expected: "a server that can be asked by HTTP")
    }
    guard exchange.failures < limits.retries else {
      let times = exchange.failures > 0 ? ", also when asked \(exchange.failures) more times" : ""
      let reason = Diagnostic(
        address.text, problem + times,
        expected: "a server that answers; what is finished is kept, and the same command asks for the rest")
      throw WebFailure(status: code == CURLE_OK ? exchange.status : nil, reason: reason)
    }
    return true
  }

  private func pause(after exchange: WebExchange) -> Duration {
    // The server's word counts up to ten minutes.
    if let wanted = exchange.wanted { return .seconds(min(wanted, 600)) }
    return .seconds(min(limits.pause * Double(1 << min(exchange.failures, 10)), 60))
  }
}
