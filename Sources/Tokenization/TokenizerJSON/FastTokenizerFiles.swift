import Files

/// What a tokenizer is read from where `tokenizer.json` says everything: that, and the files that name the roles of its tokens.
struct FastTokenizerFiles {
  typealias SourceFile = SentencePieceFiles.SourceFile

  var tokenizer: SourceFile
  var configuration: SourceFile?
  var specialTokens: SourceFile?
  /// SHA-256 over names, lengths and bytes of all of them.
  var digest: String

  static let roles = AddedVocabulary.roles
  private static let lists = AddedVocabulary.lists

  init(directory: String) throws(Diagnostic) {
    let path = directory + "/tokenizer.json"
    guard FileSystem.exists(path) else { throw .noTokenizer(directory) }
    var hash = SHA256()
    guard let tokenizer = try SentencePieceFiles.read("tokenizer.json", in: directory, into: &hash) else {
      throw .noTokenizer(directory)
    }
    self.tokenizer = tokenizer
    configuration = try SentencePieceFiles.read("tokenizer_config.json", in: directory, into: &hash)
    specialTokens = try SentencePieceFiles.read("special_tokens_map.json", in: directory, into: &hash)
    digest = hash.hexadecimal()
  }

  /// tokenizer.json alone, from memory.
  /// - Parameter roles: what a tokenizer_config.json beside it would say.
  init(json: JSONObject, roles: JSONObject? = nil, place: String, digest: String) {
    tokenizer = SourceFile(path: place, object: json)
    configuration = roles.map { SourceFile(path: place, object: $0) }
    self.digest = digest
  }

  /// special_tokens_map.json is the older of the two, and comes first where the other does not list added tokens.
  private var sides: [SourceFile?] {
    let isListed = configuration?.object["added_tokens_decoder"].map { !$0.isNull } ?? false
    return isListed ? [configuration, specialTokens] : [specialTokens, configuration]
  }

  /// The text of `bos_token` and the like.
  func role(_ key: String) throws(Diagnostic) -> String? {
    for file in sides where file?.object[key] != nil { return try AddedVocabulary.texts(key, file).first }
    return nil
  }

  /// All tokens that the side files call special, in transformers' order.
  func specials() throws(Diagnostic) -> [String] {
    var texts: [String] = []
    for key in Self.roles { if let text = try role(key) { texts.append(text) } }
    for file in sides { for key in Self.lists { texts += try AddedVocabulary.texts(key, file) } }
    return texts.filter { !$0.isEmpty }
  }
}

extension Diagnostic {
  fileprivate static func noTokenizer(_ directory: String) -> Diagnostic {
    Diagnostic(
      directory, "holds no tokenizer",
      expected: "tokenizer.json or tokenizer.model, as the folder of a model has")
  }
}
