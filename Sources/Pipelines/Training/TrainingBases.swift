public import Checkpoints
public import Files
import Platform
public import Tensors
public import Transformers

/// Frozen bases, each in memory once however many runs stand on it.
public final class TrainingBases {
  public let pool: ThreadPool
  public let threads: Int
  private var weights: [String: DecoderWeights] = [:]

  public init(threads: Int) throws(Diagnostic) {
    pool = try ThreadPool.started(threads)
    self.threads = threads
  }

  public func weights(of checkpoint: Checkpoint, format: WeightFormat?) throws(Diagnostic) -> DecoderWeights {
    let key = FileSystem.realPath(checkpoint.directory) + " " + (format?.rawValue ?? "auto")
    if let known = weights[key] { return known }
    let opened = try DecoderWeights(checkpoint, format: format, on: pool)
    weights[key] = opened
    return opened
  }
}
