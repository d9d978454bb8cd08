public import Files

/// What a run remembers of its losses: whether it diverges, and whether the validation still gains.
///
/// It diverges when the running mean is above twice what the run began with. That is the mean of the first updates, but never more
/// than the first loss and half: a rate that is far too high blows up within these. A first batch of easy samples is no measure, so
/// that its loss counts with twice its spread.
public struct TrainingMonitor: Sendable, Equatable {
  /// Mean loss of the first updates, and the running mean since (decay 0.9).
  private var first = 0.0
  private var start = 0.0
  private var recent = 0.0
  private var count = 0
  public private(set) var bestValidation: Double?
  /// The update of the best validation, and validations since.
  public private(set) var bestUpdate = 0
  public private(set) var validationsWithoutGain = 0

  /// Updates whose mean is the measure.
  private static let measured = 10

  public init() {}

  /// - Parameter spread: standard error of the loss over the batch's samples; nil counts as the loss itself.
  /// - Returns: whether the running mean is above twice what the run began with.
  public mutating func observe(_ loss: Double, spread: Double?) -> Bool {
    count += 1
    if count == 1 { start = loss + 2 * (spread ?? loss) }
    if count <= Self.measured {
      first += (loss - first) / Double(count)
      recent = first
      return count > Self.measured / 2 && recent > 2 * max(start, 1)
    }
    recent = 0.9 * recent + 0.1 * loss
    return recent > 2 * max(min(first, 1.5 * start), 1)
  }

  /// - Returns: whether it is the best so far.
  public mutating func validated(_ loss: Double, update: Int) -> Bool {
    if let bestValidation, !(loss < bestValidation) {
      validationsWithoutGain += 1
      return false
    }
    bestValidation = loss
    bestUpdate = update
    validationsWithoutGain = 0
    return true
  }

  public var json: JSON {
    [
      "start": .number(start), "first": .number(first), "recent": .number(recent), "count": .integer(count),
      "best_validation": bestValidation.map { .number($0) } ?? .null, "best_update": .integer(bestUpdate),
      "validations_without_gain": .integer(validationsWithoutGain),
    ]
  }

  public init?(_ json: JSON) {
    guard let start = json["start"]?.number, let first = json["first"]?.number, let recent = json["recent"]?.number,
      let count = json["count"]?.integer, let bestUpdate = json["best_update"]?.integer,
      let without = json["validations_without_gain"]?.integer
    else { return nil }
    self.start = start
    self.first = first
    self.recent = recent
    self.count = count
    self.bestUpdate = bestUpdate
    bestValidation = json["best_validation"]?.number
    validationsWithoutGain = without
  }
}
