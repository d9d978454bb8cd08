import Files

/// BPE as `tokenizers` runs it: characters that are pieces, bytes or the unknown token for others, then merges.
struct BPEModel: TokenModel {
  let vocabulary: PieceTable
  let partsAreIndependent: Bool
  private let merges: MergeTable
  /// nil where characters that are no piece are dropped.
  private let unknown: String?
  private let unknownID: Int32?
  private let fusesUnknown: Bool
  /// Of each byte its token `<0xXX>`, -1 where there is none; nil where characters are not written in bytes.
  private let byteIDs: [Int32]?
  private let ignoresMerges: Bool
  private let prefix: [UInt8]
  private let suffix: [UInt8]
  private let place: String

  init(_ step: StepObject) throws(Diagnostic) {
    place = step.place
    guard let pieces = step.object["vocab"]?.object else { throw step.wrong("vocab", "{\"piece\": id, …}") }
    if let dropout = step.object["dropout"], !dropout.isNull, dropout.number != 0 {
      throw step.wrong("dropout", "null or 0: ids that are drawn anew at each call cannot be compared")
    }
    let vocabulary = try PieceTable(pieces, place: step.place)
    prefix = Array(try step.text("continuing_subword_prefix", default: "").utf8)
    suffix = Array(try step.text("end_of_word_suffix", default: "").utf8)
    let token = try step.text("unk_token", default: "")
    unknown = step.object["unk_token"]?.string
    unknownID = vocabulary.id(of: token)
    fusesUnknown = try step.flag("fuse_unk", default: false)
    ignoresMerges = try step.flag("ignore_merges", default: false)
    byteIDs =
      try step.flag("byte_fallback", default: false)
      ? SentencePieceProto.bytes.map { vocabulary.id(of: $0.text) ?? -1 } : nil
    let read = try MergeList(step, vocabulary, prefix: prefix)
    merges = read.merges
    self.vocabulary = vocabulary
    partsAreIndependent =
      read.staysBehindSpaceSigns && !ignoresMerges && prefix.isEmpty && suffix.isEmpty
      && vocabulary.id(of: "\u{2581}") != nil
  }

  func encode(_ piece: UnsafeRawBufferPointer, into ids: inout [Int32]) throws(Diagnostic) {
    if ignoresMerges, piece.count <= vocabulary.longest, let id = vocabulary.id(of: piece) {
      ids.append(id)
      return
    }
    guard piece.count < Int32.max else {
      throw Diagnostic(place, "cannot encode a word of \(piece.count) bytes", expected: "words below 2 GB")
    }
    var word = try characters(of: piece)
    BPEWord.merge(&word, by: merges)
    ids += word
  }

  /// The ids of a word before anything is merged.
  private func characters(of piece: UnsafeRawBufferPointer) throws(Diagnostic) -> [Int32] {
    var word: [Int32] = []
    word.reserveCapacity(piece.count)
    var pending: Int32?
    var position = 0
    while position < piece.count {
      let start = position
      _ = piece.scalar(at: &position)
      let character = UnsafeRawBufferPointer(rebasing: piece[start..<position])
      if let id = id(of: character, isFirst: start == 0, isLast: position == piece.count) {
        if let unknown = pending { word.append(unknown) }
        pending = nil
        word.append(id)
        continue
      }
      // An unknown token that is pending stays so, as in `tokenizers`: it comes behind these bytes.
      if appendBytes(character, isFirst: start == 0, isLast: position == piece.count, to: &word) { continue }
      guard let unknown else { continue }
      guard let unknownID else {
        throw Diagnostic(
          place, "\"unk_token\" is '\(unknown)', which is no piece, and a text needs it",
          expected: "a piece of \"vocab\"")
      }
      if let last = pending, !fusesUnknown { word.append(last) }
      pending = unknownID
    }
    if let unknown = pending { word.append(unknown) }
    return word
  }

  private func id(of character: UnsafeRawBufferPointer, isFirst: Bool, isLast: Bool) -> Int32? {
    if prefix.isEmpty, suffix.isEmpty { return vocabulary.id(of: character) }
    return vocabulary.id(of: affixed(character, isFirst: isFirst, isLast: isLast))
  }

  private func affixed(_ character: UnsafeRawBufferPointer, isFirst: Bool, isLast: Bool) -> [UInt8] {
    (isFirst ? [] : prefix) + Array(character) + (isLast ? suffix : [])
  }

  /// Whether all bytes have tokens.
  private func appendBytes(
    _ character: UnsafeRawBufferPointer, isFirst: Bool, isLast: Bool, to word: inout [Int32]
  ) -> Bool {
    guard let byteIDs else { return false }
    let ids = affixed(character, isFirst: isFirst, isLast: isLast).map { byteIDs[Int($0)] }
    guard !ids.contains(-1) else { return false }
    word += ids
    return true
  }
}
