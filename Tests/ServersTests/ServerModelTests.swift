import Evaluation
import Files
import TestSupport
import Testing
import Transfers

@testable import Servers

/// A model behind a server, against servers on this machine that do what servers do.
@Suite struct ServerModelTests {
  private func options(
    _ server: ScriptedServer, api: ServerOptions.API = .completions, key: String? = nil, seconds: Int = 20,
    concurrency: Int = 3
  ) throws -> ServerOptions {
    try ServerOptions(
      server.url, model: "scripted", api: api, key: key,
      limits: WebRequests.Limits(concurrency: concurrency, seconds: seconds, retries: 4, pause: 0.01))
  }

  private func open(_ server: ScriptedServer, api: ServerOptions.API = .completions) throws -> ServerModel {
    try ServerModel.open(ServerConnection(try options(server, api: api)))
  }

  /// What the server's rule gives, added up here.
  private func naive(_ context: String, _ continuation: String) -> Double {
    var sum = 0.0, before = context
    for letter in continuation {
      sum += ScriptedServer.logProbability(of: letter, after: before)
      before.append(letter)
    }
    return sum
  }

  @Test(
    "log-likelihoods are the sums of the continuation's tokens, with a token in front of a text and without",
    arguments: [true, false])
  func likelihoods(bos: Bool) throws {
    let server = try ScriptedServer(bos: bos)
    defer { server.stop() }
    var model = try open(server)
    #expect(model.scoring == .echo && model.defaultBOS == (bos ? .on : .off) && model.contextLength == 4096)
    let requests = (0..<20).map { LikelihoodRequest(context: "Number \($0)? Answer: ", continuation: "of \($0 % 3)") }
    var found = [Likelihood?](repeating: nil, count: requests.count)
    try model.likelihoods(of: requests, bos: model.defaultBOS) { index, likelihood in
      #expect(found[index] == nil)
      found[index] = likelihood
    }
    for (request, likelihood) in zip(requests, found) {
      let likelihood = try #require(likelihood)
      // The space before it belongs to the continuation.
      #expect(abs(likelihood.sum - naive(request.joint.context, request.joint.continuation)) < 1e-12)
      #expect(likelihood.contextTokens == request.joint.context.count + (bos ? 1 : 0))
      #expect(likelihood.continuationTokens == request.joint.continuation.count && likelihood.isGreedy)
    }
    #expect(model.connection.usage.requests >= 20 && model.connection.usage.uncounted == 0)
  }

  @Test("a token on both sides of the border counts for the context, as lm-evaluation-harness has it")
  func straddling() throws {
    let server = try ScriptedServer()
    defer { server.stop() }
    var model = try open(server), sums: [Double] = []
    try model.likelihoods(of: [LikelihoodRequest(context: "see q", continuation: "ux")], bos: .on) { _, likelihood in
      #expect(likelihood.contextTokens == 6 && likelihood.continuationTokens == 1)
      sums.append(likelihood.sum)
    }
    #expect(sums == [ScriptedServer.logProbability(of: "x", after: "see qu")])
  }

  @Test("what begins behind no context needs a token in front")
  func emptyContext() throws {
    let with = try ScriptedServer(), without = try ScriptedServer(bos: false)
    defer {
      with.stop()
      without.stop()
    }
    var model = try open(with), sum = 0.0
    try model.likelihoods(of: [LikelihoodRequest(context: "", continuation: "ab")], bos: .on) { sum = $1.sum }
    #expect(abs(sum - naive("", "ab")) < 1e-12)
    var other = try open(without)
    #expect(throws: Diagnostic.self) {
      try other.likelihoods(of: [LikelihoodRequest(context: "", continuation: "ab")], bos: .off) { _, _ in }
    }
  }

  @Test("a server whose log-probabilities cannot be right ranks nothing, and the reason is said")
  func faults() throws {
    let words: [ScriptedServer.Fault: String] = [
      .ignoresEcho: "ignores 'echo': it does not return the prompt",
      .noLogProbabilities: "returns no log-probabilities",
      .shiftedLeft: "when what is behind it changes", .shiftedRight: "stand at other places",
      .constant: "the same log-probability", .wrongOffsets: "places of tokens that do not cover the prompt",
    ]
    for (fault, word) in words {
      let server = try ScriptedServer(fault)
      defer { server.stop() }
      var model = try open(server)
      #expect(model.scoring == nil, "\(fault)")
      #expect(model.identity.server?.likelihoods == nil)
      do {
        try model.likelihoods(of: [LikelihoodRequest(context: "a", continuation: "b")], bos: .on) { _, _ in }
        Issue.record("\(fault) went unnoticed")
      } catch {
        #expect("\(error)".contains(word), "\(fault): \(error)")
      }
    }
  }

  @Test("completions are cut at the stops once more, and say what ended them")
  func completions() throws {
    let server = try ScriptedServer()
    defer { server.stop() }
    var model = try open(server), found: [Int: Completion] = [:]
    let requests = [
      GenerationRequest(prompt: "a", stops: ["STOP"], maxTokens: 99), GenerationRequest(prompt: "a", maxTokens: 3),
      GenerationRequest(prompt: "a", maxTokens: 99),
      GenerationRequest(prompt: "a", stops: ["1", "2", "3", "4", "on."], maxTokens: 99),
    ]
    try model.completions(of: requests, bos: .on) { found[$0] = $1 }
    #expect(found[0]?.text == "and so on. " && found[0]?.ending == .stop)
    #expect(found[1]?.text == "and" && found[1]?.ending == .budget && found[1]?.tokens == 3)
    #expect(found[2]?.text == "and so on. STOP and more of it" && found[2]?.ending == .eos)
    #expect(found[3]?.text == "and so " && found[3]?.ending == .stop)
    // OpenAI's own server takes four.
    let asked = server.requests.compactMap { request in request.body.withUnsafeBytes { try? JSON(parsing: $0) } }
    #expect(asked.compactMap { $0["stop"]?.array?.count }.max() == 4)
    #expect(asked.allSatisfy { $0["temperature"] == 0 })
  }

  @Test("a chat has answers, and no log-probabilities of texts that are given")
  func chat() throws {
    let server = try ScriptedServer()
    defer { server.stop() }
    var model = try open(server, api: .chat), text = ""
    try model.completions(of: [GenerationRequest(prompt: "this", maxTokens: 9)], bos: .on) { text = $1.text }
    #expect(text == "heard this")
    #expect(throws: Diagnostic.self) {
      try model.likelihoods(of: [LikelihoodRequest(context: "a", continuation: "b")], bos: .on) { _, _ in }
    }
  }

  @Test("what breaks, is busy or answers nonsense is asked again, and each answer is counted once")
  func again() throws {
    let half = Array(#"{"choices": [{"text": "half"#.utf8)
    let server = try ScriptedServer { number, json in
      guard json["max_tokens"] == 7, number % 5 > 0 else { return nil }
      switch number % 7 {
      case 1: return LoopbackServer.Response(status: 429)
      case 2: return LoopbackServer.Response(status: 500)
      case 3:
        var response = LoopbackServer.Response(Array("{\"choices\": []}".utf8))
        response.sent = 5
        return response
      case 4: return LoopbackServer.Response(half)
      default: return nil
      }
    }
    defer { server.stop() }
    var patient = try options(server)
    patient.limits.retries = 30
    var model = try ServerModel.open(ServerConnection(patient)), texts: [Int: String] = [:]
    let requests = (0..<20).map { GenerationRequest(prompt: "\($0)", maxTokens: 7) }
    try model.completions(of: requests, bos: .on) { index, completion in
      #expect(texts[index] == nil)
      texts[index] = completion.text
    }
    #expect(texts.count == 20 && texts.values.allSatisfy { $0 == "and so " })
    #expect(model.connection.usage.again > 5)
  }

  @Test("the server's word on when to come again is kept")
  func retryAfter() throws {
    let busy = try ScriptedServer { number, json in
      json["max_tokens"] == 7 && number % 2 == 0
        ? LoopbackServer.Response(status: 429, headers: ["Retry-After: 1"]) : nil
    }
    defer { busy.stop() }
    var model = try open(busy)
    var asked = 0
    let start = ContinuousClock.now
    try model.completions(
      of: [GenerationRequest(prompt: "a", maxTokens: 7)] + [GenerationRequest(prompt: "b", maxTokens: 7)], bos: .on
    ) { _, _ in asked += 1 }
    #expect(asked == 2 && ContinuousClock.now - start >= .seconds(1))
  }

  @Test("a server that is never better is an error in the end, and one that is silent too")
  func hopeless() throws {
    let busy = try ScriptedServer { _, json in json["max_tokens"] == 7 ? LoopbackServer.Response(status: 503) : nil }
    defer { busy.stop() }
    var model = try open(busy)
    do {
      try model.completions(of: [GenerationRequest(prompt: "a", maxTokens: 7)], bos: .on) { _, _ in }
      Issue.record("nothing was thrown")
    } catch {
      #expect((error as? Diagnostic)?.problem == "answers with status 503, also when asked 4 more times", "\(error)")
    }
    let silent = try ScriptedServer { _, json in
      guard json["max_tokens"] == 7 else { return nil }
      var response = LoopbackServer.Response([1, 2, 3])
      response.silence = (0, 3)
      return response
    }
    defer { silent.stop() }
    var impatient = try options(silent, seconds: 1)
    impatient.limits.retries = 0
    let connection = ServerConnection(impatient)
    var slow = try ServerModel.open(connection)
    do {
      try slow.completions(of: [GenerationRequest(prompt: "a", maxTokens: 7)], bos: .on) { _, _ in }
      Issue.record("nothing was thrown")
    } catch {
      #expect((error as? Diagnostic)?.problem == "did not answer in time", "\(error)")
    }
  }

  @Test("whoever waits can end it at once")
  func ended() throws {
    let server = try ScriptedServer { _, json in
      guard json["max_tokens"] == 7 else { return nil }
      var response = LoopbackServer.Response([1])
      response.silence = (0, 5)
      return response
    }
    defer { server.stop() }
    var model = try open(server)
    struct Enough: Error {}
    let start = ContinuousClock.now
    model.connection.waiting = { if ContinuousClock.now - start > .milliseconds(200) { throw Enough() } }
    #expect(throws: Diagnostic.self) {
      try model.completions(of: [GenerationRequest(prompt: "a", maxTokens: 7)], bos: .on) { _, _ in }
    }
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  @Test("the key goes with each request, and stands in no message, not even where the server says it")
  func key() throws {
    let server = try ScriptedServer { _, json in
      guard json["max_tokens"] == 7 else { return nil }
      return LoopbackServer.Response(
        Array(#"{"error": {"message": "no sk-very-secret here"}}"#.utf8), status: 401)
    }
    defer { server.stop() }
    let connection = ServerConnection(try options(server, key: "sk-very-secret"))
    var model = try ServerModel.open(connection)
    #expect(server.requests.allSatisfy { $0.headers.contains("authorization: Bearer sk-very-secret") })
    do {
      try model.completions(of: [GenerationRequest(prompt: "a", maxTokens: 7)], bos: .on) { _, _ in }
      Issue.record("nothing was thrown")
    } catch {
      #expect("\(error)".contains("status 401: no (the key) here") && !"\(error)".contains("secret"), "\(error)")
    }
    #expect(!"\(model.identity)".contains("secret"))
  }

  @Test("a model that the server does not have is an error with those that it has")
  func unknownModel() throws {
    let server = try ScriptedServer()
    defer { server.stop() }
    do {
      _ = try ServerModel.open(ServerConnection(try ServerOptions(server.url, model: "other")))
      Issue.record("nothing was thrown")
    } catch {
      #expect(error.place == "--server-model" && error.expectation == "one of scripted", "\(error)")
    }
  }

  @Test("keys and prompts go by http to this machine alone, and no URL holds a secret")
  func addresses() throws {
    for url in ["http://127.0.0.1:80", "http://localhost/v1", "http://[::1]:9", "https://example.org/v1/"] {
      #expect(try ServerOptions(url, model: "m").address.text == (url.hasSuffix("/") ? String(url.dropLast()) : url))
    }
    for url in [
      "http://example.org", "ftp://127.0.0.1", "127.0.0.1", "https://me:secret@example.org",
      "https://example.org/?key=secret",
      "http://127.0.0.1.example.org", "", "http://",
    ] {
      do {
        _ = try ServerOptions(url, model: "m")
        Issue.record("\(url) was taken")
      } catch {
        #expect(error.status == .wrongUsage && error.place == "--server" && !"\(error)".contains("secret"), "\(error)")
      }
    }
    #expect(try ServerOptions("http://example.org", model: "m", allowsPlainHTTP: true).address.isLoopback == false)
    for key in ["", "a b", "a\r\nX-Y: z"] {
      #expect(throws: Diagnostic.self) { try ServerOptions("http://localhost", model: "m", key: key) }
    }
  }
}
