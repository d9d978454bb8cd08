public import Files

/// The tokenizer that a `tokenizer.json` describes, as Hugging Face's `tokenizers` runs it: added tokens are cut out of the text, what
/// stands between them is normalized, cut into pieces, and each piece is encoded by the model.
///
/// Follows `tokenizers` 0.23, ids and decoded texts alike. What it does not know is refused by its name.
public struct FastTokenizer: Tokenizer {
  public let vocabularySize: Int
  public let bosID: Int32?
  public let eosID: Int32?
  public let unknownID: Int32?
  public let bosText: String?
  public let addsBOS: Bool
  public let addsEOS: Bool
  public let digest: String
  public let leadingSpaces: LeadingSpaces
  /// What its files say and has no effect, or another one; a sentence each.
  public internal(set) var warnings: [String]

  /// The special tokens around one text.
  let frame: TextFrame
  private let normalizer: NormalizerChain
  private let preTokenizer: PreTokenizerChain
  private let model: any TokenModel
  private let decoder: DecoderChain
  private let added: [Int32: AddedToken]
  /// Of added tokens that are looked for in normalized text, what the normalizer makes of them.
  private let normalizedContents: [Int32: [UInt8]]
  private let rawTrie: AddedTokenTrie
  private let normalizedTrie: AddedTokenTrie
  private let memory = WordMemory()

  /// Reads the tokenizer of a model folder.
  public init(directory: String) throws(Diagnostic) { try self.init(FastTokenizerFiles(directory: directory)) }

  /// A tokenizer.json alone.
  /// - Parameter digest: SHA-256 of the file.
  public init(json: JSON, place: String, digest: String) throws(Diagnostic) {
    guard let object = json.object else {
      throw Diagnostic(place, "is not a JSON object", expected: "the content of a tokenizer.json")
    }
    try self.init(FastTokenizerFiles(json: object, place: place, digest: digest))
  }

  /// The same of the file's bytes.
  public init(bytes: [UInt8], place: String) throws(Diagnostic) {
    let read = bytes.withUnsafeBytes { bytes in
      Result { () throws(JSONSyntaxError) in try JSON(parsing: bytes) }
        .mapError { Diagnostic("\(place):\($0.line)", $0.reason, expected: "the file must hold one JSON value") }
    }
    try self.init(json: read.get(), place: place, digest: bytes.withUnsafeBytes { SHA256.hexadecimal(of: $0) })
  }

  /// A tokenizer of another format, as a tokenizer.json would say it.
  init(
    _ layout: ByteLevelLayout, eos: String, unknown: String?, place: String, digest: String
  ) throws(Diagnostic) {
    var roles: JSONObject = ["eos_token": .string(eos)]
    if let front = layout.front { roles["bos_token"] = .string(layout.specials[front].content) }
    if let unknown { roles["unk_token"] = .string(unknown) }
    try self.init(
      FastTokenizerFiles(json: layout.json.object ?? JSONObject(), roles: roles, place: place, digest: digest))
  }

  init(_ files: FastTokenizerFiles) throws(Diagnostic) {
    let object = files.tokenizer.object, place = files.tokenizer.path
    if let file = files.configuration, try file.flag("split_special_tokens") == true {
      throw Diagnostic(
        file.path, "key \"split_special_tokens\" is true, which is not supported",
        expected: "special tokens that are found in texts; without the key, or with false")
    }
    normalizer = try NormalizerChain(object["normalizer"], place: place)
    preTokenizer = try PreTokenizerChain(object["pre_tokenizer"], place: place)
    decoder = try DecoderChain(object["decoder"], place: place)
    model = try TokenModels.model(object["model"], place: place)
    let vocabulary = try FastVocabulary(files, model.vocabulary)
    added = Dictionary(vocabulary.tokens.map { ($0.id, $0) }) { _, last in last }
    (normalizedTrie, normalizedContents) = try Self.normalized(vocabulary.tokens, normalizer, place)
    rawTrie = AddedTokenTrie(vocabulary.tokens.filter { !$0.isNormalized })
    vocabularySize = Int(max(model.vocabulary.largestID, vocabulary.tokens.map(\.id).max() ?? -1)) + 1
    bosText = try files.role("bos_token")
    bosID = bosText.flatMap { vocabulary.id(of: $0) }
    let eos = try files.role("eos_token").flatMap { vocabulary.id(of: $0) }
    eosID = eos
    unknownID = (try files.role("unk_token") ?? object["model"]?["unk_token"]?.string).flatMap { vocabulary.id(of: $0) }
    frame = try TextFrame(object["post_processor"], place: place)
    addsBOS = !frame.front.isEmpty
    addsEOS = !frame.back.isEmpty
    digest = files.digest
    leadingSpaces = decoder.leadingSpaces
    warnings = vocabulary.warnings + (try Self.warnings(files, frame))
  }

  /// Added tokens that are looked for in normalized text, under what the normalizer makes of them.
  private static func normalized(
    _ tokens: [AddedToken], _ normalizer: NormalizerChain, _ place: String
  ) throws(Diagnostic) -> (AddedTokenTrie, [Int32: [UInt8]]) {
    var contents: [Int32: [UInt8]] = [:], later: [AddedToken] = []
    for var token in tokens where token.isNormalized {
      var content = Array(token.content.utf8)
      try normalizer.normalize(&content)
      guard !content.isEmpty else {
        throw Diagnostic(
          place, "the added token '\(token.content)' is nothing after the normalizer",
          expected: "a text that is left of it, or \"normalized\": false")
      }
      contents[token.id] = content
      token.content = String(decoding: content, as: UTF8.self)
      later.append(token)
    }
    return (AddedTokenTrie(later), contents)
  }

  public func encode(_ text: String) throws(Diagnostic) -> [Int32] {
    var words = memory.take()
    defer { memory.giveBack(words) }
    var ids: [Int32] = []
    ids.reserveCapacity(text.utf8.count / 3)
    var text = text
    let result = text.withUTF8 { utf8 in
      Result { () throws(Diagnostic) in
        let bytes = UnsafeRawBufferPointer(utf8)
        for part in Self.parts(of: bytes, rawTrie) {
          if let token = part.token {
            ids.append(token)
          } else {
            try encode(Array(bytes[part.start..<part.end]), beginsText: part.start == 0, &words, &ids)
          }
        }
      }
    }
    try result.get()
    return ids
  }

  private static func parts(of text: UnsafeRawBufferPointer, _ trie: AddedTokenTrie) -> [AddedTokenTrie.Part] {
    guard trie.isEmpty else { return trie.parts(of: text) }
    return text.isEmpty ? [] : [AddedTokenTrie.Part(start: 0, end: text.count)]
  }

  /// What stands between the tokens that are found in raw text.
  private func encode(
    _ text: [UInt8], beginsText: Bool, _ words: inout WordTable, _ ids: inout [Int32]
  ) throws(Diagnostic) {
    var text = text
    try normalizer.normalize(&text)
    guard !normalizedTrie.isEmpty else { return try encodePieces(text, beginsText: beginsText, &words, &ids) }
    for part in text.withUnsafeBytes({ Self.parts(of: $0, normalizedTrie) }) {
      if let token = part.token {
        ids.append(token)
      } else {
        let isFirst = beginsText && part.start == 0
        try encodePieces(Array(text[part.start..<part.end]), beginsText: isFirst, &words, &ids)
      }
    }
  }

  private func encodePieces(
    _ text: [UInt8], beginsText: Bool, _ words: inout WordTable, _ ids: inout [Int32]
  ) throws(Diagnostic) {
    var text = PieceText(text, beginsText: beginsText)
    try preTokenizer.cut(&text)
    if model.partsAreIndependent { text.splitBeforeSpaceSigns() }
    let result = text.bytes.withUnsafeBytes { bytes in
      Result { () throws(Diagnostic) in
        for piece in text.pieces {
          let piece = UnsafeRawBufferPointer(rebasing: bytes[piece])
          if words.append(idsOf: piece, to: &ids) { continue }
          let first = ids.count
          try model.encode(piece, into: &ids)
          if piece.count <= Self.longestWord { words.insert(piece, Array(ids[first...])) }
        }
      }
    }
    try result.get()
  }

  /// Bytes of words that are remembered.
  private static let longestWord = 256

  public var brokenCharacters: BrokenCharacters { decoder.isByteLevel ? .once : .eachByte }

  public func piece(of id: Int32) -> String? {
    added[id]?.content ?? model.vocabulary.piece(of: id).map { String(decoding: $0, as: UTF8.self) }
  }

  public func isSpecial(_ id: Int32) -> Bool {
    if let token = added[id] { return token.isSpecial }
    return model.vocabulary.piece(of: id) == nil
  }

  public func bytes(of id: Int32) -> [UInt8] {
    guard let token = decoded(id) else { return [] }
    if decoder.isByteLevel { return ByteLevelDecoder.bytes(of: token) }
    if decoder.writesBytes, let byte = ByteFallbackDecoder.byte(of: token) { return [byte] }
    // Another token in front, so that nothing is dropped at the beginning of a text.
    guard let whole = try? decoder.decode([[0x2E], token]), whole.first == 0x2E else { return token }
    return Array(whole.dropFirst())
  }

  /// The text that the decoder gets of a token.
  private func decoded(_ id: Int32) -> [UInt8]? {
    normalizedContents[id] ?? added[id].map { Array($0.content.utf8) } ?? model.vocabulary.piece(of: id)
  }

  public func decode(_ ids: [Int32]) -> String { decode(ids, skipsSpecials: false) }

  /// - Parameter skipsSpecials: whether special tokens are no text.
  public func decode(_ ids: [Int32], skipsSpecials: Bool) -> String {
    let tokens = ids.compactMap { id in skipsSpecials && added[id]?.isSpecial ?? false ? nil : decoded(id) }
    guard let text = try? decoder.decode(tokens) else { return "" }
    return String(decoding: text, as: UTF8.self)
  }

  /// The ids of a text with the special tokens around it.
  public func framed(_ ids: [Int32]) -> [Int32] { frame.front + ids + frame.back }
}
