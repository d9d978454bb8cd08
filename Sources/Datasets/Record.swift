public import Files

/// One JSON record of a data file, read field by field. What is missing or of the wrong kind becomes a
/// `Diagnostic` that names the file, the line and the field.
public struct Record: Sendable {
  /// `file:line`, or the file and the number of the record.
  public let place: String
  public let value: JSON
  /// The field within the whole record that this one is, e.g. `question.choices[2]`; empty for the whole.
  private let path: String
  /// What a record of this file holds: the second line of every message.
  private let format: String

  public init(_ value: JSON, place: String, format: String) {
    self.init(value, place: place, path: "", format: format)
  }

  private init(_ value: JSON, place: String, path: String, format: String) {
    self.place = place
    self.value = value
    self.path = path
    self.format = format
  }

  /// The records of a file that is one JSON array, as TruthfulQA is published.
  public static func array(of file: DataFile, format: String) throws(Diagnostic) -> [Record] {
    guard let elements = try value(of: file, format: format).array else {
      throw Diagnostic(file.name, "is not a JSON array", expected: format)
    }
    return elements.enumerated().map { index, element in
      Record(element, place: "\(file.name), record \(index + 1)", format: format)
    }
  }

  /// A file that is one JSON object, as the tasks of BIG-Bench Hard are published.
  public static func object(of file: DataFile, format: String) throws(Diagnostic) -> Record {
    Record(try value(of: file, format: format), place: file.name, format: format)
  }

  private static func value(of file: DataFile, format: String) throws(Diagnostic) -> JSON {
    let result = try file.content().withUnsafeBytes { bytes -> Result<JSON, JSONSyntaxError> in
      Result { () throws(JSONSyntaxError) in try JSON(parsing: bytes) }
    }
    switch result {
    case .failure(let error): throw Diagnostic("\(file.name):\(error.line)", error.reason, expected: format)
    case .success(let value): return value
    }
  }

  public func string(_ key: String) throws(Diagnostic) -> String {
    guard let text = try field(key).string else { throw failure("\(named(key)) is not a text") }
    return text
  }

  public func integer(_ key: String) throws(Diagnostic) -> Int {
    guard let number = try field(key).integer else { throw failure("\(named(key)) is not a whole number") }
    return number
  }

  public func number(_ key: String) throws(Diagnostic) -> Double {
    guard let number = try field(key).number else { throw failure("\(named(key)) is not a number") }
    return number
  }

  /// A list of anything.
  public func list(_ key: String) throws(Diagnostic) -> [JSON] {
    guard let elements = try field(key).array else { throw failure("\(named(key)) is not a list") }
    return elements
  }

  public func strings(_ key: String) throws(Diagnostic) -> [String] {
    try texts(of: try field(key), named(key))
  }

  /// A list of lists of texts, e.g. the options of several questions.
  public func stringLists(_ key: String) throws(Diagnostic) -> [[String]] {
    let elements = try list(key)
    var lists: [[String]] = []
    for (index, element) in elements.enumerated() {
      lists.append(try texts(of: element, named("\(key)[\(index)]")))
    }
    return lists
  }

  public func record(_ key: String) throws(Diagnostic) -> Record {
    let value = try field(key)
    return Record(value, place: place, path: pathed(key), format: format)
  }

  public func records(_ key: String) throws(Diagnostic) -> [Record] {
    let elements = try list(key)
    return elements.enumerated().map { index, element in
      Record(element, place: place, path: pathed("\(key)[\(index)]"), format: format)
    }
  }

  /// The members of an object in the order of the file; no name may occur twice.
  public func members(_ key: String) throws(Diagnostic) -> [(key: String, value: JSON)] {
    guard let object = try field(key).object else { throw failure("\(named(key)) is not an object") }
    if let name = object.duplicateKey { throw failure("\(named(key)) names \"\(name)\" twice") }
    return object.members
  }

  /// Something else that is wrong with this record.
  public func failure(_ problem: String) -> Diagnostic {
    Diagnostic(place, problem, expected: format)
  }

  private func field(_ key: String) throws(Diagnostic) -> JSON {
    guard let object = value.object else {
      throw failure(path.isEmpty ? "is not a JSON object" : "field \"\(path)\" is not an object")
    }
    guard let value = object[key] else { throw failure("\(named(key)) is missing") }
    return value
  }

  private func texts(of value: JSON, _ name: String) throws(Diagnostic) -> [String] {
    let texts = value.array?.compactMap(\.string)
    guard let texts, texts.count == value.array?.count else {
      throw failure("\(name) is not a list of texts")
    }
    return texts
  }

  private func named(_ key: String) -> String { "field \"\(pathed(key))\"" }
  private func pathed(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
