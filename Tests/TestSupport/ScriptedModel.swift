public import Evaluation
public import Files

/// A model made of a rule: every answer follows from the texts alone, in an order that a seed decides, and
/// each request is counted.
public struct ScriptedModel: LanguageModel {
  public var contextLength = 2048
  public var defaultBOS = BOSPolicy.on
  /// Order in which the requests of one call are answered; nil is the given order.
  public var seed: UInt64?
  /// After so many answers the model fails, as if the process had been killed there.
  public var failsAfter: Int?
  /// Answers a request; the default makes a number of its bytes.
  public var answer: @Sendable (LikelihoodRequest, BOSPolicy) -> Likelihood
  /// Continues a prompt; the default writes some words that follow from its bytes.
  public var complete: @Sendable (GenerationRequest, BOSPolicy) -> Completion = ScriptedModel.complete
  /// How often each request was asked, over all calls.
  public private(set) var asked: [LikelihoodRequest: Int] = [:]
  public private(set) var generated: [GenerationRequest: Int] = [:]
  public private(set) var calls = 0

  public struct Killed: Error {}

  public init(
    seed: UInt64? = nil, failsAfter: Int? = nil,
    answer: @escaping @Sendable (LikelihoodRequest, BOSPolicy) -> Likelihood = ScriptedModel.answer
  ) {
    self.seed = seed
    self.failsAfter = failsAfter
    self.answer = answer
  }

  /// Words, whatever stands between spaces.
  public func tokenCount(of text: String) throws(Diagnostic) -> Int { Self.words(text) }

  public func tokenIDs(of text: String, bos: BOSPolicy) throws(Diagnostic) -> [Int] {
    (bos == .on ? [1] : []) + text.utf8.map { Int($0) + 3 }
  }

  public mutating func likelihoods(
    of requests: [LikelihoodRequest], bos: BOSPolicy,
    completed: (_ index: Int, _ likelihood: Likelihood) throws -> Void
  ) throws {
    for (count, index) in order(of: requests.count).enumerated() {
      if count == failsAfter { throw Killed() }
      asked[requests[index], default: 0] += 1
      try completed(index, answer(requests[index], bos))
    }
  }

  public mutating func completions(
    of requests: [GenerationRequest], bos: BOSPolicy,
    completed: (_ index: Int, _ completion: Completion) throws -> Void
  ) throws {
    for (count, index) in order(of: requests.count).enumerated() {
      if count == failsAfter { throw Killed() }
      generated[requests[index], default: 0] += 1
      try completed(index, complete(requests[index], bos))
    }
  }

  private mutating func order(of count: Int) -> [Int] {
    calls += 1
    var order = Array(0..<count)
    if let seed {
      var generator = SeededGenerator(seed: seed &+ UInt64(calls))
      order.shuffle(using: &generator)
    }
    return order
  }

  /// Some words, a number now and then; sampled requests depend on their stream.
  public static func complete(_ request: GenerationRequest, bos: BOSPolicy) -> Completion {
    var hash: UInt64 = bos == .on ? 99 : 7
    for byte in request.prompt.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    if case .sampled(let sampling) = request.decoding { hash ^= sampling.stream }
    var generator = SeededGenerator(seed: hash)
    let all = ["the answer is ", "42", "7.", "é\u{301}", "\n", " ", "def", "Q"]
    let words = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      all.randomElement(using: &generator) ?? ""
    }
    return Completion(
      text: " " + words.joined(), ending: Completion.Ending.allCases[words.count % 4], tokens: words.count + 1,
      contextTokens: Self.words(request.prompt) + (bos == .on ? 1 : 0), truncatedTokens: words.count == 6 ? 3 : 0)
  }

  public static func answer(_ request: LikelihoodRequest, bos: BOSPolicy) -> Likelihood {
    var hash: UInt64 = bos == .on ? 14_695_981_039_346_656_037 : 7
    for byte in (request.context + "|" + request.continuation).utf8 {
      hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211
    }
    var generator = SeededGenerator(seed: hash)
    let bits = generator.next()
    return Likelihood(
      sum: -Double(bits >> 11) / 9_007_199_254_740_992 * 90, isGreedy: bits & 7 == 0,
      contextTokens: words(request.context) + (bos == .on ? 1 : 0),
      continuationTokens: max(1, words(request.continuation)))
  }

  private static func words(_ text: String) -> Int { text.split(separator: " ").count }
}
