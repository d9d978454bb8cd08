import Files

/// Fields of the usual kinds.
extension TrainingField {
  typealias Path<Value> = any WritableKeyPath<TrainingConfiguration, Value> & Sendable

  static func text(_ key: String, _ help: String, _ path: Path<String>, changesNumbers: Bool = true) -> TrainingField {
    TrainingField(
      key, help, changesNumbers: changesNumbers, value: { .string($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.text() })
  }

  static func optionalText(_ key: String, _ help: String, _ path: Path<String?>) -> TrainingField {
    TrainingField(
      key, help, value: { $0[keyPath: path].map { .string($0) } ?? .null },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = s.value.isNull ? nil : try s.text() })
  }

  static func flag(_ key: String, _ help: String, _ path: Path<Bool>) -> TrainingField {
    TrainingField(
      key, help, value: { .bool($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.flag() })
  }

  static func size(
    _ key: String, _ help: String, _ path: Path<Int>, from least: Int = 1, changesNumbers: Bool = true
  ) -> TrainingField {
    TrainingField(
      key, help, changesNumbers: changesNumbers, value: { .integer($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.size(from: least) })
  }

  static func optionalSize(
    _ key: String, _ help: String, _ path: Path<Int?>, changesNumbers: Bool = true
  ) -> TrainingField {
    TrainingField(
      key, help, changesNumbers: changesNumbers, value: { $0[keyPath: path].map { .integer($0) } ?? .null },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = s.value.isNull ? nil : try s.size(from: 1) })
  }

  static func number(
    _ key: String, _ help: String, _ path: Path<Double>, from least: Double, below limit: Double = .infinity
  ) -> TrainingField {
    TrainingField(
      key, help, value: { .number($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.number(from: least, below: limit) })
  }

  static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable & SendableMetatype>(
    _ key: String, _ help: String, _ path: Path<Choice>
  ) -> TrainingField {
    let choices = Choice.allCases.map { $0 }
    return TrainingField(
      key, help, value: { .string($0[keyPath: path].rawValue) },
      set: { (c, s) throws(Diagnostic) in
        let name = try s.choice(of: choices.map(\.rawValue))
        if let choice = choices.first(where: { $0.rawValue == name }) { c[keyPath: path] = choice }
      })
  }
}

extension ConfigurationFile.Setting {
  func wrong(_ expectation: String) -> Diagnostic {
    Diagnostic(place, "\(key) is \(value.text())", expected: "\(expectation) was expected", status: .wrongUsage)
  }

  /// A number that YAML reads as such is a text too where one is wanted.
  func text() throws(Diagnostic) -> String {
    switch value {
    case .string(let text): return text
    case .integer, .number: return value.text()
    default: throw wrong("a text")
    }
  }

  func texts() throws(Diagnostic) -> [String] {
    if let text = value.string { return [text] }
    guard let texts = value.array?.compactMap(\.string), texts.count == value.array?.count else {
      throw wrong("a text or a list of texts")
    }
    return texts
  }

  func flag() throws(Diagnostic) -> Bool {
    guard let flag = value.bool else { throw wrong("true or false") }
    return flag
  }

  func size(from least: Int) throws(Diagnostic) -> Int {
    guard let size = value.integer, (least...(1 << 40)).contains(size) else {
      throw wrong("a whole number from \(least) on")
    }
    return size
  }

  /// YAML reads `3e-4`, which has no point, as a text.
  func number(from least: Double, below limit: Double = .infinity) throws(Diagnostic) -> Double {
    guard let number = value.number ?? value.string.flatMap(Double.init), number >= least, number < limit else {
      throw wrong("a number from \(least)\(limit.isFinite ? " to below \(limit)" : " on")")
    }
    return number
  }

  func choice(of names: [String]) throws(Diagnostic) -> String {
    guard let name = value.string, names.contains(name) else { throw wrong(names.joined(separator: ", ")) }
    return name
  }
}
