public import Corpora
import Statistics
public import Tensors

/// Trains one set of parameters on samples, update by update. What it does is a function of parameters, samples and recipe:
/// neither threads nor the memory at hand nor interruptions change a bit.
public final class Trainer {
  public let computer: GradientComputer
  public let optimizer: AdamW
  public let recipe: TrainingRecipe
  public let samples: [TrainingSample]
  /// Tokens whose activations are held at a time; the gradient does not depend on it.
  public let tokensAtOnce: Int
  private let pool: ThreadPool
  /// Of the epoch that the next update belongs to, so that it is drawn once an epoch.
  private var order: (epoch: Int, samples: [Int]) = (-1, [])

  /// What an update saw.
  public struct Step: Sendable, Equatable {
    /// From 1.
    public var update: Int
    /// In nats, reduced as the recipe has it, before the update.
    public var loss: Double
    /// Standard error of the loss over the batch's samples: how much another batch's may differ. nil for a single one,
    /// and for a step that a log tells of.
    public var spread: Double?
    public var rate: Double
    /// L2, of all gradients together, before clipping.
    public var gradientNorm: Double
    public var tokens: Int
    public var labels: Int
    /// Their places in `samples`.
    public var batch: [Int]
    /// How LoRA experts were used; nil without any.
    public var experts: ExpertUse?

    public init(
      update: Int, loss: Double, spread: Double? = nil, rate: Double, gradientNorm: Double, tokens: Int, labels: Int,
      batch: [Int]
    ) {
      self.update = update
      self.loss = loss
      self.spread = spread
      self.rate = rate
      self.gradientNorm = gradientNorm
      self.tokens = tokens
      self.labels = labels
      self.batch = batch
    }

    public var isFinite: Bool { loss.isFinite && gradientNorm.isFinite }
  }

  public init(
    _ computer: GradientComputer, samples: [TrainingSample], recipe: TrainingRecipe, tokensAtOnce: Int = .max,
    on pool: ThreadPool
  ) {
    precondition(!samples.isEmpty && samples.allSatisfy { $0.labelCount > 0 }, "each sample has something to learn")
    self.computer = computer
    self.samples = samples
    self.recipe = recipe
    self.tokensAtOnce = tokensAtOnce
    self.pool = pool
    optimizer = AdamW(recipe.optimizer, for: computer.parameters)
  }

  public var totalUpdates: Int { recipe.totalUpdates(samples: samples.count) }
  public var isFinished: Bool { optimizer.updates >= totalUpdates }

  /// The next update, with the recipe's batch. Where loss or gradient are not finite the parameters stay as they are.
  public func step() -> Step { step(on: nextBatch()) }

  private func nextBatch() -> [Int] {
    let (epoch, places) = recipe.places(of: optimizer.updates, samples: samples.count)
    if order.epoch != epoch { order = (epoch, recipe.order(of: epoch, samples: samples.count)) }
    return Array(order.samples[places])
  }

  /// The next update, with these samples.
  func step(on batch: [Int]) -> Step {
    let update = optimizer.updates
    computer.clearGradients()
    var loss = 0.0, losses: [Double] = []
    let pieces = pieces(of: batch, update: update)
    computer.observeRouting(of: pieces.map(\.0))
    for (piece, weights) in pieces {
      let own = computer.addGradients(of: piece)
      for (value, weight) in zip(own, weights) { loss += value * weight }
      losses += own
    }
    computer.completeGradients()
    let norm = computer.parameters.reduce(0) { $0 + pool.sumOfSquares($1.gradient) }.squareRoot()
    let rate = recipe.rate * recipe.schedule.factor(at: update, of: totalUpdates)
    var result = Step(
      update: update + 1, loss: loss, spread: spread(of: losses, over: batch), rate: rate, gradientNorm: norm,
      tokens: batch.reduce(0) { $0 + samples[$1].ids.count },
      labels: batch.reduce(0) { $0 + samples[$1].labelCount }, batch: batch)
    result.experts = computer.expertUse
    guard result.isFinite else { return result }
    optimizer.update(rate: rate, gradientScale: recipe.clip.map { min(1, $0 / (norm + 1e-6)) } ?? 1, on: pool)
    return result
  }

  /// Standard error of the samples' mean losses; nil for one sample.
  private func spread(of losses: [Double], over batch: [Int]) -> Double? {
    var rest = losses[...]
    let means = batch.compactMap { index -> Double? in
      let own = rest.prefix(samples[index].labelCount)
      rest = rest.dropFirst(own.count)
      return SampleMean(of: Array(own))?.value
    }
    return SampleMean(of: means)?.standardError
  }

  /// The mean loss of samples in nats a token, reduced as the recipe has it; nothing is dropped or learned.
  public func loss(of samples: [TrainingSample]) -> Double {
    var sum = 0.0, weight = 0.0
    for sample in samples {
      var batch = TrainingBatch()
      batch.append(sample.ids, isLabel: sample.isLabel, weight: 1, key: 0)
      let losses = computer.losses(of: batch)
      let perToken = recipe.lossReduction == .tokenMean ? 1 : 1 / Double(max(1, losses.count))
      sum += losses.reduce(0, +) * perToken
      weight += Double(losses.count) * perToken
    }
    return sum / max(weight, 1)
  }

  /// The batch cut so that `tokensAtOnce` holds, and the weight of each label's loss.
  private func pieces(of batch: [Int], update: Int) -> [(TrainingBatch, [Double])] {
    let labels = batch.reduce(0) { $0 + samples[$1].labelCount }
    var pieces = [(TrainingBatch(), [Double]())]
    for (sequence, index) in batch.enumerated() {
      let sample = samples[index]
      let weight =
        switch recipe.lossReduction {
        case .tokenMean: 1 / Double(labels)
        case .sequenceMean: 1 / (Double(batch.count) * Double(sample.labelCount))
        }
      if let rows = pieces.last?.0.rows, rows > 0, rows + sample.ids.count > tokensAtOnce {
        pieces.append((TrainingBatch(firstSequence: sequence), []))
      }
      pieces[pieces.count - 1].0.append(
        sample.ids, isLabel: sample.isLabel, weight: Float(weight),
        key: KeyedRandom.key(recipe.seed, UInt64(update), UInt64(index)), noise: noise(on: sample),
        taskType: sample.taskType)
      pieces[pieces.count - 1].1 += repeatElement(weight, count: sample.labelCount)
    }
    return pieces
  }

  private func noise(on sample: TrainingSample) -> Float {
    guard recipe.neftuneAlpha > 0 else { return 0 }
    return Float(recipe.neftuneAlpha / (Double(sample.ids.count) * Double(computer.width)).squareRoot())
  }
}
