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
  private let addition: TrainingAddition
  /// Of the parameters on the way, where the recipe has one.
  public let average: WeightAverage?
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
    /// L2, of all gradients together, a penalty's too, before clipping.
    public var gradientNorm: Double
    public var tokens: Int
    public var labels: Int
    /// Their places in `samples`.
    public var batch: [Int]
    /// How LoRA experts were used; nil without any.
    public var experts: ExpertUse?
    /// What the method tells of the update; nothing of vanilla.
    public var measures: [Measure]

    /// A number by its name in the log.
    public struct Measure: Sendable, Equatable {
      public var name: String
      public var value: Double

      public init(_ name: String, _ value: Double) {
        self.name = name
        self.value = value
      }
    }

    public init(
      update: Int, loss: Double, spread: Double? = nil, rate: Double, gradientNorm: Double, tokens: Int, labels: Int,
      batch: [Int], measures: [Measure] = []
    ) {
      self.update = update
      self.loss = loss
      self.spread = spread
      self.rate = rate
      self.gradientNorm = gradientNorm
      self.tokens = tokens
      self.labels = labels
      self.batch = batch
      self.measures = measures
    }

    public var isFinite: Bool { loss.isFinite && gradientNorm.isFinite && measures.allSatisfy(\.value.isFinite) }
  }

  public init(
    _ computer: GradientComputer, samples: [TrainingSample], recipe: TrainingRecipe, addition: TrainingAddition = .none,
    tokensAtOnce: Int = .max, on pool: ThreadPool
  ) {
    precondition(!samples.isEmpty && samples.allSatisfy { $0.labelCount > 0 }, "each sample has something to learn")
    self.computer = computer
    self.samples = samples
    self.recipe = recipe
    self.tokensAtOnce = tokensAtOnce
    self.addition = addition
    self.pool = pool
    average = WeightAverage(recipe.averaging, of: computer.parameters)
    var settings = recipe.optimizer
    settings.weightDecay += addition.weightDecay
    optimizer = AdamW(settings, for: computer.parameters)
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
    let update = optimizer.updates, replay = replay(of: update, beside: batch)
    computer.clearGradients()
    var loss = 0.0, replayLoss = 0.0, losses: [Double] = []
    let all = weighted(batch, update: update, factor: 1 - replay.weight) + replay.samples
    let pieces = WeightedSample.pieces(all, tokensAtOnce: tokensAtOnce)
    computer.observeRouting(of: pieces.map(\.batch))
    for piece in pieces {
      var own = computer.addGradients(of: piece.batch)[...]
      for sample in piece.samples {
        let values = own.prefix(sample.sample.labelCount)
        own = own.dropFirst(values.count)
        if sample.isReplayed {
          for value in values { replayLoss += value * sample.share }
        } else {
          for value in values { loss += value * sample.share }
          losses += values
        }
      }
    }
    computer.completeGradients()
    var measures = addition.penalty?.addGradients(pool) ?? []
    if addition.replay != nil {
      measures.append(Step.Measure("replay_loss", replayLoss))
      measures.append(Step.Measure("replay_weight", replay.weight))
    }
    let norm = computer.parameters.reduce(0) { $0 + pool.sumOfSquares($1.gradient) }.squareRoot()
    let rate = recipe.rate * recipe.schedule.factor(at: update, of: totalUpdates)
    var result = Step(
      update: update + 1, loss: loss, spread: spread(of: losses, over: batch), rate: rate, gradientNorm: norm,
      tokens: all.reduce(0) { $0 + $1.sample.ids.count }, labels: all.reduce(0) { $0 + $1.sample.labelCount },
      batch: batch, measures: measures)
    result.experts = computer.expertUse
    guard result.isFinite else { return result }
    optimizer.update(rate: rate, gradientScale: recipe.clip.map { min(1, $0 / (norm + 1e-6)) } ?? 1, on: pool)
    average?.observe(optimizer.updates, on: pool)
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

  /// The batch, and the weight of each label's loss.
  private func weighted(_ batch: [Int], update: Int, factor: Double) -> [WeightedSample] {
    let labels = batch.reduce(0) { $0 + samples[$1].labelCount }
    return batch.map { index in
      let sample = samples[index]
      let share =
        switch recipe.lossReduction {
        case .tokenMean: 1 / Double(labels)
        case .sequenceMean: 1 / (Double(batch.count) * Double(sample.labelCount))
        }
      return WeightedSample(
        sample: sample, share: share, factor: factor,
        key: KeyedRandom.key(recipe.seed, UInt64(update), UInt64(index)), noise: noise(on: sample))
    }
  }

  /// What is replayed beside a batch: a mean over all of its tokens, whatever the corpus's own loss is a mean of.
  private func replay(of update: Int, beside batch: [Int]) -> (samples: [WeightedSample], weight: Double) {
    guard let stream = addition.replay else { return ([], 0) }
    let part = stream.part(
      before: amount(before: update, in: stream.unit), own: stream.amount(of: batch.map { samples[$0] }))
    let labels = part.samples.reduce(0) { $0 + $1.labelCount }, name = KeyedRandom.number(of: "replay")
    let weighted = part.samples.enumerated().map { place, sample in
      WeightedSample(
        sample: sample, share: 1 / Double(labels), factor: part.weight,
        key: KeyedRandom.key(recipe.seed, name, UInt64(update), UInt64(place)), isReplayed: true)
    }
    return (weighted, part.weight)
  }

  /// Samples or tokens of the corpus that the updates before this one had.
  private func amount(before update: Int, in unit: ReplaySettings.Unit) -> Int {
    let (epoch, places) = recipe.places(of: update, samples: samples.count)
    if unit == .samples { return epoch * samples.count + places.lowerBound }
    let whole = samples.reduce(0) { $0 + $1.ids.count }
    let order = order.epoch == epoch ? order.samples : recipe.order(of: epoch, samples: samples.count)
    return epoch * whole + order[..<places.lowerBound].reduce(0) { $0 + samples[$1].ids.count }
  }

  private func noise(on sample: TrainingSample) -> Float {
    guard recipe.neftuneAlpha > 0 else { return 0 }
    return Float(recipe.neftuneAlpha / (Double(sample.ids.count) * Double(computer.width)).squareRoot())
  }
}
