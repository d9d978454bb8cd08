public import Checkpoints
import Glibc
public import Tensors

/// Cosines and sines of the rotary position embedding: (positions, rotatedSize / 2) each, computed in float64. Where long sequences
/// are turned by other angles than short ones, theirs stand behind those of the short ones.
///
/// Source: arXiv:2104.09864; the scalings as config.json's `rope_scaling` names them.
public struct RotaryTable {
  public let positions: Int
  private let hasLong: Bool
  public let cosine: FloatBuffer
  public let sine: FloatBuffer
  /// For the rotation back, which is the gradient of the rotation.
  public let negatedSine: FloatBuffer

  public init(_ configuration: ModelConfiguration, positions: Int) {
    self.positions = positions
    let half = configuration.rotatedSize / 2
    var factor = 1.0
    if case .yarn(let yarn) = configuration.ropeScaling { factor = yarn.attentionFactor }
    if case .longRope(let long) = configuration.ropeScaling { factor = long.attentionFactor }
    hasLong = configuration.lengthOfShort != nil
    let kinds = hasLong ? [false, true] : [false]
    cosine = FloatBuffer(count: kinds.count * positions * half)
    sine = FloatBuffer(count: kinds.count * positions * half)
    negatedSine = FloatBuffer(count: kinds.count * positions * half)
    for (kind, isLong) in kinds.enumerated() {
      let frequencies = Self.frequencies(configuration, isLong: isLong)
      for position in 0..<positions {
        for i in 0..<half {
          // The angle is rounded to float32 first, as in the reference implementations.
          let angle = Double(Float(position) * frequencies[i]), place = (kind * positions + position) * half + i
          cosine[place] = Float(cos(angle) * factor)
          sine[place] = Float(sin(angle) * factor)
          negatedSine[place] = -sine[place]
        }
      }
    }
  }

  /// The row of the table that turns a position of a sequence.
  public func row(_ position: Int, isLong: Bool) -> Int32 { Int32(position + (hasLong && isLong ? positions : 0)) }

  /// Radians per position for each pair of dimensions.
  static func frequencies(_ configuration: ModelConfiguration, isLong: Bool = false) -> [Float] {
    let size = Double(configuration.rotatedSize)
    let plain = (0..<configuration.rotatedSize / 2).map { 1 / pow(configuration.ropeTheta, Double(2 * $0) / size) }
    switch configuration.ropeScaling {
    case .none: return plain.map { Float($0) }
    case .linear(let factor): return plain.map { Float($0 / factor) }
    case .llama3(let factor, let low, let high, let original):
      return plain.map { frequency in
        let wavelength = 2 * Double.pi / frequency
        if wavelength < Double(original) / high { return Float(frequency) }
        if wavelength > Double(original) / low { return Float(frequency / factor) }
        let blend = (Double(original) / wavelength - low) / (high - low)
        return Float((1 - blend) * frequency / factor + blend * frequency)
      }
    case .yarn(let yarn):
      let (low, high) = ramp(yarn, configuration)
      return plain.enumerated().map { index, frequency in
        let divided = min(1, max(0, (Double(index) - low) / (high - low)))
        return Float(divided * frequency / yarn.factor + (1 - divided) * frequency)
      }
    case .longRope(let long):
      return zip(plain, isLong ? long.longFactors : long.shortFactors).map { Float($0 / $1) }
    }
  }

  /// The pairs of dimensions between which frequencies go from kept to divided.
  private static func ramp(_ yarn: YarnScaling, _ configuration: ModelConfiguration) -> (low: Double, high: Double) {
    let size = Double(configuration.rotatedSize)
    func pair(turns: Double) -> Double {
      size * log(Double(yarn.originalContextLength) / (turns * 2 * Double.pi)) / (2 * log(configuration.ropeTheta))
    }
    let fast = pair(turns: yarn.betaFast), slow = pair(turns: yarn.betaSlow)
    let low = max(0, yarn.truncates ? fast.rounded(.down) : fast)
    let high = min(size - 1, yarn.truncates ? slow.rounded(.up) : slow)
    return (low, low == high ? high + 0.001 : high)
  }
}
