public import Checkpoints
public import Corpora
public import Files
import Platform
public import Tensors
public import Transformers

/// Frozen bases, each in memory once however many runs stand on it; and, for a job of many runs, the corpora that they learn from.
public final class TrainingBases {
  public let pool: ThreadPool
  public let threads: Int
  private var weights: [String: DecoderWeights] = [:]
  /// nil: a corpus is read for each run, and only its tokens stay in memory.
  public let corpora: ReadCorpora?

  public init(threads: Int, keepsCorpora: Bool = false) throws(Diagnostic) {
    pool = try ThreadPool.started(threads)
    self.threads = threads
    corpora = keepsCorpora ? ReadCorpora() : nil
  }

  public func weights(of checkpoint: Checkpoint, format: WeightFormat?) throws(Diagnostic) -> DecoderWeights {
    let key = FileSystem.realPath(checkpoint.directory) + " " + (format?.rawValue ?? "auto")
    if let known = weights[key] { return known }
    let opened = try DecoderWeights(checkpoint, format: format, on: pool)
    weights[key] = opened
    return opened
  }
}
