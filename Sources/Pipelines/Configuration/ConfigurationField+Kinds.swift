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

  /// - Parameter most: what no job that is meant seriously exceeds, and no product of which overflows.
  static func size(
    _ key: String, _ help: String, _ path: Path<Int>, from least: Int = 1, upTo most: Int = 1 << 24,
    changesResult: Bool = true
  ) -> ConfigurationField {
    ConfigurationField(
      key, help, range: Double(least)...Double(most), changesResult: changesResult,
      value: { .integer($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.size(from: least, upTo: most) })
  }

  static func optionalSize(
    _ key: String, _ help: String, _ path: Path<Int?>, upTo most: Int = 1 << 24, changesResult: Bool = true
  ) -> ConfigurationField {
    ConfigurationField(
      key, help, range: 1...Double(most), changesResult: changesResult,
      value: { $0[keyPath: path].map { .integer($0) } ?? .null },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = s.value.isNull ? nil : try s.size(from: 1, upTo: most) })
  }

  /// - Parameter most: float32 holds it, with room for products.
  static func number(
    _ key: String, _ help: String, _ path: Path<Double>, from least: Double, upTo most: Double = 1e6
  ) -> ConfigurationField {
    ConfigurationField(
      key, help, range: least...most, value: { .number($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.number(from: least, upTo: most) })
  }

  /// A part of a whole, which is less than 1.
  static func part(_ key: String, _ help: String, _ path: Path<Double>) -> ConfigurationField {
    ConfigurationField(
      key, help, range: 0...(1.0).nextDown, value: { .number($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.number(from: 0, below: 1) })
  }

  /// A whole number from 0 on that draws depend on.
  static func seed(_ key: String, _ help: String, _ path: Path<UInt64>) -> ConfigurationField {
    ConfigurationField(
      key, help, range: 0...Double(ConfigurationFile.Setting.largestSize),
      value: { .integer(Int(clamping: $0[keyPath: path])) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = UInt64(try s.size(from: 0)) })
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
