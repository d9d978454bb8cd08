/// The order of the magnitudes in a row, by a radix sort of their bits. Equal ones stay in the order of their places.
struct RowRanks {
  private var order: [UInt32] = []
  private var other: [UInt32] = []
  private var counts = [Int](repeating: 0, count: 2048)

  /// `ranks[i]`: how many of the row come before number i, from 0.
  mutating func rank(_ row: UnsafePointer<Float>, _ count: Int, into ranks: UnsafeMutablePointer<Float>) {
    if order.count < count {
      order = [UInt32](repeating: 0, count: count)
      other = order
    }
    for i in 0..<count { order[i] = UInt32(truncatingIfNeeded: i) }
    for shift in [UInt32(0), 11, 22] {
      pass(row, count, shift)
      swap(&order, &other)
    }
    // Through an integer: a float32 holds the ranks of rows up to 16 million exactly.
    for i in 0..<count { ranks[Int(order[i])] = Float(i) }
  }

  /// One stable pass over eleven bits.
  private mutating func pass(_ row: UnsafePointer<Float>, _ count: Int, _ shift: UInt32) {
    order.withUnsafeMutableBufferPointer { order in
      other.withUnsafeMutableBufferPointer { other in
        counts.withUnsafeMutableBufferPointer { counts in
          for i in counts.indices { counts[i] = 0 }
          for i in 0..<count { counts[Self.digit(row[i], shift)] += 1 }
          var start = 0
          for i in counts.indices {
            let size = counts[i]
            counts[i] = start
            start += size
          }
          for i in 0..<count {
            let place = Int(order[i]), digit = Self.digit(row[place], shift)
            other[counts[digit]] = UInt32(truncatingIfNeeded: place)
            counts[digit] += 1
          }
        }
      }
    }
  }

  @inline(__always)
  private static func digit(_ value: Float, _ shift: UInt32) -> Int {
    Int(truncatingIfNeeded: ((value.bitPattern & 0x7FFF_FFFF) >> shift) & 2047)
  }
}
