import Files

/// One key of a configuration: what it means, what it is by default, how it is set and read.
public struct ConfigurationField<Configuration: Sendable>: Sendable {
  public let key: String
  public let help: String
  /// Between what numbers lie; nil where the value is none.
  let range: ClosedRange<Double>?
  /// Whether another value makes another result; paths do so by what stands there.
  let changesResult: Bool
  /// The value that a configuration has.
  let value: @Sendable (Configuration) -> JSON
  let set: @Sendable (inout Configuration, ConfigurationFile.Setting) throws(Diagnostic) -> Void

  init(
    _ key: String, _ help: String, range: ClosedRange<Double>? = nil, changesResult: Bool = true,
    value: @escaping @Sendable (Configuration) -> JSON,
    set: @escaping @Sendable (inout Configuration, ConfigurationFile.Setting) throws(Diagnostic) -> Void
  ) {
    self.key = key
    self.help = help
    self.range = range
    self.changesResult = changesResult
    self.value = value
    self.set = set
  }

  /// The key with the value that holds where nothing is said, and what it means.
  func help(_ configuration: Configuration) -> String { "\(key): \(value(configuration).text())\n    \(help)\n" }
}

extension Array {
  /// What makes two results the same, as text.
  func description<Configuration>(of configuration: Configuration) -> String
  where Element == ConfigurationField<Configuration> {
    filter(\.changesResult).map { "\($0.key): \($0.value(configuration).text())" }.joined(separator: "\n")
  }

  /// All values, for people and for other programs.
  func values<Configuration>(of configuration: Configuration) -> JSON
  where Element == ConfigurationField<Configuration> {
    .object(JSONObject(map { (key: $0.key, value: $0.value(configuration)) }))
  }
}
