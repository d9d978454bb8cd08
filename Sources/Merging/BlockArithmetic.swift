/// Sums over a block, in lanes of fixed width: the same bits on every machine.
enum BlockArithmetic {
  /// Numbers that are summed in float32 before they go on in float64.
  private static let stretch = 512

  static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Double {
    var total = 0.0, place = 0
    while place < count {
      let end = min(count, place + stretch), whole = place + (end - place) / 8 * 8
      var lanes = SIMD8<Float>(repeating: 0)
      while place < whole {
        let x = UnsafeRawPointer(a + place).loadUnaligned(as: SIMD8<Float>.self)
        let y = UnsafeRawPointer(b + place).loadUnaligned(as: SIMD8<Float>.self)
        lanes += x * y
        place += 8
      }
      var rest: Float = 0
      while place < end {
        rest += a[place] * b[place]
        place += 1
      }
      total += Double(lanes.sum() + rest)
    }
    return total
  }

  /// Inner products of one vector with four, each in four lanes.
  static func dots(
    _ x: UnsafePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafePointer<Double>,
    _ d: UnsafePointer<Double>, _ count: Int
  ) -> SIMD4<Double> {
    typealias Lanes = SIMD4<Double>
    func load(_ from: UnsafePointer<Double>, _ place: Int) -> Lanes {
      UnsafeRawPointer(from + place).loadUnaligned(as: Lanes.self)
    }
    var first = Lanes.zero, second = Lanes.zero, third = Lanes.zero, fourth = Lanes.zero, rest = Lanes.zero, i = 0
    while i + 4 <= count {
      let own = load(x, i)
      first += own * load(a, i)
      second += own * load(b, i)
      third += own * load(c, i)
      fourth += own * load(d, i)
      i += 4
    }
    while i < count {
      rest += x[i] * Lanes(a[i], b[i], c[i], d[i])
      i += 1
    }
    return Lanes(first.sum(), second.sum(), third.sum(), fourth.sum()) + rest
  }

  static func absoluteSum(_ a: UnsafePointer<Float>, _ count: Int) -> Double {
    var total = 0.0, place = 0
    while place < count {
      let end = min(count, place + stretch), whole = place + (end - place) / 8 * 8
      var lanes = SIMD8<Float>(repeating: 0)
      while place < whole {
        let bits = UnsafeRawPointer(a + place).loadUnaligned(as: SIMD8<UInt32>.self) & 0x7FFF_FFFF
        lanes += unsafeBitCast(bits, to: SIMD8<Float>.self)
        place += 8
      }
      var rest: Float = 0
      while place < end {
        rest += a[place].magnitude
        place += 1
      }
      total += Double(lanes.sum() + rest)
    }
    return total
  }

  /// The bits of the largest magnitude; NaN counts as the largest.
  static func largestBits(_ a: UnsafePointer<Float>, _ count: Int) -> UInt32 {
    var largest: UInt32 = 0
    for i in 0..<count { largest = max(largest, a[i].bitPattern & 0x7FFF_FFFF) }
    return largest
  }

  static func clear(_ a: UnsafeMutablePointer<Float>, _ count: Int) {
    for i in 0..<count { a[i] = 0 }
  }

  static func scale(_ a: UnsafeMutablePointer<Float>, _ factor: Float, _ count: Int) {
    for i in 0..<count { a[i] *= factor }
  }

  // What follows has no branches, for half of the guesses about one would be wrong: a mask is made of a difference's sign.

  /// Zeros numbers whose magnitude, as bits, is below `least`.
  static func keep(_ a: UnsafeMutablePointer<Float>, from least: UInt32, _ count: Int) {
    let bits = UnsafeMutableRawPointer(a).assumingMemoryBound(to: UInt32.self), limit = least &- 1
    for i in 0..<count { bits[i] &= 0 &- ((limit &- (bits[i] & 0x7FFF_FFFF)) >> 31) }
  }

  /// Zeros numbers whose magnitude, as bits, is above `most`.
  static func keep(_ a: UnsafeMutablePointer<Float>, upTo most: UInt32, _ count: Int) {
    let bits = UnsafeMutableRawPointer(a).assumingMemoryBound(to: UInt32.self), limit = most &+ 1
    for i in 0..<count { bits[i] &= 0 &- (((bits[i] & 0x7FFF_FFFF) &- limit) >> 31) }
  }

  /// Zeros numbers where `marks`, of which none is negative, has zero.
  static func keep(_ a: UnsafeMutablePointer<Float>, where marks: UnsafePointer<Float>, _ count: Int) {
    let bits = UnsafeMutableRawPointer(a).assumingMemoryBound(to: UInt32.self)
    for i in 0..<count { bits[i] &= 0 &- ((0 &- marks[i].bitPattern) >> 31) }
  }

  /// Zeros numbers whose draw is not below the threshold.
  static func keep(
    _ a: UnsafeMutablePointer<Float>, drawing draw: KeyedDraw, from start: Int, below threshold: UInt64, _ count: Int
  ) {
    let bits = UnsafeMutableRawPointer(a).assumingMemoryBound(to: UInt32.self)
    for i in 0..<count {
      bits[i] &= 0 &- UInt32(truncatingIfNeeded: ((draw.word(start &+ i) >> 1) &- threshold) >> 63)
    }
  }
}
