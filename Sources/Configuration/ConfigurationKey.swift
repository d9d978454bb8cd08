public import Files

/// One key of a configuration: what it means, what its values are, which holds where nothing is said, and how it is set.
public struct ConfigurationKey<Subject: Sendable>: Sendable {
  public typealias Path<Value> = any WritableKeyPath<Subject, Value> & Sendable

  /// With dots between the names of nested maps.
  public let name: String
  public let help: String
  public let kind: ValueKind
  /// What other programs call it.
  public let aliases: [String]
  /// Whether another value makes another result; paths do so by what stands there.
  public let changesResult: Bool
  /// Whether it is applied before the others, wherever it stands.
  let goesFirst: Bool
  /// The value that a configuration has; nil for a key that sets others.
  let value: @Sendable (Subject) -> JSON?
  /// Of which configurations nothing is said of it; and what it then is, where that says something.
  private var absence: (holds: @Sendable (Subject) -> Bool, meaning: JSON?) = ({ _ in false }, nil)
  public let set: @Sendable (inout Subject, ConfigurationFile.Setting) throws(Diagnostic) -> Void

  public init<Value>(
    _ name: String, _ help: String, _ path: Path<Value>, _ type: ValueType<Value>, aliases: [String] = [],
    changesResult: Bool = true
  ) {
    self.name = name
    self.help = help
    kind = type.kind
    self.aliases = aliases
    self.changesResult = changesResult
    goesFirst = false
    value = { type.show($0[keyPath: path]) }
    set = { (subject, setting) throws(Diagnostic) in subject[keyPath: path] = try type.read(setting) }
  }

  /// A key that sets others, and has no value of its own.
  public static func shortcut<Value>(
    _ name: String, _ help: String, _ type: ValueType<Value>, goesFirst: Bool = false,
    set: @escaping @Sendable (inout Subject, Value) -> Void
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, help, type.kind, goesFirst: goesFirst, value: { _ in nil },
      set: { (subject, setting) throws(Diagnostic) in set(&subject, try type.read(setting)) })
  }

  /// A key whose settings are kept for another reader.
  public static func kept(
    _ name: String, _ help: String, _ kind: ValueKind, in path: Path<[ConfigurationFile.Setting]>
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, help, kind, goesFirst: false, value: { _ in nil },
      set: { (subject, setting) throws(Diagnostic) in subject[keyPath: path].append(setting) })
  }

  private init(
    _ name: String, _ help: String, _ kind: ValueKind, aliases: [String] = [], changesResult: Bool = true,
    goesFirst: Bool, value: @escaping @Sendable (Subject) -> JSON?,
    set: @escaping @Sendable (inout Subject, ConfigurationFile.Setting) throws(Diagnostic) -> Void
  ) {
    self.name = name
    self.help = help
    self.kind = kind
    self.aliases = aliases
    self.changesResult = changesResult
    self.goesFirst = goesFirst
    self.value = value
    self.set = set
  }

  /// The same key, left out of what is written of a configuration where `isAbsent` says so: what was written before there was such a
  /// key, and what its value makes no difference to, keep their bytes.
  /// - Parameter meaning: the value that a configuration has which does not name it; nil where it then means nothing.
  public func absent(meaning: JSON? = nil, where isAbsent: @escaping @Sendable (Subject) -> Bool) -> ConfigurationKey {
    var key = self
    key.absence = (isAbsent, meaning)
    return key
  }

  /// The same key of what holds the subject.
  public func lifted<Whole>(
    to path: any WritableKeyPath<Whole, Subject> & Sendable
  ) -> ConfigurationKey<Whole> {
    ConfigurationKey<Whole>(
      name, help, kind, aliases: aliases, changesResult: changesResult, goesFirst: goesFirst,
      value: { [value] in value($0[keyPath: path]) },
      set: { [set] (whole, setting) throws(Diagnostic) in try set(&whole[keyPath: path], setting) }
    ).absent(meaning: absence.meaning) { [absence] in absence.holds($0[keyPath: path]) }
  }

  /// What is written of it; nil where nothing is.
  func written(of subject: Subject) -> JSON? { absence.holds(subject) ? nil : value(subject) }

  /// What was written of it at an earlier time, or what its absence meant.
  func earlier(in values: JSON) -> JSON? { values[name] ?? absence.meaning }

  /// Of a configuration, for people.
  public func value(of subject: Subject) -> JSON? { value(subject) }

  /// What the outline tells of it.
  func entry(_ standard: Subject) -> ConfigurationOutline.Entry {
    ConfigurationOutline.Entry(name: name, help: help, kind: kind, standard: value(standard), aliases: aliases)
  }
}

extension Array {
  /// What makes two results the same, as text.
  public func description<Subject>(of subject: Subject) -> String where Element == ConfigurationKey<Subject> {
    filter(\.changesResult).compactMap { key in key.written(of: subject).map { "\(key.name): \($0.text())" } }
      .joined(separator: "\n")
  }

  /// All values, for people and for other programs.
  public func values<Subject>(of subject: Subject) -> JSON where Element == ConfigurationKey<Subject> {
    .object(JSONObject(compactMap { key in key.written(of: subject).map { (key: key.name, value: $0) } }))
  }
}
