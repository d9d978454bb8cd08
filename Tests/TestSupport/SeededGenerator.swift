/// Random numbers that are the same in every run (SplitMix64; Steele, Lea, Flood 2014).
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

extension SeededGenerator {
  /// Damages a document in one to four ways: bits flipped, bytes replaced, parts cut, inserted, repeated or mixed in from
  /// another document.
  public mutating func mutation(of bytes: [UInt8], splicing other: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      let place = Int.random(in: 0...bytes.count, using: &self)
      let end = Int.random(in: place...min(bytes.count, place + 40), using: &self)
      switch Int.random(in: 0..<7, using: &self) {
      case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &self)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
      case 4: bytes.insert(contentsOf: interesting.randomElement(using: &self) ?? [], at: place)
      case 5: bytes.removeSubrange(place...)
      default:
        let from = Int.random(in: 0...other.count, using: &self)
        bytes.insert(contentsOf: other[from..<min(other.count, from + 30)], at: place)
      }
    }
    return bytes
  }

  private var interesting: [[UInt8]] {
    [
      "[", "{", "}", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "-", "0", "1e999", "-1",
      "9223372036854775807", "9223372036854775808", "18446744073709551615", "null", "[[[[[[[[", "1.5",
      "\"F32\"", "\u{0}", "\n", "4294967296",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]
  }
}
