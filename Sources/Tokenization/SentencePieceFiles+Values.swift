import Files

/// Values of a tokenizer's JSON file by their kind: what is of another kind is an error, never the default. Null is as good as absent.
extension SentencePieceFiles.SourceFile {
  func value(_ key: String) -> JSON? {
    guard let value = object[key], !value.isNull else { return nil }
    return value
  }

  func flag(_ key: String) throws(Diagnostic) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let flag = value.bool else { throw wrong(key, value, "true or false was expected") }
    return flag
  }

  func text(_ key: String) throws(Diagnostic) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.string else { throw wrong(key, value, "a text was expected") }
    return text
  }

  /// The text of a token, which is written as it is, or in an object with flags.
  func token(_ key: String) throws(Diagnostic) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = Self.text(value) else {
      throw wrong(key, value, "a token was expected: a text, or an object with \"content\"")
    }
    return text
  }

  /// The texts of a list of tokens, or of an object whose members are tokens.
  func tokens(_ key: String) throws(Diagnostic) -> [String] {
    guard let value = value(key) else { return [] }
    guard let elements = value.array ?? value.object?.members.map(\.value) else {
      throw wrong(key, value, "a list of tokens was expected")
    }
    let texts = elements.compactMap(Self.text)
    guard texts.count == elements.count else {
      throw wrong(key, value, "tokens were expected: texts, or objects with \"content\"")
    }
    return texts
  }

  private static func text(_ value: JSON) -> String? { value.string ?? value["content"]?.string }

  private func wrong(_ key: String, _ value: JSON, _ expectation: String) -> Diagnostic {
    let text = value.text()
    return Diagnostic(
      path, "key \"\(key)\" is \(text.count > 60 ? text.prefix(60) + "…" : text[...])", expected: expectation)
  }
}
