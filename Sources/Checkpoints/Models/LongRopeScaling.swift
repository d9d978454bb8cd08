/// The numbers of LongRoPE: each frequency is divided by a factor of its own, one set of them for sequences within the original
/// length and one for longer ones. Source: arXiv:2402.13753, as transformers 5.24 reads it.
public struct LongRopeScaling: Sendable, Equatable {
  /// One for each pair of numbers that is turned.
  public var shortFactors: [Double]
  public var longFactors: [Double]
  /// Tokens of a sequence above which the long factors hold, for all its positions.
  public var originalContextLength: Int
  /// What cosines and sines are multiplied by, at every length.
  public var attentionFactor: Double

  public init(shortFactors: [Double], longFactors: [Double], originalContextLength: Int, attentionFactor: Double) {
    self.shortFactors = shortFactors
    self.longFactors = longFactors
    self.originalContextLength = originalContextLength
    self.attentionFactor = attentionFactor
  }
}

extension ModelConfiguration {
  /// Tokens of a sequence above which all its positions are turned by other angles; nil where angles depend on positions alone.
  public var lengthOfShort: Int? {
    if case .longRope(let scaling) = ropeScaling { scaling.originalContextLength } else { nil }
  }

  /// Whether a sequence of so many tokens, all that are fed of it, is one of the long ones.
  public func isLong(_ tokens: Int) -> Bool { lengthOfShort.map { tokens > $0 } ?? false }
}
