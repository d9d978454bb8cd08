import Statistics
import Transformers

/// Sequences side by side in one ragged matrix of tokens, no padding, and what is to be learned of them.
public struct TrainingBatch: Sendable, Equatable {
  /// One row a token.
  public private(set) var ids: [Int32] = []
  /// Position of each row in its sequence.
  public private(set) var positions: [Int32] = []
  /// First row of each sequence, and behind them the number of rows.
  public private(set) var starts: [Int32] = [0]
  /// Rows whose next token is learned, ascending.
  public private(set) var labelledRows: [Int32] = []
  /// The next tokens of these rows, and the factor of each one's loss.
  public private(set) var labels: [Int32] = []
  public private(set) var weights: [Float] = []
  /// Names each row in the random draws: the sequence's key and the position.
  public private(set) var rowKeys: [UInt64] = []
  /// The largest noise that is added to each row's embedding.
  public private(set) var noise: [Float] = []

  /// Of each sequence, where its sample says it.
  public private(set) var taskTypes: [Int?] = []
  /// The place of its first sequence among those of the update that it is a piece of.
  public private(set) var firstSequence = 0

  /// Where it is given, labels are drawn from the model's own distribution, by numbers that depend on it and the rows' keys.
  public var labelSeed: UInt64?

  /// - Parameter firstSequence: how many sequences of its update stand in earlier pieces.
  public init(firstSequence: Int = 0) { self.firstSequence = firstSequence }

  /// One number in 0 ..< 1 for each label that is drawn.
  var draws: [Double]? {
    labelSeed.map { seed in
      labelledRows.map { KeyedRandom.uniform(KeyedRandom.key(rowKeys[Int($0)], seed), 0) }
    }
  }

  public var rows: Int { ids.count }
  public var sequences: Int { taskTypes.count }

  /// For each row its position and the length of its sequence.
  var places: [RotaryTables.Place] {
    zip(starts, starts.dropFirst()).flatMap { start, end in
      (start..<end).map { (position: Int(positions[Int($0)]), length: Int(end - start)) }
    }
  }

  /// Adds a sequence. `isLabel[t]` says whether token t is to be predicted from those before it; the first never is. `weight`
  /// is the factor of each of its losses.
  public mutating func append(
    _ tokens: [Int32], isLabel: [Bool], weight: Float, key: UInt64, noise: Float = 0,
    taskType: Int? = nil
  ) {
    precondition(tokens.count == isLabel.count, "one flag for each token")
    // Nothing is learned of what the last token leads to.
    for t in tokens.indices {
      if t + 1 < tokens.count, isLabel[t + 1] {
        labelledRows.append(Int32(ids.count))
        labels.append(tokens[t + 1])
        weights.append(weight)
      }
      ids.append(tokens[t])
      positions.append(Int32(t))
      rowKeys.append(KeyedRandom.key(key, UInt64(t)))
      self.noise.append(noise)
    }
    starts.append(Int32(ids.count))
    taskTypes.append(taskType)
  }
}
