/// Random numbers as a function of seed, parent, tensor and place: no order of work changes them.
///
/// SplitMix64's finisher (Steele, Lea, Flood, OOPSLA 2014).
struct KeyedDraw {
  private let key: UInt64

  init(seed: UInt64, parent: Int, tensor: String) {
    // FNV-1a
    let name = tensor.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    key = [seed, UInt64(parent), name].reduce(0x243F_6A88_85A3_08D3) {
      Self.mix($0 &+ 0x9E37_79B9_7F4A_7C15 &+ Self.mix($1))
    }
  }

  @inline(__always)
  func word(_ place: Int) -> UInt64 {
    Self.mix(key &+ UInt64(truncatingIfNeeded: place &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// The upper 63 bits of a word are below it with this probability.
  @inline(__always)
  static func threshold(_ probability: Double) -> UInt64 { UInt64(min(1, max(0, probability)) * 0x1p63) }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var x = value
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }
}
