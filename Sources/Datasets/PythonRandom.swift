import Glibc

/// The generator behind Python's `random.Random(seed)`, draw for draw: few-shot exemplars of published scores
/// were chosen with it. MT19937 (Matsumoto and Nishimura 1998) with the drawing rules of CPython 3.11; not
/// for cryptography.
public struct PythonRandom: Sendable {
  private var state: [UInt32]
  private var index: Int

  private static let size = 624
  private static let shift = 397

  /// `Random(seed)` for a seed that is not negative: the seed's 32-bit words are the key of `init_by_array`.
  public init(seed: UInt64) {
    let low = UInt32(truncatingIfNeeded: seed)
    let high = UInt32(seed >> 32)
    let key = high == 0 ? [low] : [low, high]
    var state = Self.state(seed: 19_650_218)
    var i = 1
    for round in 0..<Self.size {
      let mixed = (state[i - 1] ^ (state[i - 1] >> 30)) &* 1_664_525
      let j = round % key.count
      state[i] = (state[i] ^ mixed) &+ key[j] &+ UInt32(j)
      Self.advance(&i, &state)
    }
    for _ in 1..<Self.size {
      let mixed = (state[i - 1] ^ (state[i - 1] >> 30)) &* 1_566_083_941
      state[i] = (state[i] ^ mixed) &- UInt32(i)
      Self.advance(&i, &state)
    }
    state[0] = 0x8000_0000
    self.state = state
    index = Self.size
  }

  /// `getrandbits(count)`, for 0 to 64 bits: 32-bit words, the lowest first; the last one gives its upper
  /// bits.
  public mutating func bits(_ count: Int) -> UInt64 {
    precondition((0...64).contains(count), "64 random bits at most")
    if count == 0 { return 0 }
    if count <= 32 { return UInt64(word() >> UInt32(32 - count)) }
    let low = UInt64(word())
    return low | UInt64(word() >> UInt32(64 - count)) << 32
  }

  /// `_randbelow(bound)`: uniform in 0..<bound, by drawing again what is too large. 0 where `bound` is 0.
  public mutating func below(_ bound: Int) -> Int {
    guard bound > 0 else { return 0 }
    let count = Int.bitWidth - bound.leadingZeroBitCount
    while true {
      let value = bits(count)
      if value < UInt64(bound) { return Int(value) }
    }
  }

  /// `shuffle(list)`.
  public mutating func shuffle<Element>(_ list: inout [Element]) {
    for i in (1..<max(list.count, 1)).reversed() { list.swapAt(i, below(i + 1)) }
  }

  /// `sample(range(population), count)`: so many different numbers, in the order drawn; nil where the
  /// population is smaller than `count`.
  public mutating func sample(_ count: Int, of population: Int) -> [Int]? {
    guard count >= 0, count <= population else { return nil }
    return population <= Self.poolLimit(for: count)
      ? sampleFromPool(count, population) : sampleByRedrawing(count, population)
  }

  /// The population up to which CPython keeps a list of what is left instead of a set of what is taken.
  private static func poolLimit(for count: Int) -> Int {
    guard count > 5 else { return 21 }
    let power = (log(Double(count) * 3) / log(4)).rounded(.up)
    return 21 + (power < 31 ? 1 << (2 * Int(power)) : Int.max - 21)
  }

  private mutating func sampleFromPool(_ count: Int, _ population: Int) -> [Int] {
    var pool = Array(0..<population)
    return (0..<count).map { drawn in
      let j = below(population - drawn)
      defer { pool[j] = pool[population - drawn - 1] }
      return pool[j]
    }
  }

  private mutating func sampleByRedrawing(_ count: Int, _ population: Int) -> [Int] {
    var taken: Set<Int> = []
    return (0..<count).map { _ in
      var j = below(population)
      while !taken.insert(j).inserted { j = below(population) }
      return j
    }
  }

  /// The next 32 bits (`genrand_uint32`).
  private mutating func word() -> UInt32 {
    if index == Self.size { refill() }
    var y = state[index]
    index += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  private mutating func refill() {
    for i in 0..<Self.size {
      let y = (state[i] & 0x8000_0000) | (state[(i + 1) % Self.size] & 0x7FFF_FFFF)
      state[i] = state[(i + Self.shift) % Self.size] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    index = 0
  }

  private static func state(seed: UInt32) -> [UInt32] {
    var state = [seed]
    for i in 1..<UInt32(size) {
      let last = state[Int(i) - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ i)
    }
    return state
  }

  /// The next place of the key set-up, which goes round over 1..<624.
  private static func advance(_ i: inout Int, _ state: inout [UInt32]) {
    i += 1
    if i == size {
      state[0] = state[size - 1]
      i = 1
    }
  }
}
