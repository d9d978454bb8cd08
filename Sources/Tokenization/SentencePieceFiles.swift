import Files

/// What a tokenizer is read from: `tokenizer.model`, and the JSON files beside it that say which tokens were
/// added.
struct SentencePieceFiles {
  /// Path of `tokenizer.model`.
  var place: String
  var model: [UInt8]
  /// Path and content of the JSON files that are there.
  var configuration: SourceFile?
  var addedTokens: SourceFile?
  var specialTokens: SourceFile?
  /// tokenizer.json: the fast tokenizer, of the same pieces.
  var tokenizer: SourceFile?
  /// `model_type` of config.json; it says which class of tokenizer is meant.
  var modelType: String?
  /// SHA-256 over names, lengths and bytes of all of them.
  var digest: String

  struct SourceFile {
    var path: String
    var object: JSONObject

    /// nil where it is not there, or null.
    func flag(_ key: String) throws(Diagnostic) -> Bool? {
      guard let value = object[key], !value.isNull else { return nil }
      guard let flag = value.bool else { throw wrong(key, "true or false") }
      return flag
    }

    func text(_ key: String) throws(Diagnostic) -> String? {
      guard let value = object[key], !value.isNull else { return nil }
      guard let text = value.string else { throw wrong(key, "a text") }
      return text
    }

    func list(_ key: String) throws(Diagnostic) -> [JSON] {
      guard let value = object[key], !value.isNull else { return [] }
      guard let list = value.array else { throw wrong(key) }
      return list
    }

    func wrong(_ key: String, _ expectation: String = "a list of {\"id\": …, \"content\": \"text\", …}") -> Diagnostic {
      let text = (object[key] ?? .null).text()
      return Diagnostic(
        path, "key \"\(key)\" is \(text.count > 60 ? text.prefix(60) + "…" : text[...])", expected: expectation)
    }
  }

  init(directory: String) throws(Diagnostic) {
    place = directory + "/tokenizer.model"
    guard FileSystem.exists(place) else {
      throw FileSystem.exists(directory + "/tokenizer.json")
        ? .onlyFast(directory) : .noTokenizer(place)
    }
    model = try FileSystem.bytes(of: place)
    var hash = SHA256()
    Self.add("tokenizer.model", model, to: &hash)
    configuration = try Self.read("tokenizer_config.json", in: directory, into: &hash)
    addedTokens = try Self.read("added_tokens.json", in: directory, into: &hash)
    specialTokens = try Self.read("special_tokens_map.json", in: directory, into: &hash)
    tokenizer = try Self.read("tokenizer.json", in: directory, into: &hash)
    let shape = directory + "/config.json"
    if FileSystem.exists(shape), let object = try JSON(file: shape).object {
      modelType = try SourceFile(path: shape, object: object).text("model_type")
    }
    digest = hash.hexadecimal()
  }

  init(model: [UInt8], place: String) {
    self.model = model
    self.place = place
    var hash = SHA256()
    Self.add("tokenizer.model", model, to: &hash)
    digest = hash.hexadecimal()
  }

  /// The model with `add_dummy_prefix` off. Protocol buffers merge a message that occurs twice, so a second,
  /// tiny `normalizer_spec` (field 3) that sets its field 3 to 0 is appended.
  var modelWithoutDummyPrefix: [UInt8] { model + [0x1A, 0x02, 0x18, 0x00] }

  /// The model without the dropping of extra spaces: the same with field 4.
  var keepingSpaces: SentencePieceFiles {
    var files = self
    files.model += [0x1A, 0x02, 0x20, 0x00]
    return files
  }

  private static func add(_ name: String, _ bytes: [UInt8], to hash: inout SHA256) {
    hash.update("\(name) \(bytes.count)\n")
    bytes.withUnsafeBytes { hash.update($0) }
  }

  static func read(
    _ name: String, in directory: String, into hash: inout SHA256
  ) throws(Diagnostic) -> SourceFile? {
    let path = directory + "/" + name
    guard FileSystem.exists(path) else { return nil }
    add(name, try FileSystem.bytes(of: path), to: &hash)
    guard let object = try JSON(file: path).object else {
      throw Diagnostic(path, "is not a JSON object", expected: "an object with members was expected")
    }
    return SourceFile(path: path, object: object)
  }
}

extension Diagnostic {
  fileprivate static func onlyFast(_ directory: String) -> Diagnostic {
    Diagnostic(
      directory + "/tokenizer.json", "is the only tokenizer here, and it is not SentencePiece's",
      expected: "a SentencePiece tokenizer.model beside it, as Llama 1 and 2, Mistral and Baichuan have")
  }

  fileprivate static func noTokenizer(_ path: String) -> Diagnostic {
    Diagnostic(
      path, "is missing", expected: "a model directory must hold its tokenizer.model or tokenizer.json")
  }
}
