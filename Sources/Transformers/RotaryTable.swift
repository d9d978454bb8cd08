public import Checkpoints
import Glibc
public import Tensors

/// Cosines and sines of the rotary position embedding: (positions, headSize / 2) each, computed in float64.
///
/// Source: arXiv:2104.09864; the scalings as config.json's `rope_scaling` names them.
public struct RotaryTable {
  public let positions: Int
  public let cosine: FloatBuffer
  public let sine: FloatBuffer
  /// For the rotation back, which is the gradient of the rotation.
  public let negatedSine: FloatBuffer

  public init(_ configuration: ModelConfiguration, positions: Int) {
    self.positions = positions
    let half = configuration.headSize / 2
    let frequencies = Self.frequencies(configuration)
    var factor = 1.0
    if case .yarn(let yarn) = configuration.ropeScaling { factor = yarn.attentionFactor }
    cosine = FloatBuffer(count: positions * half)
    sine = FloatBuffer(count: positions * half)
    negatedSine = FloatBuffer(count: positions * half)
    for position in 0..<positions {
      for i in 0..<half {
        // The angle is rounded to float32 first, as in the reference implementations.
        let angle = Double(Float(position) * frequencies[i])
        cosine[position * half + i] = Float(cos(angle) * factor)
        sine[position * half + i] = Float(sin(angle) * factor)
        negatedSine[position * half + i] = -sine[position * half + i]
      }
    }
  }

  /// Radians per position for each pair of dimensions.
  static func frequencies(_ configuration: ModelConfiguration) -> [Float] {
    let size = Double(configuration.headSize)
    let plain = (0..<configuration.headSize / 2).map { 1 / pow(configuration.ropeTheta, Double(2 * $0) / size) }
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
    }
  }

  /// The pairs of dimensions between which frequencies go from kept to divided.
  private static func ramp(_ yarn: YarnScaling, _ configuration: ModelConfiguration) -> (low: Double, high: Double) {
    let size = Double(configuration.headSize)
    func pair(turns: Double) -> Double {
      size * log(Double(yarn.originalContextLength) / (turns * 2 * Double.pi)) / (2 * log(configuration.ropeTheta))
    }
    let fast = pair(turns: yarn.betaFast), slow = pair(turns: yarn.betaSlow)
    let low = max(0, yarn.truncates ? fast.rounded(.down) : fast)
    let high = min(size - 1, yarn.truncates ? slow.rounded(.up) : slow)
    return (low, low == high ? high + 0.001 : high)
  }
}
