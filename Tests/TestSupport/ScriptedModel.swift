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
  /// How often each request was asked, over all calls.
  public private(set) var asked: [LikelihoodRequest: Int] = [:]
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
    calls += 1
    var order = Array(requests.indices)
    if let seed {
      var generator = SeededGenerator(seed: seed &+ UInt64(calls))
      order.shuffle(using: &generator)
    }
    for (count, index) in order.enumerated() {
      if count == failsAfter { throw Killed() }
      asked[requests[index], default: 0] += 1
      try completed(index, answer(requests[index], bos))
    }
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
