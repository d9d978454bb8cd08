public import Checkpoints
import Glibc
public import Tensors

/// Cosines and sines of the rotary position embedding: (positions, rotatedSize / 2) each, computed in float64. Where long sequences
/// are turned by other angles than short ones, theirs stand behind those of the short ones.
///
/// Source: arXiv:2104.09864; the scalings as config.json's `rope_scaling` names them and transformers 5.24 computes them.
public struct RotaryTable {
  public let positions: Int
  private let hasLong: Bool
  public let cosine: FloatBuffer
  public let sine: FloatBuffer
  /// For the rotation back, which is the gradient of the rotation.
  public let negatedSine: FloatBuffer

  public init(_ configuration: ModelConfiguration, positions: Int) {
    self.positions = positions
    hasLong = configuration.lengthOfShort != nil
    let kinds = hasLong ? [false, true] : [false], half = configuration.rotatedSize / 2
    (cosine, sine, negatedSine) = Self.buffers(kinds.count * positions * half)
    for (kind, isLong) in kinds.enumerated() {
      let frequencies = Self.frequencies(configuration, isLong: isLong)
      for position in 0..<positions {
        fill(kind * positions + position, position, frequencies, Self.factor(configuration))
      }
    }
  }

  /// With a row for each of these places, in their order, whose sequences have these lengths.
  init(_ configuration: ModelConfiguration, places: [RotaryTables.Place]) {
    positions = places.count
    hasLong = false
    (cosine, sine, negatedSine) = Self.buffers(places.count * (configuration.rotatedSize / 2))
    var known: [Int: [Float]] = [:]
    for (row, place) in places.enumerated() {
      let length = configuration.angleLength(place.length)
      let frequencies = known[length] ?? Self.frequencies(configuration, length: length)
      known[length] = frequencies
      fill(row, place.position, frequencies, Self.factor(configuration))
    }
  }

  private static func buffers(_ count: Int) -> (FloatBuffer, FloatBuffer, FloatBuffer) {
    (FloatBuffer(count: count), FloatBuffer(count: count), FloatBuffer(count: count))
  }

  /// What cosines and sines are multiplied by.
  private static func factor(_ configuration: ModelConfiguration) -> Double {
    switch configuration.ropeScaling {
    case .yarn(let yarn): yarn.attentionFactor
    case .longRope(let long): long.attentionFactor
    default: 1
    }
  }

  private func fill(_ row: Int, _ position: Int, _ frequencies: [Float], _ factor: Double) {
    for (i, frequency) in frequencies.enumerated() {
      // The angle is rounded to float32 first, as in the reference implementations.
      let angle = Double(Float(position) * frequency), place = row * frequencies.count + i
      cosine[place] = Float(cos(angle) * factor)
      sine[place] = Float(sin(angle) * factor)
      negatedSine[place] = -sine[place]
    }
  }

  /// The row of the table that turns a position of a sequence.
  public func row(_ position: Int, isLong: Bool) -> Int32 { Int32(position + (hasLong && isLong ? positions : 0)) }

  /// Radians per position for each pair of dimensions.
  /// - Parameter length: tokens of the sequence, where a base grows with them.
  static func frequencies(_ configuration: ModelConfiguration, isLong: Bool = false, length: Int = 0) -> [Float] {
    let size = Double(configuration.rotatedSize)
    let plain = (0..<configuration.rotatedSize / 2).map { 1 / pow(configuration.ropeTheta, Double(2 * $0) / size) }
    switch configuration.ropeScaling {
    case .none: return plain.map { Float($0) }
    case .linear(let factor): return plain.map { Float($0 / factor) }
    case .dynamic(let factor, let original):
      // The base of a head of d numbers is multiplied by (factor length / original - (factor - 1))^(d / (d - 2)).
      let growth = factor * Double(max(length, original)) / Double(original) - (factor - 1)
      let theta = configuration.ropeTheta * pow(growth, size / (size - 2))
      return plain.indices.map { Float(1 / pow(theta, Double(2 * $0) / size)) }
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
