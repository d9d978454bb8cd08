public import Checkpoints
public import Files
import Tensors
import Transformers

/// How the working memory is divided: rows of a step, keys and values, requests in the window.
public struct MemoryPlan: Sendable, Equatable {
  /// Bytes beside the weights.
  public let total: Int
  public let rows: Int
  /// Bytes of keys and values that may be held at once.
  public let keyValueBytes: Int
  /// The same while completions are generated: many sequences run side by side, so a default is larger, and taken up as they do.
  public let generationBytes: Int
  /// Most sequences that run side by side; more gain little.
  public let sequences: Int
  /// Tokens of requests that are encoded and sorted at once.
  public let windowTokens: Int

  /// Enough for large products; more rows gain little and cost memory.
  static let usualRows = 1024
  static let usualTotal = 400 << 20
  /// Sequences of likelihood benchmarks are shorter as a rule; a longer one is computed too, beyond the plan.
  static let usualLength = 4096
  static let usualSequences = 64
  /// Positions of its own that a running sequence has, prompt and new tokens.
  static let usualOwnLength = 512

  /// `weightBytes` is the memory that the weights take. Throws a `Diagnostic` when `memory` cannot hold one sequence of usual length.
  /// - Parameter members: models that answer together, each with keys and values of its own.
  public init(
    _ configuration: ModelConfiguration, options: EngineOptions, weightBytes: Int = 0, members: Int = 1
  ) throws(Diagnostic) {
    let length = min(configuration.contextLength, Self.usualLength)
    let shape = KeyValueShape(
      layers: members * configuration.layerCount, heads: configuration.keyValueHeadCount,
      headSize: configuration.headSize)
    // Each piece of a path rounds its memory up to a block of 32; paths have a handful of pieces.
    let path = KeyValueSegment.byteCount(capacity: length + 8 * 32, shape: shape, isTransient: false)
    let kept = members > 1 ? members * configuration.hiddenSize : 0
    let perRow = 4 * (Decoder.workspaceFloatsPerRow(configuration) + kept)
    let least = path + 16 * perRow
    if let memory = options.memory, memory < least {
      throw Diagnostic(
        "--working-memory", "\(ByteCount.text(memory, rounded: .down)) cannot hold one sequence of \(length) tokens",
        expected: "this model needs at least \(ByteCount.text(least, rounded: .up)) beside its weights",
        status: .wrongUsage)
    }
    let usual = max(Self.usualTotal, path + path / 4 + Self.usualRows * perRow)
    total = options.memory ?? max(least, min(usual, (options.machineMemory ?? usual * 2) / 2))
    let forRows = max((total - path) / 2, min(total / 3, total - path))
    rows = max(1, min(options.batchTokens ?? Self.usualRows, max(16, forRows / perRow)))
    keyValueBytes = max(path, total - rows * perRow)
    // Drawing tokens takes all logits of all sequences.
    let logits = 4 * configuration.vocabularySize
    sequences = max(1, min(Self.usualSequences, rows, total / (8 * logits)))
    let own = KeyValueSegment.byteCount(capacity: Self.usualOwnLength, shape: shape, isTransient: false)
    let free = ((options.machineMemory ?? 0) - weightBytes) / 2 - rows * perRow
    generationBytes =
      options.memory == nil
      ? max(keyValueBytes, min(path + sequences * own, free)) : max(path, keyValueBytes - sequences * logits)
    windowTokens = 2 << 20
  }
}
