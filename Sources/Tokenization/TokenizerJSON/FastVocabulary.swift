import Files

/// The tokens that stand beside the model's pieces, with the ids that `tokenizers` gives them: the piece's own where there is one, else
/// the next free one, whatever the file says.
struct FastVocabulary {
  private(set) var tokens: [AddedToken] = []
  /// A sentence for each kind of thing that is not as it is written.
  private(set) var warnings: [String] = []

  private let pieces: PieceTable
  private var places: [ExactText: Int] = [:]
  private var next: Int

  init(_ files: FastTokenizerFiles, _ pieces: PieceTable) throws(Diagnostic) {
    self.pieces = pieces
    next = pieces.count
    var strays: [(content: String, said: Int, id: Int32)] = []
    let file = files.tokenizer
    for value in try file.list("added_tokens") {
      guard let content = value["content"]?.string else { throw file.wrong("added_tokens") }
      guard let said = value["id"]?.integer else { throw file.wrong("added_tokens") }
      guard let id = add(try AddedVocabulary.token(content, 0, value, file)) else { continue }
      if id != said { strays.append((content, said, id)) }
    }
    if let file = files.configuration { try readDecoder(file, &strays) }
    for text in try files.specials() where places[ExactText(text)] == nil {
      add(AddedToken(content: text, id: 0, isSpecial: true))
    }
    if let first = strays.first {
      warnings.append(
        "\(file.path): \(strays.count == 1 ? "an added token has" : "\(strays.count) added tokens have") another id than is written there, "
          + "'\(first.content)' \(first.id) and not \(first.said): ids follow the vocabulary, as in Hugging Face's tokenizers"
      )
    }
  }

  /// What tokenizer_config.json says of a token counts more.
  private mutating func readDecoder(
    _ file: FastTokenizerFiles.SourceFile, _ strays: inout [(content: String, said: Int, id: Int32)]
  ) throws(Diagnostic) {
    guard let member = file.object["added_tokens_decoder"], !member.isNull else { return }
    guard let decoder = member.object else { throw .badDecoder(file.path) }
    var entries: [(id: Int, value: JSON)] = []
    for (key, value) in decoder.members {
      guard let id = Int(key), id >= 0 else { throw .badDecoder(file.path) }
      entries.append((id, value))
    }
    for (said, value) in entries.sorted(by: { $0.id < $1.id }) {
      guard let content = value["content"]?.string else { throw .badDecoder(file.path) }
      guard let id = add(try AddedVocabulary.token(content, 0, value, file)) else { continue }
      if id != said { strays.append((content, said, id)) }
    }
  }

  /// The id that the token gets; nil for one without a text, which is left out.
  @discardableResult
  private mutating func add(_ token: AddedToken) -> Int32? {
    if token.content.isEmpty { return nil }
    var token = token
    let key = ExactText(token.content)
    if let place = places[key] {
      token.id = tokens[place].id
      // A special token stays one.
      token.isSpecial = token.isSpecial || tokens[place].isSpecial
      tokens[place] = token
      return token.id
    }
    if let id = pieces.id(of: token.content) {
      token.id = id
    } else {
      token.id = Int32(clamping: next)
      next += 1
    }
    places[key] = tokens.count
    tokens.append(token)
    return token.id
  }

  /// The id of a token, or of a piece.
  func id(of text: String) -> Int32? { places[ExactText(text)].map { tokens[$0].id } ?? pieces.id(of: text) }
}
