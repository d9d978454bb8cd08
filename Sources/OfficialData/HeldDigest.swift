import Datasets
public import Files

/// By what a file is known to be the published one: SHA-256 of its bytes, or where its records are known and not how they are written
/// down, of the records.
public enum HeldDigest: Sendable, Equatable {
  case bytes(String)
  /// Of a line `["id","stem",["choice",…],place of the right one]` for each question in the Allen Institute's format.
  case questions(String)
  /// Of a line for each record, its members in the order of their names.
  case records(String)
  /// Of questions and answers of the lists of a JSON object, in the order of their names.
  case exemplars(String)

  public var sha256: String {
    switch self {
    case .bytes(let digest), .questions(let digest), .records(let digest), .exemplars(let digest): digest
    }
  }

  /// What it is a digest of, for people.
  public var what: String {
    switch self {
    case .bytes: "bytes"
    case .questions: "questions"
    case .records: "records"
    case .exemplars: "exemplars"
    }
  }

  /// The digest of a file of that kind; throws where its bytes are nothing of the kind.
  public func digest(of bytes: [UInt8], place: String) throws(Diagnostic) -> String {
    let file = DataFile(name: place, bytes: bytes)
    switch self {
    case .bytes: return bytes.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
    case .questions: return try Self.questions(of: file)
    case .records: return try Self.records(of: file)
    case .exemplars: return try Self.exemplars(of: file)
    }
  }

  private static func questions(of file: DataFile) throws(Diagnostic) -> String {
    var hash = SHA256()
    let format = "each line holds \"id\", \"question\" and \"answerKey\""
    for record in try JSONLines.records(of: file, format: format) {
      let question = try record.record("question")
      var choices: [JSON] = [], labels: [String] = []
      for choice in try question.records("choices") {
        choices.append(.string(try choice.string("text")))
        labels.append(try choice.string("label"))
      }
      let right = labels.firstIndex(of: try record.string("answerKey").strippedAsInPython()) ?? -1
      let line: JSON = [
        .string(try record.string("id")), .string(try question.string("stem")), .array(choices), .integer(right),
      ]
      hash.update(line.text() + "\n")
    }
    return hash.hexadecimal()
  }

  private static func records(of file: DataFile) throws(Diagnostic) -> String {
    var hash = SHA256()
    for (_, value) in try JSONLines.values(of: file, format: "each line holds a record") {
      hash.update(sorted(value).text() + "\n")
    }
    return hash.hexadecimal()
  }

  private static func sorted(_ value: JSON) -> JSON {
    if let array = value.array { return .array(array.map(sorted)) }
    guard let object = value.object else { return value }
    let members = object.members.map { (key: $0.key, value: sorted($0.value)) }
    return .object(JSONObject(members.sorted { $0.key < $1.key }))
  }

  private static func exemplars(of file: DataFile) throws(Diagnostic) -> String {
    let format = "an object of lists of exemplars"
    let record = try Record.object(of: file, format: format)
    return SHA256.hexadecimal(of: sorted(record.value).text() + "\n")
  }
}
