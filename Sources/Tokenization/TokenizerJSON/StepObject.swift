import Files

/// One step of tokenizer.json: an object with a "type", in a list of such.
struct StepObject {
  /// The file.
  let place: String
  /// The member of the file that the step belongs to, e.g. `pre_tokenizer`.
  let list: String
  let type: String
  let object: JSONObject

  /// The steps of a member, without the sequences around them, in order; none where it is null.
  /// - Parameter members: what the list of a sequence is called.
  static func steps(
    _ value: JSON?, _ place: String, _ list: String, members: String
  ) throws(Diagnostic) -> [StepObject] {
    guard let value, !value.isNull else { return [] }
    guard let object = value.object, let type = object["type"]?.string else {
      throw Diagnostic(place, "\"\(list)\" has a step without a \"type\"", expected: "{\"type\": \"name\", …}")
    }
    guard type == "Sequence" else { return [StepObject(place: place, list: list, type: type, object: object)] }
    guard let inner = object[members]?.array else {
      throw Diagnostic(place, "\"\(list)\" has a Sequence without \"\(members)\"", expected: "a list of steps")
    }
    var steps: [StepObject] = []
    for value in inner { steps += try Self.steps(value, place, list, members: members) }
    return steps
  }

  func unknown(_ known: some Sequence<String>) -> Diagnostic {
    Diagnostic(
      place, "\"\(list)\" has a step '\(type)', which is not supported",
      expected: "one of \(known.sorted().joined(separator: ", ")), or Sequence")
  }

  func wrong(_ key: String, _ expectation: String) -> Diagnostic {
    let text = object[key]?.text() ?? "missing"
    return Diagnostic(
      place, "key \"\(key)\" of \(type) in \"\(list)\" is \(text.count > 60 ? text.prefix(60) + "…" : text[...])",
      expected: expectation)
  }

  /// - Parameter fallback: where the key is not there, or null; nil: it must be there.
  func flag(_ key: String, default fallback: Bool? = nil) throws(Diagnostic) -> Bool {
    if object[key] ?? .null == .null, let fallback { return fallback }
    guard let value = object[key]?.bool else { throw wrong(key, "true or false") }
    return value
  }

  func text(_ key: String, default fallback: String? = nil) throws(Diagnostic) -> String {
    if object[key] ?? .null == .null, let fallback { return fallback }
    guard let value = object[key]?.string else { throw wrong(key, "a text") }
    return value
  }

  func count(_ key: String) throws(Diagnostic) -> Int {
    guard let value = object[key]?.integer, value >= 0 else { throw wrong(key, "a whole number from 0 on") }
    return value
  }

  func scalar(_ key: String, default fallback: String? = nil) throws(Diagnostic) -> Unicode.Scalar {
    let text = try text(key, default: fallback)
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
      throw wrong(key, "a single character")
    }
    return scalar
  }

  /// `{"String": "text"}` or `{"Regex": "expression"}`.
  func pattern(_ key: String) throws(Diagnostic) -> any TextPattern {
    if let text = object[key]?["String"]?.string {
      // An empty text fits between any two characters, as an empty expression does.
      return text.isEmpty ? try RegularExpression("", place: place) : LiteralPattern(content: Array(text.utf8))
    }
    guard let text = object[key]?["Regex"]?.string else {
      throw wrong(key, "{\"String\": \"text\"} or {\"Regex\": \"expression\"}")
    }
    return try RegularExpression(text, place: place)
  }

  func behaviour(_ key: String, default fallback: SplitBehaviour? = nil) throws(Diagnostic) -> SplitBehaviour {
    if object[key] ?? .null == .null, let fallback { return fallback }
    guard let value = object[key]?.string.flatMap(SplitBehaviour.init(rawValue:)) else {
      throw wrong(key, "one of \(SplitBehaviour.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }
}
