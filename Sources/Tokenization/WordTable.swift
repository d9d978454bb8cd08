import Glibc

/// Words, by their bytes, with their token ids: a hash table with open addressing over two arenas. (A
/// dictionary of strings would take "é" written in two ways for one word, and allocate for each question.)
struct WordTable {
  private struct Entry {
    var hash: UInt64
    var word: Range<Int>
    var ids: Range<Int>
  }

  /// Place in `entries`, -1 where free; a power of two, at most half full.
  private var slots = [Int32](repeating: -1, count: 1 << 12)
  private var entries: [Entry] = []
  private var words: [UInt8] = []
  private var ids: [Int32] = []

  /// Bytes of words that are kept at most; later ones are not remembered.
  static let byteLimit = 4 << 20

  func ids(of word: UnsafeRawBufferPointer) -> ArraySlice<Int32>? {
    let hash = Self.hash(word)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, isEqual(entry, word) { return ids[entry.ids] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Appends the ids of a word; false where it is not known.
  func append(idsOf word: UnsafeRawBufferPointer, to result: inout [Int32]) -> Bool {
    let hash = Self.hash(word)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, isEqual(entry, word) {
        for index in entry.ids { result.append(ids[index]) }
        return true
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return false
  }

  /// Adds a word that is not there yet.
  mutating func insert(_ word: UnsafeRawBufferPointer, _ new: [Int32]) {
    guard words.count + word.count <= Self.byteLimit else { return }
    if 2 * (entries.count + 1) > slots.count { grow() }
    let entry = Entry(
      hash: Self.hash(word), word: words.count..<words.count + word.count,
      ids: ids.count..<ids.count + new.count)
    words += word
    ids += new
    place(entry.hash, Int32(entries.count))
    entries.append(entry)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    for (index, entry) in entries.enumerated() { place(entry.hash, Int32(index)) }
  }

  private mutating func place(_ hash: UInt64, _ index: Int32) {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = index
  }

  private func isEqual(_ entry: Entry, _ word: UnsafeRawBufferPointer) -> Bool {
    guard entry.word.count == word.count else { return false }
    guard let base = word.baseAddress else { return true }
    return words.withUnsafeBytes { words in
      words.baseAddress.map { memcmp($0 + entry.word.lowerBound, base, word.count) == 0 } ?? word.isEmpty
    }
  }

  /// Eight bytes at a time, mixed as SplitMix64 does.
  static func hash(_ word: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: word.count) &* 0x9E37_79B9_7F4A_7C15
    var position = 0
    while position < word.count {
      var bits: UInt64 = 0
      if word.count - position >= 8 {
        bits = word.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      } else {
        for place in position..<word.count { bits = bits << 8 | UInt64(word[place]) }
      }
      hash = (hash ^ bits) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 29
      position += 8
    }
    return hash
  }
}
