/// The order of the magnitudes in a row, by a radix sort of their bits. Equal ones stay in the order of their places.
struct RowRanks {
  /// Magnitude above, place below.
  private var keys: [UInt64] = []
  private var other: [UInt64] = []
  /// How often each of 256 values occurs in each of four bytes.
  private var counts = [Int](repeating: 0, count: 1024)

  /// `ranks[i]`: how many of the row come before number i, from 0. Exact for rows up to 16 million numbers.
  mutating func rank(_ row: UnsafePointer<Float>, _ count: Int, into ranks: UnsafeMutablePointer<Float>) {
    if keys.count < count {
      keys = [UInt64](repeating: 0, count: count)
      other = keys
    }
    counts.withUnsafeMutableBufferPointer { counts in
      keys.withUnsafeMutableBufferPointer { keys in
        other.withUnsafeMutableBufferPointer { other in
          guard let counts = counts.baseAddress, let keys = keys.baseAddress, let other = other.baseAddress else {
            return
          }
          Self.count(row, count, into: keys, counts)
          // An even number of passes ends where it began.
          for byte in 0..<4 {
            let (source, target) = byte % 2 == 0 ? (keys, other) : (other, keys)
            Self.pass(source, target, count, counts + 256 * byte, shift: UInt64(32 + 8 * byte))
          }
          for i in 0..<count { ranks[Int(truncatingIfNeeded: keys[i] & 0xFFFF_FFFF)] = Float(i) }
        }
      }
    }
  }

  private static func count(
    _ row: UnsafePointer<Float>, _ count: Int, into keys: UnsafeMutablePointer<UInt64>,
    _ counts: UnsafeMutablePointer<Int>
  ) {
    for i in 0..<1024 { counts[i] = 0 }
    for i in 0..<count {
      let bits = Int(truncatingIfNeeded: row[i].bitPattern & 0x7FFF_FFFF)
      keys[i] = UInt64(truncatingIfNeeded: bits << 32 | i)
      counts[bits & 255] += 1
      counts[256 + (bits >> 8 & 255)] += 1
      counts[512 + (bits >> 16 & 255)] += 1
      counts[768 + (bits >> 24)] += 1
    }
    for byte in 0..<4 {
      var start = 0
      for i in 256 * byte..<256 * (byte + 1) {
        let size = counts[i]
        counts[i] = start
        start += size
      }
    }
  }

  /// One stable pass over a byte.
  private static func pass(
    _ source: UnsafePointer<UInt64>, _ target: UnsafeMutablePointer<UInt64>, _ count: Int,
    _ places: UnsafeMutablePointer<Int>, shift: UInt64
  ) {
    for i in 0..<count {
      let key = source[i], digit = Int(truncatingIfNeeded: key >> shift & 255)
      target[places[digit]] = key
      places[digit] += 1
    }
  }
}
