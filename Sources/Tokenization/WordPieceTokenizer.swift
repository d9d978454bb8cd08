public import Files

/// The tokenizer of BERT and MPNet, from a Hugging Face folder with a `vocab.txt`: words, each cut into the longest
/// pieces that the vocabulary has (WordPiece), between a first and a last special token.
///
/// Source: arXiv:1810.04805 and the fast tokenizers of Hugging Face. As there, a special token that is written out in
/// a text (`[MASK]`) is that token.
public struct WordPieceTokenizer: Sendable {
  public let vocabularySize: Int
  /// SHA-256 over the files it was made of.
  public let digest: String
  private let vocabulary: WordPieceVocabulary
  private let text: BertText
  private let specials: [(content: String, id: Int32)]
  private let first: Int32
  private let last: Int32
  private let unknown: Int32

  /// Keys of `tokenizer_config.json` that name special tokens, with what BERT and MPNet call them.
  private static let names: [(key: String, usual: [String])] = [
    ("cls_token", ["[CLS]", "<s>"]), ("sep_token", ["[SEP]", "</s>"]), ("unk_token", ["[UNK]", "<unk>"]),
    ("pad_token", ["[PAD]", "<pad>"]), ("mask_token", ["[MASK]", "<mask>"]),
  ]

  public init(directory: String) throws(Diagnostic) {
    let path = directory + "/vocab.txt"
    guard FileSystem.exists(path) else {
      throw Diagnostic(
        path, "is missing", expected: "the WordPiece vocabulary of a BERT or MPNet model, one piece a line")
    }
    vocabulary = try WordPieceVocabulary(file: path)
    vocabularySize = vocabulary.count
    let place = directory + "/tokenizer_config.json"
    guard let object = FileSystem.exists(place) ? try JSON(file: place).object : JSONObject() else {
      throw Diagnostic(place, "is not a JSON object", expected: "an object with members was expected")
    }
    let options = SentencePieceFiles.SourceFile(path: place, object: object)
    let lowercases = try options.flag("do_lower_case") ?? true
    text = BertText(
      lowercases: lowercases, stripsAccents: try options.flag("strip_accents") ?? lowercases,
      separatesChinese: try options.flag("tokenize_chinese_chars") ?? true)
    var specials: [(content: String, id: Int32)] = []
    for name in Self.names {
      for content in try Self.contents(name, options) {
        guard let id = vocabulary[content] else { continue }
        specials.append((content, id))
        break
      }
    }
    func special(_ index: Int) throws(Diagnostic) -> Int32 {
      let name = Self.names[index], contents = try Self.contents(name, options)
      guard let id = specials.first(where: { contents.contains($0.content) })?.id else {
        throw Diagnostic(
          path, "has no \(contents.joined(separator: " or "))",
          expected: "the \(Self.names[index].key) of the model as a line")
      }
      return id
    }
    first = try special(0)
    last = try special(1)
    unknown = try special(2)
    self.specials = specials
    var hash = SHA256()
    hash.update(try SHA256.hexadecimal(ofFile: path))
    hash.update(" \(lowercases) \(text.stripsAccents) \(text.separatesChinese) \(first) \(last) \(unknown)")
    digest = hash.hexadecimal()
  }

  /// How a special token may be called: as the file says, or as is usual.
  private static func contents(
    _ name: (key: String, usual: [String]), _ options: SentencePieceFiles.SourceFile
  ) throws(Diagnostic) -> [String] {
    guard let value = options.object[name.key], !value.isNull else { return name.usual }
    guard let text = value.string ?? value["content"]?.string else {
      throw options.wrong(name.key, "a token: a text, or {\"content\": \"text\", …}")
    }
    return [text]
  }

  /// The ids of texts, special tokens included, at most `maxLength` each: the end of what is longer is cut off.
  public func encode(_ texts: [String], maxLength: Int) -> [[Int32]] {
    precondition(maxLength >= 2, "no room for the special tokens")
    var known: [ExactText: [Int32]] = [:]
    return texts.map { text in
      var ids = [first]
      for part in parts(of: text) {
        if ids.count >= maxLength { break }
        switch part {
        case .special(let id): ids.append(id)
        case .text(let part):
          for word in self.text.words(of: part) {
            ids += pieces(of: word, &known)
            if ids.count >= maxLength { break }
          }
        }
      }
      return ids.prefix(maxLength - 1) + [last]
    }
  }

  private func pieces(of word: String, _ known: inout [ExactText: [Int32]]) -> [Int32] {
    let key = ExactText(word)
    if let pieces = known[key] { return pieces }
    let pieces = vocabulary.pieces(of: word) ?? [unknown]
    if known.count < 1 << 16 { known[key] = pieces }
    return pieces
  }

  private enum Part {
    case special(Int32)
    case text(Substring)
  }

  /// A text cut around the special tokens that are written out in it.
  private func parts(of text: String) -> [Part] {
    var parts: [Part] = [], rest = text[...], start = text.startIndex
    // Few texts hold a bracket at all.
    let opens = Set(specials.compactMap { $0.content.utf8.first })
    while let open = rest.utf8.firstIndex(where: opens.contains) {
      rest = rest[open...]
      if let special = specials.first(where: { rest.utf8.starts(with: $0.content.utf8) }) {
        if start < open { parts.append(.text(text[start..<open])) }
        parts.append(.special(special.id))
        start = rest.utf8.index(open, offsetBy: special.content.utf8.count)
        rest = rest[start...]
      } else {
        rest = rest[rest.utf8.index(after: open)...]
      }
    }
    if start < text.endIndex { parts.append(.text(text[start...])) }
    return parts
  }
}
