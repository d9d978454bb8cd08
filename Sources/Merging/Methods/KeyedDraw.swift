import Files
import Statistics

/// Random numbers as a function of seed, parent, tensor and place: no order of work changes them.
struct KeyedDraw {
  private let key: UInt64

  init(seed: UInt64, parent: Int, tensor: String) {
    key = KeyedRandom.key(seed, UInt64(parent), KeyedRandom.number(of: tensor))
  }

  @inline(__always)
  func word(_ place: Int) -> UInt64 { KeyedRandom.word(key, place) }

  /// The upper 63 bits of a word are below it with this probability.
  @inline(__always)
  static func threshold(_ probability: Double) -> UInt64 { UInt64(saturating: min(1, max(0, probability)) * 0x1p63) }
}
