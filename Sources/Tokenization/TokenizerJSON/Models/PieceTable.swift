import Files
import Glibc

/// The pieces of a vocabulary by their bytes, and by their ids: a hash table with open addressing over one arena.
struct PieceTable: Sendable {
  private struct Entry {
    var hash: UInt64
    var start: Int32
    var count: Int32
    var id: Int32
  }

  private var slots: [Int32]
  private var entries: [Entry] = []
  private var arena: [UInt8] = []
  /// Entries in the order of their ids.
  private var sorted: [Int32] = []
  /// Bytes of the longest piece.
  private(set) var longest = 0

  /// More ids than any vocabulary has.
  static let idLimit = 16_777_216

  var count: Int { entries.count }
  /// -1 where there are no pieces.
  var largestID: Int32 { sorted.last.map { entries[Int($0)].id } ?? -1 }

  /// `{"piece": id, …}`. One that occurs twice has the id that is said last.
  init(_ vocabulary: JSONObject, place: String) throws(Diagnostic) {
    var size = 1 << 4
    while size < 2 * vocabulary.members.count { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    entries.reserveCapacity(vocabulary.members.count)
    for (piece, value) in vocabulary.members {
      guard let id = value.integer, (0..<Self.idLimit).contains(id) else {
        throw Diagnostic(
          place, "piece '\(piece)' has the id \(value.text())",
          expected: "a whole number from 0 on, below \(Self.idLimit)")
      }
      var piece = piece
      piece.withUTF8 { insert(UnsafeRawBufferPointer($0), Int32(id)) }
      guard arena.count < Int32.max else {
        throw Diagnostic(place, "holds more than 2 GB of pieces", expected: "a vocabulary")
      }
    }
    sorted = entries.indices.map(Int32.init).sorted { entries[Int($0)].id < entries[Int($1)].id }
    for (left, right) in zip(sorted, sorted.dropFirst()) where entries[Int(left)].id == entries[Int(right)].id {
      let id = entries[Int(left)].id
      throw Diagnostic(
        place, "'\(text(Int(left)))' and '\(text(Int(right)))' have one id, \(id)", expected: "an id for each piece")
    }
  }

  private mutating func insert(_ piece: UnsafeRawBufferPointer, _ id: Int32) {
    let hash = WordTable.hash(piece)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      if isEqual(entries[Int(slots[slot])], hash, piece) {
        entries[Int(slots[slot])].id = id
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(entries.count)
    entries.append(Entry(hash: hash, start: Int32(truncatingIfNeeded: arena.count), count: Int32(piece.count), id: id))
    arena += piece
    longest = max(longest, piece.count)
  }

  private func isEqual(_ entry: Entry, _ hash: UInt64, _ piece: UnsafeRawBufferPointer) -> Bool {
    guard entry.hash == hash, Int(entry.count) == piece.count else { return false }
    guard let base = piece.baseAddress else { return true }
    return arena.withUnsafeBytes { arena in
      arena.baseAddress.map { memcmp($0 + Int(entry.start), base, piece.count) == 0 } ?? true
    }
  }

  func id(of piece: UnsafeRawBufferPointer) -> Int32? {
    let hash = WordTable.hash(piece)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if isEqual(entry, hash, piece) { return entry.id }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  func id(of piece: [UInt8]) -> Int32? { piece.withUnsafeBytes { id(of: $0) } }

  func id(of piece: String) -> Int32? {
    var piece = piece
    return piece.withUTF8 { id(of: UnsafeRawBufferPointer($0)) }
  }

  func piece(of id: Int32) -> [UInt8]? {
    var low = 0, high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if entries[Int(sorted[middle])].id < id { low = middle + 1 } else { high = middle }
    }
    guard low < sorted.count, entries[Int(sorted[low])].id == id else { return nil }
    let entry = entries[Int(sorted[low])]
    return Array(arena[Int(entry.start)..<Int(entry.start + entry.count)])
  }

  private func text(_ entry: Int) -> String {
    let entry = entries[entry]
    return String(decoding: arena[Int(entry.start)..<Int(entry.start + entry.count)], as: UTF8.self)
  }
}
