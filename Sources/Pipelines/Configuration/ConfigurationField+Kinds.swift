import Files

/// Fields of the usual kinds.
extension ConfigurationField {
  typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

  static func text(_ key: String, _ help: String, _ path: Path<String>, changesResult: Bool = true)
    -> ConfigurationField
  {
    ConfigurationField(
      key, help, changesResult: changesResult, value: { .string($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.text() })
  }

  static func optionalText(_ key: String, _ help: String, _ path: Path<String?>) -> ConfigurationField {
    ConfigurationField(
      key, help, value: { $0[keyPath: path].map { .string($0) } ?? .null },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = s.value.isNull ? nil : try s.text() })
  }

  static func flag(_ key: String, _ help: String, _ path: Path<Bool>) -> ConfigurationField {
    ConfigurationField(
      key, help, value: { .bool($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.flag() })
  }

  static func size(
    _ key: String, _ help: String, _ path: Path<Int>, from least: Int = 1, changesResult: Bool = true
  ) -> ConfigurationField {
    ConfigurationField(
      key, help, changesResult: changesResult, value: { .integer($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.size(from: least) })
  }

  static func optionalSize(
    _ key: String, _ help: String, _ path: Path<Int?>, changesResult: Bool = true
  ) -> ConfigurationField {
    ConfigurationField(
      key, help, changesResult: changesResult, value: { $0[keyPath: path].map { .integer($0) } ?? .null },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = s.value.isNull ? nil : try s.size(from: 1) })
  }

  static func number(
    _ key: String, _ help: String, _ path: Path<Double>, from least: Double, below limit: Double = .infinity
  ) -> ConfigurationField {
    ConfigurationField(
      key, help, value: { .number($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.number(from: least, below: limit) })
  }

  static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable & SendableMetatype>(
    _ key: String, _ help: String, _ path: Path<Choice>, changesResult: Bool = true
  ) -> ConfigurationField {
    let choices = Choice.allCases.map { $0 }
    return ConfigurationField(
      key, help, changesResult: changesResult, value: { .string($0[keyPath: path].rawValue) },
      set: { (c, s) throws(Diagnostic) in
        let name = try s.choice(of: choices.map(\.rawValue))
        if let choice = choices.first(where: { $0.rawValue == name }) { c[keyPath: path] = choice }
      })
  }
}
