import Glibc

/// Random numbers as a function of what they are for: no state, so no order of work and no interruption changes them.
///
/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): its finisher over multiples of its increment, as a function of the place.
public enum KeyedRandom {
  /// What SplitMix64 adds from one place to the next: 2^64 over the golden ratio, odd.
  @inlinable
  public static var increment: UInt64 { 0x9E37_79B9_7F4A_7C15 }

  /// SplitMix64's finisher: one to one, and every bit of the value changes about half of the result's.
  @inlinable
  public static func mix(_ value: UInt64) -> UInt64 {
    var x = value
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }

  /// A key made of several numbers; each position counts.
  public static func key(_ parts: UInt64...) -> UInt64 {
    parts.reduce(0x243F_6A88_85A3_08D3) { mix($0 &+ increment &+ mix($1)) }
  }

  /// The number at a place of the key's stream.
  @inlinable
  public static func word(_ key: UInt64, _ place: Int) -> UInt64 {
    mix(key &+ UInt64(truncatingIfNeeded: place &+ 1) &* increment)
  }

  /// In [0, 1), 53 bits.
  @inlinable
  public static func uniform(_ key: UInt64, _ place: Int) -> Double {
    Double(word(key, place) >> 11) * 0x1p-53
  }

  /// Normal with mean 0 (Box and Muller).
  public static func normals(_ key: UInt64, count: Int, standardDeviation: Double) -> [Float] {
    (0..<count).map { place in
      let radius = (-2 * log(1 - uniform(key, 2 * place))).squareRoot()
      return Float(standardDeviation * radius * cos(2 * Double.pi * uniform(key, 2 * place + 1)))
    }
  }

  /// 0 ..< count in random order (Fisher and Yates).
  public static func permutation(_ key: UInt64, count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      let (other, _) = word(key, i).multipliedFullWidth(by: UInt64(i + 1))
      order.swapAt(i, Int(other))
    }
    return order
  }

  /// A number for a name, the same in every run (FNV-1a).
  public static func number(of name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
