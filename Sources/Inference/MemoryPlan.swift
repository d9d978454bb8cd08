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
  /// Tokens of requests that are encoded and sorted at once.
  public let windowTokens: Int

  /// Enough for large products; more rows gain little and cost memory.
  static let usualRows = 1024
  static let usualTotal = 400 << 20

  /// Throws a `Diagnostic` when `memory` cannot hold one sequence of full length.
  public init(_ configuration: ModelConfiguration, options: EngineOptions) throws(Diagnostic) {
    let shape = KeyValueShape(
      layers: configuration.layerCount, heads: configuration.keyValueHeadCount,
      headSize: configuration.headSize)
    // A path in pieces wastes at most part of a block in each.
    let path = KeyValueSegment.byteCount(
      capacity: configuration.contextLength, shape: shape, isTransient: false) * 9 / 8
    let perRow = 4 * Decoder.workspaceFloatsPerRow(configuration)
    let least = path + 16 * perRow
    if let memory = options.memory, memory < least {
      throw Diagnostic(
        "--memory", "\(memory >> 20) MiB cannot hold one sequence of \(configuration.contextLength) tokens",
        expected: "this model needs at least \(least >> 20 + 1) MiB beside its weights", status: .wrongUsage)
    }
    total = options.memory ?? max(Self.usualTotal, path + path / 4 + Self.usualRows * perRow)
    let forRows = min((total - path) / 2, total / 3)
    rows = max(1, min(options.batchTokens ?? Self.usualRows, max(16, forRows / perRow)))
    keyValueBytes = max(path, total - rows * perRow)
    windowTokens = 2 << 20
  }
}
