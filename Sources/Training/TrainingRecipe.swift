import Statistics

/// How a model is trained: everything but the data and what is trained.
public struct TrainingRecipe: Sendable, Equatable {
  /// What the loss of a batch is the mean of.
  public enum LossReduction: String, Sendable, CaseIterable {
    /// Of all labelled tokens of the batch.
    case tokenMean = "token-mean"
    /// Of the sequences' means: a short answer counts as much as a long one.
    case sequenceMean = "sequence-mean"
  }

  public var rate: Double
  public var schedule: LearningRateSchedule
  public var optimizer: AdamW.Settings
  /// The largest L2 norm of all gradients together; nil does not clip.
  public var clip: Double?
  /// Sequences of an update.
  public var batchSize: Int
  public var epochs: Int
  /// Updates; nil: as many as the epochs have.
  public var updates: Int?
  public var lossReduction: LossReduction
  /// Noise on the embeddings, uniform in ±alpha/√(tokens * width) (arXiv:2310.05914); 0 is none.
  public var neftuneAlpha: Double
  public var seed: UInt64
  public var averaging = WeightAverage.Settings()

  public init(
    rate: Double = 3e-4, schedule: LearningRateSchedule = LearningRateSchedule(),
    optimizer: AdamW.Settings = AdamW.Settings(), clip: Double? = 1, batchSize: Int = 16, epochs: Int = 1,
    updates: Int? = nil, lossReduction: LossReduction = .tokenMean, neftuneAlpha: Double = 0, seed: UInt64 = 42
  ) {
    self.rate = rate
    self.schedule = schedule
    self.optimizer = optimizer
    self.clip = clip
    self.batchSize = batchSize
    self.epochs = epochs
    self.updates = updates
    self.lossReduction = lossReduction
    self.neftuneAlpha = neftuneAlpha
    self.seed = seed
  }

  /// Updates of an epoch; the last batch may be smaller.
  public func updatesPerEpoch(samples: Int) -> Int { (samples + batchSize - 1) / batchSize }

  /// Updates of the whole run.
  public func totalUpdates(samples: Int) -> Int { updates ?? epochs * updatesPerEpoch(samples: samples) }

  /// The epoch of an update, both from 0, and the places of its batch in the order of that epoch.
  func places(of update: Int, samples: Int) -> (epoch: Int, places: Range<Int>) {
    let perEpoch = updatesPerEpoch(samples: samples), start = update % perEpoch * batchSize
    return (update / perEpoch, start..<min(samples, start + batchSize))
  }

  /// The samples of an epoch, from 0, in its own order: a function of the seed.
  func order(of epoch: Int, samples: Int) -> [Int] {
    KeyedRandom.permutation(
      KeyedRandom.key(seed, KeyedRandom.number(of: "order"), UInt64(epoch)), count: samples)
  }
}
