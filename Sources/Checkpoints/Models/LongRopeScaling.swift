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
  /// Tokens of a sequence above which all its positions are turned by other angles, those that it began with, too; nil where it stays
  /// with what it has.
  public var lengthOfShort: Int? {
    if case .longRope(let scaling) = ropeScaling { scaling.originalContextLength } else { nil }
  }

  /// Whether a sequence of so many tokens, all that are fed of it, is one of the long ones.
  public func isLong(_ tokens: Int) -> Bool { lengthOfShort.map { tokens > $0 } ?? false }

  /// The length that decides by which angles a sequence of so many tokens is turned, all that are fed of it: 0 for all that are turned
  /// as short ones are, and else the same for those, and only those, that are turned alike.
  public func angleLength(_ tokens: Int) -> Int {
    switch ropeScaling {
    case .longRope(let scaling): isLong(tokens) ? scaling.originalContextLength + 1 : 0
    case .dynamic(_, let original): tokens > original ? tokens : 0
    default: 0
    }
  }
}
