import Files

/// A stretch of a text between added tokens, normalized, on its way to the model: its bytes, cut into pieces.
struct PieceText {
  private(set) var bytes: [UInt8]
  /// In order, none of them empty; what lies between them was dropped.
  private(set) var pieces: [Range<Int>]
  /// Whether the first piece is what the whole text begins with.
  private(set) var beginsText: Bool

  init(_ bytes: [UInt8], beginsText: Bool) {
    self.bytes = bytes
    pieces = bytes.isEmpty ? [] : [0..<bytes.count]
    self.beginsText = beginsText
  }

  mutating func split(
    by pattern: some TextPattern, _ behaviour: SplitBehaviour, isInverted: Bool = false
  ) throws(Diagnostic) {
    var new: [Range<Int>] = []
    new.reserveCapacity(bytes.count / 4)
    var stretches: [TextMatch] = []
    for piece in pieces {
      stretches.removeAll(keepingCapacity: true)
      let result = bytes.withUnsafeBytes { bytes in
        Result { () throws(Diagnostic) in
          try pattern.cut(UnsafeRawBufferPointer(rebasing: bytes[piece]), into: &stretches)
        }
      }
      try result.get()
      if isInverted { for index in stretches.indices { stretches[index].isMatch.toggle() } }
      behaviour.pieces(of: stretches, at: piece.lowerBound, into: &new)
    }
    if new.first?.lowerBound != pieces.first?.lowerBound { beginsText = false }
    pieces = new
  }

  /// Makes every piece another text.
  /// - Parameter body: appends what becomes of a piece; told whether the whole text begins with it.
  mutating func rewrite(_ body: (UnsafeRawBufferPointer, _ beginsText: Bool, inout [UInt8]) -> Void) {
    var new: [UInt8] = []
    new.reserveCapacity(bytes.count + bytes.count / 4)
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(pieces.count)
    bytes.withUnsafeBytes { old in
      for (index, piece) in pieces.enumerated() {
        let start = new.count
        body(UnsafeRawBufferPointer(rebasing: old[piece]), beginsText && index == 0, &new)
        if new.count > start { ranges.append(start..<new.count) }
      }
    }
    bytes = new
    pieces = ranges
  }

  /// Cuts in front of each `▁` that follows something else.
  mutating func splitBeforeSpaceSigns() {
    var new: [Range<Int>] = []
    new.reserveCapacity(bytes.count / 5)
    bytes.withUnsafeBytes { bytes in
      for piece in pieces {
        var start = piece.lowerBound, wasSign = true, position = start
        while position < piece.upperBound {
          guard bytes[position] == 0xE2, position + 2 < piece.upperBound, bytes[position + 1] == 0x96,
            bytes[position + 2] == 0x81
          else {
            wasSign = false
            position += 1
            continue
          }
          if !wasSign {
            new.append(start..<position)
            start = position
          }
          wasSign = true
          position += 3
        }
        new.append(start..<piece.upperBound)
      }
    }
    pieces = new
  }
}
