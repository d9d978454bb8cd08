/// Which two tokens become one, and which pairs come first: a hash table with open addressing.
struct MergeTable: Sendable {
  struct Merge {
    /// The lower comes first; `Int32.max` for pairs that are not merged.
    var rank: Int32
    var id: Int32

    static let none = Merge(rank: .max, id: -1)
  }

  private var keys: [UInt64]
  private var merges: [Merge]
  private let mask: Int

  /// No pair of ids: an id is never negative.
  private static let free = UInt64.max

  init(capacity: Int) {
    var size = 1 << 4
    while size < 2 * capacity { size *= 2 }
    keys = [UInt64](repeating: Self.free, count: size)
    merges = [Merge](repeating: .none, count: size)
    mask = size - 1
  }

  /// A pair that is there already gets the new rank. At most `capacity` pairs fit.
  mutating func insert(_ left: Int32, _ right: Int32, _ merge: Merge) {
    let key = Self.key(left, right)
    var slot = Self.slot(key) & mask
    while keys[slot] != Self.free, keys[slot] != key { slot = (slot + 1) & mask }
    keys[slot] = key
    merges[slot] = merge
  }

  subscript(left: Int32, right: Int32) -> Merge {
    let key = Self.key(left, right)
    var slot = Self.slot(key) & mask
    while keys[slot] != key {
      if keys[slot] == Self.free { return .none }
      slot = (slot + 1) & mask
    }
    return merges[slot]
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  private static func slot(_ key: UInt64) -> Int {
    var hash = key &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 32
    return Int(truncatingIfNeeded: hash)
  }
}
