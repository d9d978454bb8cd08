import Corpora

/// A sample of an update, and what its losses count there.
struct WeightedSample {
  var sample: TrainingSample
  /// Of each label in the mean that the loss is.
  var share: Double
  /// Of that mean in what is learned from.
  var factor = 1.0
  /// Names it in the random draws.
  var key: UInt64
  /// The largest noise on its embeddings.
  var noise: Float = 0
  /// Whether it is text that is replayed.
  var isReplayed = false

  /// One after the other in as few batches as hold `tokensAtOnce` each, or a longer sample alone.
  static func pieces(
    _ samples: [WeightedSample], tokensAtOnce: Int
  ) -> [(batch: TrainingBatch, samples: [WeightedSample])] {
    var pieces = [(batch: TrainingBatch(), samples: [WeightedSample]())]
    for (sequence, own) in samples.enumerated() {
      if let rows = pieces.last?.batch.rows, rows > 0, rows + own.sample.ids.count > tokensAtOnce {
        pieces.append((TrainingBatch(firstSequence: sequence), []))
      }
      pieces[pieces.count - 1].batch.append(
        own.sample.ids, isLabel: own.sample.isLabel, weight: Float(own.share * own.factor), key: own.key,
        noise: own.noise, taskType: own.sample.taskType)
      pieces[pieces.count - 1].samples.append(own)
    }
    return pieces
  }
}
