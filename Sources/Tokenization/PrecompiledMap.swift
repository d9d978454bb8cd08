import Files

/// The table of replacements of a SentencePiece normalizer (`precompiled_charsmap`): the length of a double array in bytes, the double
/// array (darts-clone's, of 32-bit units), and the texts that it leads to, each ended by a zero.
///
/// libsentencepiece follows it without a look at its bounds (0.1.97), so that a damaged one would be read far outside of the file.
struct PrecompiledMap {
  /// Places of the array that are asked for are below this number.
  private let count: Int
  private let units: UnsafeRawBufferPointer
  private let texts: Int

  /// How many texts that begin with one another libsentencepiece looks up at once.
  private static let maxPrefixes = 32

  /// Throws for a model with a table that leads out of itself, and for one that is no intact protocol buffer.
  static func check(_ model: [UInt8], place: String) throws(Diagnostic) {
    let isSound = model.withUnsafeBytes { bytes in
      var fields = ProtocolBufferReader(bytes)
      while let field = fields.next() {
        // The normalizer, and what undoes it.
        guard [3, 5].contains(field.number), case .bytes(let normalizer) = field.value else { continue }
        var inner = ProtocolBufferReader(normalizer)
        while let field = inner.next() {
          guard field.number == 2, case .bytes(let map) = field.value, !map.isEmpty else { continue }
          guard let map = PrecompiledMap(map), map.isSound else { return false }
        }
        guard inner.isIntact else { return false }
      }
      // What cannot be read to its end here may hold one that is read there.
      return fields.isIntact
    }
    guard isSound else { throw .notAModel(place, "damaged, in its table of characters or before it") }
  }

  private init?(_ map: UnsafeRawBufferPointer) {
    guard map.count > 4 else { return nil }
    let size = Int(UInt32(littleEndian: map.loadUnaligned(as: UInt32.self)))
    guard size > 0, size % 4 == 0, size < map.count - 4 else { return nil }
    units = UnsafeRawBufferPointer(rebasing: map[4..<4 + size])
    count = size / 4
    texts = map.count - 4 - size
  }

  private func unit(_ place: Int) -> UInt32 {
    UInt32(littleEndian: units.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self))
  }

  /// Where the children of a unit lie, but for their labels.
  private func children(of place: Int, _ unit: UInt32) -> Int { place ^ Int((unit >> 10) << ((unit & 1 << 9) >> 6)) }

  /// Whether all places that can be reached from the root lie in the array, and all its values in the texts.
  private var isSound: Bool {
    // Of each place, the most texts that end on a way to it; -1 where none is known.
    var known = [Int](repeating: -1, count: count)
    var open = [(place: 0, prefixes: 0)]
    known[0] = 0
    while let (place, prefixes) = open.popLast() {
      guard known[place] == prefixes else { continue }
      let base = children(of: place, unit(place))
      guard base | 0xFF < count else { return false }
      for label in 0..<256 {
        let child = base ^ label, unit = unit(child)
        // The highest bit marks values, which have no label.
        guard unit & 0x8000_00FF == UInt32(label) else { continue }
        var ends = prefixes
        if unit & 1 << 8 != 0 {
          let value = children(of: child, unit)
          guard value < count, Int(self.unit(value) & 0x7FFF_FFFF) < texts else { return false }
          ends += 1
        }
        guard ends <= Self.maxPrefixes else { return false }
        if ends > known[child] {
          known[child] = ends
          open.append((child, ends))
        }
      }
    }
    return true
  }
}
