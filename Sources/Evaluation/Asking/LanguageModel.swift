public import Files

/// One question to a model: how likely is `continuation` after `context`?
public struct LikelihoodRequest: Sendable, Hashable {
  /// How the two texts become token ids (notes/protocols.md, section 12).
  public enum Boundary: String, Sendable, Hashable {
    /// lm-evaluation-harness's `_encode_pair`: trailing white space of the context moves to the continuation, both are
    /// encoded together, and the result is cut at the length of the encoded context.
    case jointEncoding = "joint-encoding"
    /// Hendrycks's MMLU code: only the last id of the continuation encoded alone, after the encoded context.
    case lastTokenAlone = "last-token-alone"
  }

  public var context: String
  public var continuation: String
  public var boundary: Boundary

  public init(context: String, continuation: String, boundary: Boundary = .jointEncoding) {
    self.context = context
    self.continuation = continuation
    self.boundary = boundary
  }

  /// The context without the white space that it ends with, as Python's `rstrip` cuts it, and the continuation with it in front.
  public var joint: (context: String, continuation: String) {
    var rest = Substring(context).unicodeScalars
    while let last = rest.last, Self.isPythonSpace(last) { rest.removeLast() }
    return (String(rest), String(context.unicodeScalars[rest.endIndex...]) + continuation)
  }

  /// Python's `str.isspace`: Unicode's White_Space, and the four ASCII information separators.
  private static func isPythonSpace(_ scalar: Unicode.Scalar) -> Bool {
    (0x1C...0x1F).contains(scalar.value) || scalar.properties.isWhitespace
  }
}

/// The answer to a `LikelihoodRequest`.
public struct Likelihood: Sendable, Equatable {
  /// Sum of the log-probabilities of the continuation's tokens, in nats.
  public var sum: Double
  /// Whether each of its tokens is the most likely one at its place (the first one, where several are).
  public var isGreedy: Bool
  /// Tokens of the context, a BOS counted, before truncation.
  public var contextTokens: Int
  public var continuationTokens: Int
  /// Tokens cut from the left because context and continuation were longer than the model's context; 0 as a rule.
  public var truncatedTokens: Int

  public init(
    sum: Double, isGreedy: Bool, contextTokens: Int, continuationTokens: Int,
    truncatedTokens: Int = 0
  ) {
    self.sum = sum
    self.isGreedy = isGreedy
    self.contextTokens = contextTokens
    self.continuationTokens = continuationTokens
    self.truncatedTokens = truncatedTokens
  }
}

/// Whether the encoder puts the beginning-of-sequence token before a context.
public enum BOSPolicy: String, Sendable, CaseIterable {
  case on, off
}

/// Answers as several models at once, which are called its variants.
public protocol VariedLanguageModel: LanguageModel {
  /// How many there are.
  var variants: Int { get }

  /// As `likelihoods(of:bos:completed:)`, for each of the first `variants` variants; an answer depends on neither the other requests
  /// nor the other variants.
  mutating func likelihoods(
    of requests: [LikelihoodRequest], bos: BOSPolicy, variants: Int,
    completed: (_ variant: Int, _ index: Int, _ likelihood: Likelihood) throws -> Void) throws
}

/// Whatever answers requests: the engine, a server, a scripted table in the tests. Text in, numbers out.
public protocol LanguageModel {
  /// Maximum number of tokens that a context and a continuation may have together; `Int.max` where it is not known.
  var contextLength: Int { get }

  /// What the model's own tokenizer configuration says about BOS; `--bos auto` of the lm-eval preset follows it.
  var defaultBOS: BOSPolicy { get }

  /// Number of tokens of a text, without BOS.
  func tokenCount(of text: String) throws(Diagnostic) -> Int

  /// The ids of a context as they are fed, for people to look at.
  func tokenIDs(of text: String, bos: BOSPolicy) throws(Diagnostic) -> [Int]

  /// Throws where nothing of a task can be asked of this model, whatever the item: a server without log-probabilities ranks nothing.
  func check(_ task: RunTask) throws(Diagnostic)

  /// Throws where the model's own settings ask for a way of generating that it does not have.
  func checkGeneration() throws(Diagnostic)

  /// Throws where a request has no answer, e.g. because a token spans its context and its whole continuation. Who asked many at once
  /// learns from this which one it was.
  func check(_ request: LikelihoodRequest, bos: BOSPolicy) throws(Diagnostic)
  func check(_ request: GenerationRequest, bos: BOSPolicy) throws(Diagnostic)

  /// Answers all requests, in an order of the model's choice. `completed` is called once for each request, with its index,
  /// as soon as its answer is known; what it throws ends the job. An answer does not depend on the other requests.
  /// Throws what `check` throws for a request that has no answer.
  mutating func likelihoods(
    of requests: [LikelihoodRequest], bos: BOSPolicy,
    completed: (_ index: Int, _ likelihood: Likelihood) throws -> Void) throws

  /// Continues all prompts, in an order of the model's choice. `completed` is called once for each request, with its index, as
  /// soon as its completion is known; what it throws ends the job. A completion does not depend on the other requests.
  /// Throws a `Diagnostic` where a prompt's room is not to be had in the model's context.
  mutating func completions(
    of requests: [GenerationRequest], bos: BOSPolicy,
    completed: (_ index: Int, _ completion: Completion) throws -> Void) throws
}

extension LanguageModel {
  public func check(_ task: RunTask) throws(Diagnostic) {}
  public func checkGeneration() throws(Diagnostic) {}
  public func check(_ request: LikelihoodRequest, bos: BOSPolicy) throws(Diagnostic) {}
  public func check(_ request: GenerationRequest, bos: BOSPolicy) throws(Diagnostic) {}
}
