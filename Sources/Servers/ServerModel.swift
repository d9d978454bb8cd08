public import Evaluation
public import Files
import Transfers

/// A model behind a server with an OpenAI-compatible API. The server makes tokens of texts, puts its own token in front of them or
/// none, and has its own arithmetic: its answers are not reproducible to the bit.
public struct ServerModel: LanguageModel {
  public let connection: ServerConnection
  /// How the server tells the log-probabilities of a prompt; nil where it does not.
  let scoring: PromptScoring?
  /// Why it does not.
  private let refusal: String
  /// What stands in front of a text, where that is known.
  private let ownBOS: BOSPolicy?
  public let contextLength: Int
  /// Whether it cuts what is too long as it is told; else that is an error.
  let truncates: Bool

  /// Looks whether the server knows the model, and how it tells log-probabilities: tests it before it believes any.
  public static func open(_ connection: ServerConnection) throws(Diagnostic) -> ServerModel {
    do { return try ServerModel(testing: connection) } catch {
      throw error.asDiagnostic(connection.options.address.text)
    }
  }

  private init(testing connection: ServerConnection) throws {
    self.connection = connection
    contextLength = try Self.contextLength(connection)
    guard connection.options.api == .completions else {
      (scoring, ownBOS, truncates, refusal) = (nil, nil, false, "the API of chats has none for texts that are given")
      return
    }
    var found: (PromptScoring, ServerTest.Findings)?, problems: [String] = []
    for scoring in PromptScoring.allCases where found == nil {
      do {
        found = (scoring, try ServerTest(connection: connection, scoring: scoring).run())
      } catch let problem as PromptScores.Problem {
        problems.append("asked by \(scoring.rawValue), it \(problem.words)")
      } catch let refused as ServerRefusal where (400..<600).contains(refused.status) && refused.status != 401 {
        problems.append("asked by \(scoring.rawValue), it \(refused.reason.problem)")
      } catch let failure as WebFailure where [500, 501].contains(failure.status) {
        problems.append("asked by \(scoring.rawValue), it \(failure.reason.problem)")
      }
    }
    scoring = found?.0
    ownBOS = found.map { $0.1.hasBOS ? .on : .off }
    truncates = contextLength < .max && found?.1.truncates == true
    refusal = problems.first ?? ""
  }

  /// What the server's list says of the model, where there is one.
  private static func contextLength(_ connection: ServerConnection) throws -> Int {
    let options = connection.options
    guard let models = try connection.get("/models")?["data"]?.array else { return .max }
    let names = models.compactMap { $0["id"]?.string }
    guard let model = models.first(where: { $0["id"]?.string == options.model }) else {
      let known = names.prefix(8).joined(separator: ", ")
      throw Diagnostic(
        "--server-model", "\(options.address.text) has no model '\(options.model)'",
        expected: names.isEmpty ? "a server that has models" : "one of \(known)\(names.count > 8 ? ", …" : "")",
        status: .wrongUsage)
    }
    return model["max_model_len"]?.integer.flatMap { $0 > 0 ? $0 : nil } ?? .max
  }

  /// What is recorded of it.
  public var identity: ModelIdentity {
    let options = connection.options
    return ModelIdentity(
      name: options.model, path: options.address.text,
      server: ModelIdentity.Server(model: options.model, api: options.api.rawValue, likelihoods: scoring?.rawValue))
  }

  /// What everybody should know who reads its answers, a sentence each.
  public var warnings: [String] {
    var warnings = ["\(connection.options.address.text): \(ModelIdentity.Server.warning)"]
    if !truncates {
      warnings.append(
        "\(connection.options.address.text): what is longer than its context is an error, or cut there without a word")
    }
    return warnings
  }

  public var defaultBOS: BOSPolicy { ownBOS ?? .off }

  public func check(_ task: RunTask) throws(Diagnostic) {
    let id = task.benchmark.id, place = connection.options.address.text
    if case .dropExemplars = task.benchmark.overflow {
      throw Diagnostic(
        id, "it drops exemplars by their number of tokens, and \(place) gives no tokenizer",
        expected: "a protocol that does not, or a model folder")
    }
    if let ownBOS, ownBOS != task.bos {
      throw Diagnostic(
        id, "it is asked with the begin-of-sequence token \(task.bos.rawValue), and \(place) has it \(ownBOS.rawValue)",
        expected: "--bos \(ownBOS.rawValue), which the result tells, or a server that frames texts otherwise")
    }
    guard case .choice(let rule) = task.benchmark.asking else { return }
    guard scoring != nil else {
      throw Diagnostic(
        id, "it ranks log-probabilities of given texts, which \(place) does not give: \(refusal)",
        expected: "a server that returns them right, tasks that generate text, or a model folder")
    }
    guard rule.boundary == .jointEncoding else {
      throw Diagnostic(
        id, "it asks for the last token of a choice alone, and \(place) gives no tokenizer",
        expected: "a protocol that does not, or a model folder")
    }
  }

  public func tokenCount(of text: String) throws(Diagnostic) -> Int {
    throw noTokenizer()
  }

  public func tokenIDs(of text: String, bos: BOSPolicy) throws(Diagnostic) -> [Int] {
    throw noTokenizer()
  }

  private func noTokenizer() -> Diagnostic {
    Diagnostic(
      connection.options.address.text, "gives no tokenizer", expected: "a model folder, where tokens are wanted")
  }

  public mutating func likelihoods(
    of requests: [LikelihoodRequest], bos: BOSPolicy,
    completed: (_ index: Int, _ likelihood: Likelihood) throws -> Void
  ) throws {
    guard let scoring else {
      throw Diagnostic(
        connection.options.address.text, "gives no log-probabilities of given texts: \(refusal)",
        expected: "a server that returns them right")
    }
    do {
      var straddled: [(index: Int, scores: PromptScores)] = []
      try connection.post(
        ServerOptions.API.completions.path, count: requests.count,
        body: { (index) throws(Diagnostic) in
          let (context, continuation) = requests[index].joint
          return scoring.body(
            context + continuation, model: self.connection.options.model,
            truncation: self.truncates ? self.contextLength + 1 : nil)
        },
        answer: { index, answer in
          let (context, continuation) = requests[index].joint
          let scores: PromptScores
          do throws(PromptScores.Problem) {
            scores = try PromptScores(answer, of: context + continuation, by: scoring)
          } catch { return .broken(error.words) }
          if context.isEmpty {
            try Self.tell(scores.likelihood(from: scores.hasBOS ? 1 : 0), index, completed)
          } else if let start = scores.start(of: continuation) {
            try Self.tell(scores.likelihood(from: start), index, completed)
          } else {
            straddled.append((index, scores))
          }
          return .taken
        })
      try ask(straddled, requests, by: scoring, completed)
    } catch { throw error.asDiagnostic(connection.options.address.text) }
  }
}
