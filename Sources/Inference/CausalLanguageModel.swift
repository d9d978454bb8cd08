public import Checkpoints
public import Evaluation
public import Files
public import Tensors
public import Tokenization
public import Transformers

/// A checkpoint that answers requests: tokenizer, decoder, and the walk over the requests' prefix tree.
public struct CausalLanguageModel: VariedLanguageModel {
  public let tokenizer: any Tokenizer
  public let decoder: Decoder
  public let plan: MemoryPlan
  public let options: EngineOptions
  public internal(set) var statistics = EngineStatistics()
  /// How the model's folder wants text to be generated.
  public var generation: GenerationSettings
  /// Called after each step of a job, of which an answer may take many; what it throws ends the job.
  public var stepped: () throws -> Void = {}

  public init(
    weights: DecoderWeights, adapters: [DecoderAdapter] = [], tokenizer: any Tokenizer, on pool: ThreadPool,
    options: EngineOptions
  ) throws(Diagnostic) {
    try self.init(
      [DecoderMember(weights, adapters: adapters)], mixing: .logits, tokenizer: tokenizer, on: pool, options: options)
  }

  /// Several models of one shape that answer together.
  public init(
    _ members: [DecoderMember], mixing: EnsembleMixing, tokenizer: any Tokenizer, on pool: ThreadPool,
    options: EngineOptions
  ) throws(Diagnostic) {
    let configuration = members[0].weights.configuration
    self.tokenizer = tokenizer
    self.options = options
    generation = GenerationSettings(eosIDs: configuration.eosIDs)
    plan = try MemoryPlan(
      configuration, options: options, weightBytes: members[0].weights.byteCount, members: members.count)
    decoder = Decoder(members, mixing: mixing, on: pool, maxRows: plan.rows)
  }

  public var contextLength: Int { decoder.configuration.contextLength }
  public var defaultBOS: BOSPolicy { tokenizer.addsBOS ? .on : .off }

  public func tokenCount(of text: String) throws(Diagnostic) -> Int { try tokenizer.encode(text).count }

  public func tokenIDs(of text: String, bos: BOSPolicy) throws(Diagnostic) -> [Int] {
    try ContinuationEncoder(tokenizer, bos: bos).contextIDs(of: text).map(Int.init)
  }

  public mutating func likelihoods(
    of requests: [LikelihoodRequest], bos: BOSPolicy, completed: (Int, Likelihood) throws -> Void
  ) throws {
    try likelihoods(of: requests, bos: bos, variants: 1) { _, index, likelihood in try completed(index, likelihood) }
  }

  public var variants: Int { decoder.variants }

  public mutating func likelihoods(
    of requests: [LikelihoodRequest], bos: BOSPolicy, variants: Int,
    completed: (_ variant: Int, _ index: Int, Likelihood) throws -> Void
  ) throws {
    let asking = QuestionEncoder(self, bos: bos)
    try likelihoods(
      of: requests.count, variants,
      encoding: { (index) throws(Diagnostic) in try asking.encode(requests[index]) }, completed)
  }

  public func check(_ request: LikelihoodRequest, bos: BOSPolicy) throws(Diagnostic) {
    _ = try QuestionEncoder(self, bos: bos).encode(request)
  }

  var rows: EmbeddingRows { EmbeddingRows(count: decoder.configuration.vocabularySize, tokenizer: tokenizer) }

  /// The same for ids that are known already, e.g. those that a trainer would learn from.
  /// - Precondition: no context or continuation is empty, and no continuation longer than the model's context.
  public mutating func likelihoods(
    of encodings: [ContinuationEncoder.Encoding], completed: (Int, Likelihood) throws -> Void
  ) throws {
    precondition(
      encodings.allSatisfy { !$0.context.isEmpty && (1...contextLength).contains($0.continuation.count) },
      "something that fits must be asked of something")
    for encoding in encodings { try rows.check(encoding.context + encoding.continuation, of: "a sample") }
    try likelihoods(of: encodings.count, 1, encoding: { encodings[$0] }) { _, index, likelihood in
      try completed(index, likelihood)
    }
  }

  private mutating func likelihoods(
    of count: Int, _ variants: Int, encoding: (Int) throws(Diagnostic) -> ContinuationEncoder.Encoding,
    _ completed: (Int, Int, Likelihood) throws -> Void
  ) throws {
    var window: [ScoredSequence] = []
    var tokens = 0
    for index in 0..<count {
      let sequence = ScoredSequence(request: index, encoding: try encoding(index), limit: contextLength)
      tokens += sequence.fed.count
      window.append(sequence)
      if tokens >= plan.windowTokens || !options.sharesPrefixes {
        try answer(window, variants, completed)
        window = []
        tokens = 0
      }
    }
    try answer(window, variants, completed)
  }

  private mutating func answer(
    _ window: [ScoredSequence], _ variants: Int, _ completed: (Int, Int, Likelihood) throws -> Void
  ) throws {
    guard !window.isEmpty else { return }
    let tree = PrefixTree(window, length: decoder.configuration.angleLength)
    let ledger = KeyValueLedger()
    var answers = [[PendingLikelihood]](repeating: window.map { PendingLikelihood($0) }, count: variants)
    var computed = 0
    let walk = TreeWalk(
      tree: tree, decoder: decoder, budget: plan.keyValueBytes, ledger: ledger, variants: variants)
    try walk.run { variant, target, score in
      guard let likelihood = try answers[variant][target.sequence].add(score, at: target.index) else { return }
      try completed(variant, window[target.sequence].request, likelihood)
    } stepped: { rows in
      computed += rows
      try stepped()
    }
    statistics.computedTokens += computed
    statistics.requestedTokens += variants * window.reduce(0) { $0 + $1.fed.count }
    statistics.requests += variants * window.count
    statistics.peakKeyValueBytes = max(statistics.peakKeyValueBytes, ledger.peak)
  }
}

/// What the engine did since it was made.
public struct EngineStatistics: Sendable, Equatable {
  /// Rows that went through the decoder.
  public var computedTokens = 0
  /// Rows that computing each request alone would have taken.
  public var requestedTokens = 0
  public var requests = 0
  public var peakKeyValueBytes = 0

  /// New tokens of completions, an EOS not counted.
  public var generatedTokens = 0
  /// Steps that generated tokens or computed prompts for it.
  public var generationSteps = 0
  /// Rows of these steps, those of prompts counted.
  public var generationRows = 0
  /// Sequences that gave their place up for want of memory, and were computed again.
  public var interruptions = 0

  public init() {}
}
