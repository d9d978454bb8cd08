import Files

/// The keys of a GGUF file, read as what they are meant to be. Keys of the architecture stand behind its name and a dot.
struct GGUFMetadata {
  let path: String
  let values: [String: GGUFValue]
  /// `general.architecture`
  let architecture: String
  /// Of all parts of the model, by ggml's names.
  let tensors: [String: TensorView]

  /// - Parameter tensors: those of all parts of the model.
  init(_ file: GGUFFile, tensors: [TensorView]) throws(Diagnostic) {
    path = file.path
    values = file.metadata
    self.tensors = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
    guard let name = file.metadata["general.architecture"]?.text else {
      throw Diagnostic(
        file.path, "does not name its architecture (\"general.architecture\")", expected: "the GGUF file of a model")
    }
    architecture = name
  }

  /// The architecture's own keys, without its name.
  var ownKeys: [String] {
    values.keys.filter { $0.hasPrefix(architecture + ".") }.map { String($0.dropFirst(architecture.utf8.count + 1)) }
      .sorted()
  }

  func hasTensor(_ name: String) -> Bool { tensors[name] != nil }

  private func key(_ name: String) -> String { "\(architecture).\(name)" }

  func optionalInteger(_ name: String) throws(Diagnostic) -> Int? {
    guard let value = values[key(name)] else { return nil }
    // Some converters write a list with a number for each layer where all are the same.
    if let list = value.integers, let first = list.first, list.allSatisfy({ $0 == first }) { return first }
    guard let number = value.integer else { throw wrong(key(name), value, "a whole number, the same for each layer") }
    return number
  }

  func integer(_ name: String) throws(Diagnostic) -> Int {
    guard let value = try optionalInteger(name) else { throw missing(key(name)) }
    return value
  }

  func optionalNumber(_ name: String) throws(Diagnostic) -> Double? {
    guard let value = values[key(name)] else { return nil }
    guard let number = value.number else { throw wrong(key(name), value, "a number") }
    return number
  }

  func optionalText(_ name: String) throws(Diagnostic) -> String? {
    guard let value = values[key(name)] else { return nil }
    guard let text = value.text else { throw wrong(key(name), value, "a text") }
    return text
  }

  func optionalFlag(_ name: String) throws(Diagnostic) -> Bool? {
    guard let value = values[key(name)] else { return nil }
    guard let flag = value.flag else { throw wrong(key(name), value, "true or false") }
    return flag
  }

  /// Tokens of a sequence up to which LongRoPE's short factors hold.
  func originalLength() throws(Diagnostic) -> Int {
    if let length = try optionalInteger("rope.scaling.original_context_length") { return length }
    return try integer("context_length")
  }

  /// A key of the tokenizer.
  func tokenizer(_ name: String) -> GGUFValue? { values["tokenizer.ggml." + name] }

  func tokenID(_ name: String) throws(Diagnostic) -> Int? {
    guard let value = tokenizer(name) else { return nil }
    guard let id = value.integer else { throw wrong("tokenizer.ggml." + name, value, "the id of a token") }
    // Converters write -1 or 2^32 - 1 for none.
    return id >= 0 && id < Int(UInt32.max) ? id : nil
  }

  func missing(_ key: String) -> Diagnostic {
    Diagnostic(path, "has no key \"\(key)\"", expected: "the GGUF file of a model, as llama.cpp's converter writes it")
  }

  func wrong(_ key: String, _ value: GGUFValue, _ expected: String) -> Diagnostic {
    Diagnostic(path, "key \"\(key)\" is \(value.json.text())", expected: expected)
  }
}
