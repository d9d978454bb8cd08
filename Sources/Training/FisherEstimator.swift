import Checkpoints
public import Corpora
public import Files
import Statistics
public import Tensors

/// The diagonal of a model's Fisher information: for each weight the mean over sequences of the squared derivative of a sequence's
/// log-likelihood (Kirkpatrick and others, arXiv:1612.00796; Matena and Raffel, arXiv:2111.09832, section 3). Each sequence's
/// gradient is squared by itself: the square of a batch's gradient is no such estimate.
public final class FisherEstimator {
  /// Whose labels the likelihood is of.
  public enum Labels: String, Sendable, CaseIterable {
    /// The corpus's own: the empirical Fisher information.
    case empirical
    /// Drawn from the model: the Fisher information itself, one draw a position.
    case sampled
  }

  /// What is squared of a sequence.
  public enum Squares: String, Sendable, CaseIterable {
    /// The derivative of its log-likelihood.
    case sequences
    /// What each position adds to the derivative by a linear map: Σ (dy²)(x²)ᵀ, without what positions have in common.
    case positions
  }

  private let computer: GradientComputer
  private let wanted: [StoredTensor]
  /// For each wanted tensor one of each of its parts.
  private let sums: [[FloatBuffer]]
  private let labels: Labels
  private let squares: Squares
  private let seed: UInt64
  private let pool: ThreadPool
  public private(set) var samples = 0

  /// For the weights that `isWanted` names, as they are stored. Beside the model it takes a float32 number for each of its weights and each wanted one.
  /// - Parameter squares: by positions of linear maps alone.
  public init(
    _ model: ModelParameters, labels: Labels, squares: Squares = .sequences, seed: UInt64, longest: Int,
    on pool: ThreadPool, isWanted: (_ name: String) -> Bool
  ) {
    let computer = GradientComputer(model, longest: longest, on: pool)
    if squares == .positions { computer.squarePositions() }
    wanted = model.stored.filter { isWanted($0.name) }
    sums = wanted.map { $0.parts.map { FloatBuffer([Float](repeating: 0, count: $0.values.count)) } }
    self.computer = computer
    self.labels = labels
    self.squares = squares
    self.seed = seed
    self.pool = pool
  }

  public func add(_ sample: TrainingSample) {
    var batch = TrainingBatch()
    batch.append(sample.ids, isLabel: sample.isLabel, weight: 1, key: KeyedRandom.key(seed, UInt64(samples)))
    if labels == .sampled { batch.labelSeed = seed }
    computer.clearGradients()
    _ = computer.addGradients(of: batch)
    computer.completeGradients()
    for (tensor, sums) in zip(wanted, sums) {
      for (part, sum) in zip(tensor.parts, sums) {
        switch squares {
        case .sequences: pool.addSquares(of: part.gradient, to: sum)
        case .positions: pool.add(part.gradient.base, to: sum.base, count: sum.count)
        }
      }
    }
    samples += 1
  }

  /// A tensor for each wanted weight, of its name and shape; the header says `samples` and `labels`, and `squares` where these are of positions.
  /// - Parameter metadata: stands in the header, too.
  public func write(to path: String, metadata: [String: String] = [:]) throws(Diagnostic) {
    let tensors = zip(wanted, sums).map { tensor, sums in
      var means: [ObjectIdentifier: FloatBuffer] = [:]
      for (part, sum) in zip(tensor.parts, sums) {
        let mean = FloatBuffer([Float](repeating: 0, count: sum.count))
        pool.add(sum.base, times: 1 / Float(max(1, samples)), to: mean.base, count: sum.count)
        means[ObjectIdentifier(part)] = mean
      }
      return ParameterFile.Tensor(
        name: tensor.name, shape: tensor.shape, buffer: tensor.values { means[ObjectIdentifier($0)] ?? $0.values })
    }
    var metadata = metadata.merging(["samples": "\(samples)", "labels": labels.rawValue]) { $1 }
    if squares == .positions { metadata["squares"] = squares.rawValue }
    try ParameterFile.writeSealed(tensors, metadata: metadata, to: path)
  }
}
