import Glibc

/// The numbers of YaRN: low frequencies divided by the factor, high ones kept, a ramp between, and cosines and sines multiplied.
/// Source: arXiv:2309.00071, section 3, as transformers 5.24 reads it.
public struct YarnScaling: Sendable, Equatable {
  public var factor: Double
  /// Tokens of a sequence before the scaling.
  public var originalContextLength: Int
  /// Turns over that length above which a frequency is kept, and below which it is divided.
  public var betaFast: Double
  public var betaSlow: Double
  /// What cosines and sines are multiplied by.
  public var attentionFactor: Double
  /// Whether the ramp begins and ends at whole dimensions.
  public var truncates: Bool

  public init(
    factor: Double, originalContextLength: Int, betaFast: Double = 32, betaSlow: Double = 1, attentionFactor: Double,
    truncates: Bool = true
  ) {
    self.factor = factor
    self.originalContextLength = originalContextLength
    self.betaFast = betaFast
    self.betaSlow = betaSlow
    self.attentionFactor = attentionFactor
    self.truncates = truncates
  }

  /// What cosines and sines are multiplied by where nothing is said, of the paper's scale 1; of others what transformers makes of it.
  static func growth(_ factor: Double, scale: Double = 1) -> Double { factor <= 1 ? 1 : 0.1 * scale * log(factor) + 1 }
}
