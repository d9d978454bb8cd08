import Checkpoints
public import Files
public import Tensors

/// Vectors of sequences from a decoder: the last hidden states behind the final norm, their mean or the last token's,
/// normalized.
public final class DecoderEmbedder: SequenceEmbedder {
  /// Which rows of a sequence become its vector.
  public enum Rows: String, Sendable, CaseIterable {
    case mean, last
  }

  public let maxLength: Int
  private let decoder: Decoder
  private let rows: Rows
  private let states: FloatBuffer

  /// - Parameter maxLength: maximum number of tokens of a sequence, BOS included.
  public init(_ weights: DecoderWeights, rows: Rows, maxLength: Int, on pool: ThreadPool, maxRows: Int = 2048) {
    self.maxLength = min(maxLength, weights.configuration.contextLength)
    self.rows = rows
    decoder = Decoder(weights, on: pool, maxRows: max(maxRows, self.maxLength))
    states = FloatBuffer(count: decoder.maxRows * weights.configuration.hiddenSize)
  }

  public var width: Int { decoder.configuration.hiddenSize }

  public func embed(
    _ sequences: [[Int32]], observe: (_ done: Int) throws(Diagnostic) -> Void = { _ in }
  ) throws(Diagnostic) -> FloatBuffer {
    precondition(sequences.allSatisfy { !$0.isEmpty && $0.count <= maxLength }, "a sequence has no tokens, or too many")
    let result = FloatBuffer(count: sequences.count * width)
    var done = 0
    for batch in SequenceBatches(sequences, maxRows: decoder.maxRows).batches {
      var extensions: [PathExtension] = [], ids: [Int32] = []
      for index in batch {
        let count = sequences[index].count
        let segment = KeyValueSegment(start: 0, capacity: count, shape: decoder.keyValueShape, isTransient: true)
        extensions.append(
          PathExtension(
            path: [], segment: segment, firstRow: ids.count, rows: count,
            length: decoder.configuration.angleLength(count)))
        ids += sequences[index]
      }
      decoder.step(ids, extensions, statesInto: states.base)
      for (part, index) in zip(extensions, batch) {
        let count = rows == .mean ? part.rows : 1
        Pooling.mean(
          states.base + (part.firstRow + part.rows - count) * width, count: count, width: width,
          into: result.base + index * width)
      }
      done += batch.count
      try observe(done)
    }
    return result
  }
}
