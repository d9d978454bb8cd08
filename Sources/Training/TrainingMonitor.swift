public import Files

/// What a run remembers of its losses: whether it diverges, and whether the validation still gains.
///
/// It diverges when the running mean is above twice the mean of the first updates, or above twice the first loss: a rate that is far
/// too high blows up within these. A first batch of easy samples is no measure, though, so that the rise above the first loss must
/// be three times what batches differ by, too.
public struct TrainingMonitor: Sendable, Equatable {
  /// Mean loss of the first updates, and the running mean since (decay 0.9).
  private var first = 0.0
  private var start = 0.0
  private var recent = 0.0
  /// Running mean of the batches' standard errors (decay 0.9).
  private var spread = 0.0
  private var count = 0
  public private(set) var bestValidation: Double?
  /// The update of the best validation, and validations since.
  public private(set) var bestUpdate = 0
  public private(set) var validationsWithoutGain = 0

  /// Updates whose mean is the measure.
  private static let measured = 10

  public init() {}

  /// - Parameter spread: standard error of the loss over the batch's samples; a quarter of the loss where it is not known.
  /// - Returns: whether the run diverges.
  public mutating func observe(_ loss: Double, spread own: Double?) -> Bool {
    count += 1
    let weight = count <= Self.measured ? 1 / Double(count) : 0.1
    recent += (loss - recent) * weight
    spread += ((own ?? loss / 4) - spread) * weight
    if count == 1 { start = loss }
    if count <= Self.measured { first = recent }
    guard count > Self.measured / 2 else { return false }
    let rises = recent > 2 * max(start, 1) && recent - start > 3 * spread
    return rises || (count > Self.measured && recent > 2 * max(first, 1))
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
      "start": .number(start), "first": .number(first), "recent": .number(recent),
      "spread": .number(spread), "count": .integer(count),
      "best_validation": bestValidation.map { .number($0) } ?? .null, "best_update": .integer(bestUpdate),
      "validations_without_gain": .integer(validationsWithoutGain),
    ]
  }

  public init?(_ json: JSON) {
    guard let start = json["start"]?.number, let first = json["first"]?.number, let recent = json["recent"]?.number,
      let count = json["count"]?.integer, let bestUpdate = json["best_update"]?.integer,
      let without = json["validations_without_gain"]?.integer,
      // Far beyond any run, far below what overflows.
      [count, bestUpdate, without].allSatisfy({ (0...(1 << 40)).contains($0) })
    else { return nil }
    self.start = start
    self.first = first
    self.recent = recent
    // States from before it was remembered.
    spread = json["spread"]?.number ?? start / 4
    self.count = count
    self.bestUpdate = bestUpdate
    bestValidation = json["best_validation"]?.number
    validationsWithoutGain = without
  }
}
