import Files
import Tokenization

/// The tokens of a model folder in the order of their ids.
struct TokenList {
  let folder: String
  /// nil where an id stands for nothing.
  let tokens: [String?]
  /// How many of them are pieces of the tokenizer itself; those behind were added.
  let pieces: Int
  /// By the bytes of a token: what Unicode calls the same text may be two tokens.
  private let ids: [[UInt8]: Int]
  private let special: Set<ExactText>

  /// Of `tokenizer.model` with what stands beside it; where there is none, of `tokenizer.json`.
  init(folder: String) throws(Diagnostic) {
    self.folder = folder
    var special: Set<ExactText> = []
    if FileSystem.exists(folder + "/tokenizer.model") {
      let tokenizer = try SentencePieceTokenizer(directory: folder)
      tokens = (0..<tokenizer.vocabularySize).map { tokenizer.piece(of: Int32($0)) }
      for (id, token) in tokens.enumerated() where tokenizer.isSpecial(Int32(id)) {
        if let token { special.insert(ExactText(token)) }
      }
      let path = folder + "/tokenizer.model"
      pieces = try SentencePieceModel(try FileSystem.bytes(of: path), place: path).pieceCount
    } else {
      let path = folder + "/tokenizer.json"
      guard FileSystem.exists(path) else {
        throw Diagnostic(
          folder, FileSystem.isDirectory(folder) ? "holds no tokenizer" : "is not a folder",
          expected: FileSystem.isDirectory(folder)
            ? "tokenizer.model or tokenizer.json, for tokenizer_source"
            : "base, union, or a model's folder, for tokenizer_source")
      }
      let json = try JSON(file: path)
      guard let vocabulary = json["model"]?["vocab"]?.object else {
        throw Diagnostic(path, "holds no vocabulary", expected: "{\"model\": {\"vocab\": {\"piece\": id, …}}}")
      }
      var entries = vocabulary.members.map { ($0.key, $0.value) }
      pieces = entries.count
      for added in try Self.list(json["added_tokens"], path) {
        guard let text = added["content"]?.string, let id = added["id"] else { throw Self.noList(path) }
        entries.append((text, id))
        if added["special"] == true { special.insert(ExactText(text)) }
      }
      var found: [Int: String] = [:], known: [[UInt8]: Int] = [:]
      for (text, value) in entries {
        guard let id = value.integer, (0..<1 << 24).contains(id) else {
          throw Diagnostic(
            path, "token '\(text)' has no usable id", expected: "a whole number from 0 on, below 16777216")
        }
        if let other = found[id], !other.utf8.elementsEqual(text.utf8) {
          throw Diagnostic(path, "'\(other)' and '\(text)' have one id, \(id)", expected: "an id for each token")
        }
        if let other = known.updateValue(id, forKey: Array(text.utf8)), other != id {
          throw Diagnostic(path, "'\(text)' has two ids, \(other) and \(id)", expected: "one id for each token")
        }
        found[id] = text
      }
      tokens = (0...(found.keys.max() ?? 0)).map { found[$0] }
    }
    self.special = special
    var ids: [[UInt8]: Int] = [:]
    for (id, token) in tokens.enumerated() {
      guard let token = token.map({ Array($0.utf8) }), ids[token] == nil else { continue }
      ids[token] = id
    }
    self.ids = ids
  }

  private static func list(_ value: JSON?, _ path: String) throws(Diagnostic) -> [JSON] {
    guard let value, !value.isNull else { return [] }
    guard let list = value.array else { throw noList(path) }
    return list
  }

  private static func noList(_ path: String) -> Diagnostic {
    Diagnostic(path, "\"added_tokens\" is malformed", expected: "a list of {\"id\": …, \"content\": \"text\", …}")
  }

  func id(of token: String) -> Int? { ids[Array(token.utf8)] }

  func holds(_ others: [String?]) -> Bool {
    tokens.elementsEqual(others) { $0.map { Array($0.utf8) } == $1.map { Array($0.utf8) } }
  }

  /// A token as tokenizer.json and tokenizer_config.json write those that were added.
  func added(_ token: String) throws(Diagnostic) -> JSONObject {
    var flags: JSON?
    let fast = folder + "/tokenizer.json", configuration = folder + "/tokenizer_config.json"
    if FileSystem.exists(fast) {
      flags = try JSON(file: fast)["added_tokens"]?.array?.first { $0["content"]?.string?.hasBytes(of: token) ?? false }
    }
    if flags == nil, FileSystem.exists(configuration) {
      flags = try JSON(file: configuration)["added_tokens_decoder"]?.object?.members
        .first { $0.value["content"]?.string?.hasBytes(of: token) ?? false }?.value
    }
    let isSpecial = flags?["special"]?.bool ?? special.contains(ExactText(token))
    return [
      "content": .string(token), "lstrip": flags?["lstrip"] ?? false,
      "normalized": flags?["normalized"] ?? .bool(!isSpecial),
      "rstrip": flags?["rstrip"] ?? false, "single_word": flags?["single_word"] ?? false, "special": .bool(isSpecial),
    ]
  }
}
