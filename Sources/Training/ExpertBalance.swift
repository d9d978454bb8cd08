import Tensors

/// How an update's tokens are shared out among LoRA experts.
public struct ExpertUse: Sendable, Equatable {
  /// The balancing loss, summed over all adapted maps, before its weight.
  public var balanceLoss: Double
  /// For each expert its share of all tokens, the mean over the adapted maps; they add up to 1.
  public var load: [Double]

  public init(balanceLoss: Double, load: [Double]) {
    self.balanceLoss = balanceLoss
    self.load = load
  }
}

/// The localized balancing loss of LoRA experts (arXiv:2312.09979, section 3.3) over the samples of one update.
///
/// For each adapted map the importance Q[b, n] is the sum of the shares of expert n over the tokens of sample b; Z = I * Q, where I is 1 + delta
/// where the expert is of the sample's type and 1 - delta where it is not. The loss is the spread of Z (`ExpertMixture.BalanceForm`).
///
/// Deviation: a sample without a type has I = 1. Padding counts in the code; here there is none. The code's Z are those of one device's
/// micro-batch, here those of the whole update, so that neither memory nor threads change it.
final class ExpertBalance {
  private let settings: ExpertMixture
  /// Adapted maps.
  private let sites: Int

  private enum Phase { case idle, gathering, closed }
  private var phase = Phase.idle
  /// Of the update's samples.
  private var types: [Int?] = []
  /// For each adapted map Q, and behind `close` the slope of the weighted loss by it: (samples, E).
  private var sums: [[Double]] = []
  private var slopes: [[Float]] = []
  private var loss = 0.0
  /// The sample of each row of the piece at work.
  private var samples: [Int] = []

  init(_ settings: ExpertMixture, sites: Int) {
    self.settings = settings
    self.sites = sites
  }

  private var experts: Int { settings.experts }
  var isBegun: Bool { phase != .idle }

  func reset() { phase = .idle }

  /// Begins an update of samples of these types.
  func begin(_ types: [Int?]) {
    self.types = types
    sums = Array(repeating: Array(repeating: 0, count: types.count * experts), count: sites)
    phase = .gathering
  }

  /// What follows is of this piece.
  func enter(_ batch: TrainingBatch) {
    samples = (0..<batch.sequences).flatMap { sequence in
      repeatElement(
        batch.firstSequence + sequence, count: Int(batch.starts[sequence + 1] - batch.starts[sequence]))
    }
  }

  /// - Parameter shares: (rows, E), of all rows of the piece.
  func observe(_ shares: UnsafePointer<Float>, site: Int, rows: Int) {
    guard phase == .gathering else { return }
    precondition(rows == samples.count, "shares of \(rows) rows in a piece of \(samples.count)")
    for row in 0..<rows {
      let first = samples[row] * experts
      for expert in 0..<experts { sums[site][first + expert] += Double(shares[row * experts + expert]) }
    }
  }

  /// Ends the gathering.
  func close() {
    guard phase == .gathering else { return }
    phase = .closed
    loss = 0
    slopes = sums.map { sums in
      let factors = sums.indices.map { factor(sample: $0 / experts, expert: $0 % experts) }
      let spread = Self.spread(zip(sums, factors).map { $0 * $1 }, settings.balanceForm)
      loss += spread.loss
      return zip(spread.slopes, factors).map { Float(settings.balanceWeight * $0 * $1) }
    }
  }

  /// Adds the slope of the weighted loss by the shares of each row of the piece, (rows, E).
  func addSlopes(to result: UnsafeMutablePointer<Float>, site: Int, rows: Int) {
    precondition(phase == .closed && rows == samples.count, "slopes of \(rows) rows in a piece of \(samples.count)")
    for row in 0..<rows {
      let first = samples[row] * experts
      for expert in 0..<experts { result[row * experts + expert] += slopes[site][first + expert] }
    }
  }

  /// nil before any update.
  var use: ExpertUse? {
    guard phase == .closed else { return nil }
    var load = [Double](repeating: 0, count: experts)
    for sums in sums { for (place, sum) in sums.enumerated() { load[place % experts] += sum } }
    let all = load.reduce(0, +)
    return ExpertUse(balanceLoss: loss, load: load.map { $0 / all })
  }

  private func factor(sample: Int, expert: Int) -> Double {
    guard let type = types[sample] else { return 1 }
    return type == settings.type(of: expert) ? 1 + settings.balance : 1 - settings.balance
  }

  /// The balancing loss of numbers, and its slope by each.
  static func spread(_ z: [Double], _ form: ExpertMixture.BalanceForm) -> (loss: Double, slopes: [Double]) {
    let count = Double(z.count), mean = z.reduce(0, +) / count
    // What is constant is balanced, to the bit; the sum of equal numbers over their count may not be the number.
    guard let first = z.first, mean > 0, z.contains(where: { $0 != first }) else {
      return (0, z.map { _ in 0 })
    }
    let squares = z.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    switch form {
    case .paper:
      let variance = squares / count
      return (variance / mean, z.map { 2 * ($0 - mean) / (count * mean) - variance / (mean * mean * count) })
    case .code:
      let variance = squares / (count - 1), divisor = mean * mean + 1e-10
      return (
        variance / divisor,
        z.map {
          2 * ($0 - mean) / ((count - 1) * divisor) - variance * 2 * mean / (count * divisor * divisor)
        }
      )
    }
  }
}
