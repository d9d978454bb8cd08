public import Files

/// How much each of several task vectors counts in a merge: W = W₀ + lambda * Σ shares[j] * τ[j].
public struct MergeWeights: Sendable, Equatable {
  /// Not negative, and 1 together.
  public var shares: [Double]
  public var lambda: Double

  public init(shares: [Double], lambda: Double = 1) {
    self.shares = shares
    self.lambda = lambda
  }

  /// The average.
  public static func uniform(_ count: Int) -> MergeWeights {
    MergeWeights(shares: [Double](repeating: 1 / Double(count), count: count))
  }

  /// What each task vector is multiplied by.
  public var factors: [Double] { shares.map { lambda * $0 } }
}

/// Proposes weights, and learns from what they were worth. A function of its settings and of the values alone.
public protocol WeightProposer {
  /// The next candidates, to be looked at together; none when it is done.
  mutating func propose() -> [MergeWeights]
  /// What the last candidates were worth, in their order; more is better.
  mutating func learn(_ values: [Double]) throws(Diagnostic)
}
