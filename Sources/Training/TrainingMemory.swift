public import Checkpoints
public import Files

/// What a training run needs of memory, and how it is made to fit: by holding fewer tokens at a time, or by computing
/// activations twice. Neither changes a bit of the result.
public struct TrainingMemory: Sendable, Equatable {
  /// Bytes of the frozen weights, as they lie in memory.
  public var base: Int
  /// Bytes of what is trained: values, gradients, two moments.
  public var trained: Int
  /// Bytes of what a baseline and an average of weights hold besides.
  public var added: Int
  /// Bytes of activations and of what a layer needs while it is computed.
  public var activations: Int
  public var tokensAtOnce: Int
  public var recomputes: Bool

  public var total: Int { base + trained + added + activations + Self.program }

  /// Bytes of the program itself, its tokenizer and its corpus.
  private static let program = 64 << 20

  /// Enough for large products.
  static let usualTokens = 2048

  /// The quickest way that fits.
  /// - Parameters:
  ///   - trained: how many numbers are trained.
  ///   - added: bytes that a baseline and an average of weights hold.
  ///   - longest: tokens of the longest sample; never cut.
  ///   - batch: tokens of the largest batch.
  ///   - budget: bytes. Throws with advice where nothing fits.
  public init(
    _ configuration: ModelConfiguration, base: Int, trained: Int, added: Int = 0, longest: Int, batch: Int,
    threads: Int,
    budget: Int
  ) throws(Diagnostic) {
    let usual = max(longest, min(batch, Self.usualTokens))
    let ways = [(usual, false), (usual, true), (longest, false), (longest, true)]
    let plans = ways.map { tokens, recomputes in
      TrainingMemory(
        base: base, trained: 16 * trained, added: added,
        activations: Self.activations(configuration, tokens: tokens, longest: longest, recomputes, threads: threads),
        tokensAtOnce: tokens, recomputes: recomputes)
    }
    if let plan = plans.first(where: { $0.total <= budget }) {
      self = plan
      return
    }
    let least = plans.min { $0.total < $1.total } ?? plans[0]
    throw Diagnostic(
      "--memory",
      "this run needs \(Self.text(least.total)) of \(ByteCount.text(budget, rounded: .down)): \(least.description)",
      expected: "more memory, a smaller max_length, a smaller model, or lora instead of full")
  }

  private init(base: Int, trained: Int, added: Int, activations: Int, tokensAtOnce: Int, recomputes: Bool) {
    self.base = base
    self.trained = trained
    self.added = added
    self.activations = activations
    self.tokensAtOnce = tokensAtOnce
    self.recomputes = recomputes
  }

  private static func activations(
    _ c: ModelConfiguration, tokens: Int, longest: Int, _ recomputes: Bool, threads: Int
  ) -> Int {
    let heads = c.features.headNorms == .none ? 0 : c.attentionSize + c.keyValueSize
    let outputs = c.features.blockNorms == .before ? 0 : 2 * c.hiddenSize
    // Of experts each token has copies of what goes in and comes out, and gate and up, of each that it takes.
    let experts = c.features.experts.map { 2 * $0.chosen * (c.hiddenSize + $0.intermediateSize) + 2 * $0.count } ?? 0
    let held =
      heads + outputs + 4 * c.hiddenSize + 2 * c.attentionSize + 2 * c.keyValueSize
      + max(2 * c.intermediateSize, experts)
    // A layer forward or backward, with the copies that dropout and thin factors need.
    let live = 10 * c.hiddenSize + 8 * c.attentionSize + 4 * c.keyValueSize + max(10 * c.intermediateSize, 3 * experts)
    let perToken = recomputes ? c.layerCount * c.hiddenSize + held + live : c.layerCount * held + live
    let logits = min(HeadLoss.budget, 4 * tokens * c.vocabularySize) * (c.features.logitCap == nil ? 1 : 2)
    // Keys and values as panels, probabilities and their gradients of a block of rows.
    let scratch = threads * 4 * longest * (3 * c.headSize + 2 * 48 + 1)
    // Buffers are made an eighth larger than asked for.
    return (4 * perToken * tokens + logits) / 8 * 9 + scratch
  }

  /// `base 1.2 GiB, trained 90 MiB, activations 340 MiB for 2048 tokens at a time, computed twice`
  public var description: String {
    "\(Self.text(total)): base \(Self.text(base)), trained \(Self.text(trained)), \(added > 0 ? "baseline and average \(Self.text(added)), " : "")program \(Self.text(Self.program)), activations \(Self.text(activations)) for "
      + "\(tokensAtOnce) tokens at a time, computed \(recomputes ? "twice" : "once")"
  }

  private static func text(_ bytes: Int) -> String { ByteCount.text(bytes, rounded: .up) }
}
