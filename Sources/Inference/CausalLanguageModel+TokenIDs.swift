import Checkpoints
public import Evaluation
public import Files
public import Tensors
import Transformers

/// Requests in token ids, which are known already: what a server is asked.
extension CausalLanguageModel {
  /// What is to be continued, and how.
  public struct TokenPrompt: Sendable {
    public var ids: [Int32]
    public var stops: [String]
    /// The most new tokens, at least 1.
    public var maxTokens: Int
    public var decoding: GenerationRequest.Decoding

    public init(
      _ ids: [Int32], stops: [String] = [], maxTokens: Int, decoding: GenerationRequest.Decoding = .greedy
    ) {
      self.ids = ids
      self.stops = stops
      self.maxTokens = maxTokens
      self.decoding = decoding
    }
  }

  /// A completion with its tokens, of which the last may lie behind a stop.
  public struct TokenCompletion: Sendable {
    public var completion: Completion
    public var tokens: [Int32]
    /// The token by which the model ended it; no part of `tokens`.
    public var endToken: Int32?
  }

  /// Throws where a model cannot be fed these ids, with so many new ones behind them.
  public func check(_ ids: [Int32], newTokens: Int) throws(Diagnostic) {
    guard !ids.isEmpty else {
      throw Diagnostic("prompt", "has no tokens", expected: "at least one token")
    }
    let count = decoder.configuration.vocabularySize
    guard ids.allSatisfy({ $0 >= 0 && $0 < count }) else {
      throw Diagnostic("prompt", "holds a token that the model does not have", expected: "token ids below \(count)")
    }
    // The last token of what is only scored is never fed.
    let room = newTokens > 0 ? contextLength - newTokens : contextLength + 1
    guard ids.count <= room else {
      throw Diagnostic(
        "prompt", "has \(ids.count) tokens, and \(newTokens) new ones are asked for: the context has \(contextLength)",
        expected: "a prompt that fits")
    }
  }

  /// What each token adds to the text of all of them, in whole characters: one that ends a character has all of it. Special tokens add
  /// nothing.
  public func texts(ofTokens ids: [Int32]) -> [String] {
    var stream = TextStream(tokenizer, beginsText: true), texts: [String] = [], count = 0
    for (index, id) in ids.enumerated() {
      stream.append(id)
      if index == ids.count - 1 { stream.finish() }
      texts.append(String(decoding: stream.bytes[count...], as: UTF8.self))
      count = stream.bytes.count
    }
    return texts
  }

  /// Continues prompts; `completed` is called once for each, with its index. A completion depends on its own prompt alone.
  public mutating func completions(
    ofTokens prompts: [TokenPrompt], completed: (Int, TokenCompletion) throws -> Void
  ) throws {
    try checkGeneration()
    var given: [GenerationPrompt] = []
    for (index, prompt) in prompts.enumerated() {
      try check(prompt.ids, newTokens: prompt.maxTokens)
      var own = GenerationPrompt(request: index, ids: prompt.ids, maxTokens: prompt.maxTokens)
      own.stops = prompt.stops
      own.decoding = prompt.decoding
      given.append(own)
    }
    try generate(given) { sequence in
      try completed(
        sequence.prompt.request,
        TokenCompletion(
          completion: sequence.completion, tokens: sequence.tokens, endToken: sequence.endToken))
    }
  }

  /// The scores of all tokens of each sequence but its first, to the bit those whose sums `likelihoods` gives.
  public mutating func scores(
    ofTokens sequences: [[Int32]], completed: (Int, [ThreadPool.TokenScore]) throws -> Void
  ) throws {
    var window: [ScoredSequence] = [], tokens = 0
    for (index, ids) in sequences.enumerated() {
      try check(ids, newTokens: 0)
      guard ids.count > 1 else {
        try completed(index, [])
        continue
      }
      window.append(
        ScoredSequence(
          request: index,
          encoding: ContinuationEncoder.Encoding(context: [ids[0]], continuation: Array(ids.dropFirst())),
          limit: contextLength))
      tokens += ids.count
      if tokens >= plan.windowTokens || !options.sharesPrefixes {
        try score(window, completed)
        window = []
        tokens = 0
      }
    }
    try score(window, completed)
  }

  private mutating func score(
    _ window: [ScoredSequence], _ completed: (Int, [ThreadPool.TokenScore]) throws -> Void
  ) throws {
    guard !window.isEmpty else { return }
    let ledger = KeyValueLedger()
    var scores = window.map { [ThreadPool.TokenScore?](repeating: nil, count: $0.continuation.count) }
    var computed = 0
    let walk = TreeWalk(
      tree: PrefixTree(window, length: decoder.configuration.angleLength), decoder: decoder,
      budget: plan.keyValueBytes, ledger: ledger)
    try walk.run { _, target, score in
      guard score.logProbability.isFinite else { throw Diagnostic.notANumber(score.logProbability) }
      scores[target.sequence][target.index] = score
    } stepped: { rows in
      computed += rows
      try stepped()
    }
    statistics.computedTokens += computed
    statistics.requests += window.count
    statistics.peakKeyValueBytes = max(statistics.peakKeyValueBytes, ledger.peak)
    for (sequence, scores) in zip(window, scores) { try completed(sequence.request, scores.compactMap { $0 }) }
  }
}
