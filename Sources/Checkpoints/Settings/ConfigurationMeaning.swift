public import Files

/// What a config.json says, each thing under one spelling and with the value that holds where the file is silent: two files that mean
/// the same have the same meaning, however they are written.
///
/// What `ModelConfiguration` reads is taken from it. Of a model that it does not know, and of keys that it does not read, the values
/// are compared as they are written.
public struct ConfigurationMeaning: Sendable {
  /// A key with two values.
  public struct Difference: Sendable, Equatable {
    public var key: String
    /// Of this file, and of the other; for people.
    public var own, other: String
  }

  public let place: String
  private let written: JSONObject
  /// What changes numbers, and keys that nothing here reads.
  private typealias Values = (known: [(key: String, value: JSON)], unread: [String: JSON])
  /// As `ModelConfiguration` reads it; nil where it cannot.
  private let read: Values?
  /// As it is written, but for the spelling of the rotary positions.
  private let raw: Values

  /// - Throws: for a file that cannot be read as a JSON object.
  public init(file path: String) throws(Diagnostic) {
    guard let object = try JSON(file: path).object else {
      throw Diagnostic(path, "is not a JSON object", expected: "an object with members was expected")
    }
    self.init(object, place: path)
  }

  init(_ object: JSONObject, place: String) {
    self.place = place
    written = object
    var unread: [String: JSON] = [:]
    for (key, value) in object.members where !value.isNull && !Self.harmless.contains(key) { unread[key] = value }
    let window = unread["use_sliding_window"] == false ? nil : unread["sliding_window"]
    for (key, value) in Self.neutral where unread[key].map({ Self.isSame($0, value) }) ?? false { unread[key] = nil }
    if Self.isSilu(unread["hidden_activation"]) { unread["hidden_activation"] = nil }
    if let types = unread["layer_types"]?.array, types.allSatisfy({ $0 == "full_attention" }) {
      unread["layer_types"] = nil
    }
    var known = unread
    unread["sliding_window"] = window
    if Self.isSilu(unread["hidden_act"]) { unread["hidden_act"] = "silu" }
    for key in ["rope_parameters", "rope_scaling", "rope_theta"] { unread[key] = nil }
    raw = (Self.rotary(object) + unread.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, [:])
    guard let configuration = try? ModelConfiguration(json: object, place: place) else {
      read = nil
      return
    }
    let own = ModelFamily.of(configuration.architecture).keys
    for key in Self.read + own { known[key] = nil }
    // Not every family's code looks at it.
    known["sliding_window"] = own.contains("sliding_window") ? nil : window
    read = (Self.values(configuration), known)
  }

  /// The values of both, read in one way.
  private func values(beside other: ConfigurationMeaning) -> (own: Values, other: Values) {
    if let own = read, let others = other.read { return (own, others) }
    return (raw, other.raw)
  }

  /// The first difference that forbids to put weights of both into one model.
  /// - Parameter leavingOut: keys that may differ.
  public func conflict(with other: ConfigurationMeaning, leavingOut: Set<String> = []) -> Difference? {
    let (own, others) = values(beside: other)
    var keys = own.known.map(\.key)
    for (key, _) in others.known where !keys.contains(key) { keys.append(key) }
    for key in keys where !leavingOut.contains(key) && !Self.told.contains(key) {
      if let found = difference(key, Self.value(key, own), Self.value(key, others), other) { return found }
    }
    for key in Set(own.unread.keys).union(others.unread.keys).sorted()
    where Self.matters(key) && !leavingOut.contains(key) {
      if let found = difference(key, own.unread[key] ?? .null, others.unread[key] ?? .null, other) { return found }
    }
    return nil
  }

  /// Differences that are to be told and forbid nothing: lengths of contexts, ids of the ends of texts, and keys that nobody here
  /// knows.
  public func remarks(on other: ConfigurationMeaning) -> [Difference] {
    let (own, others) = values(beside: other)
    let told = Self.told.sorted().compactMap { difference($0, Self.value($0, own), Self.value($0, others), other) }
    let unread = Set(own.unread.keys).union(others.unread.keys).sorted().filter { !Self.matters($0) }
    return told + unread.compactMap { difference($0, own.unread[$0] ?? .null, others.unread[$0] ?? .null, other) }
  }

  private static func value(_ key: String, _ values: Values) -> JSON {
    values.known.first { $0.key == key }?.value ?? .null
  }

  /// nil where the two are the same.
  private func difference(_ key: String, _ own: JSON, _ others: JSON, _ other: ConfigurationMeaning) -> Difference? {
    Self.isSame(own, others) ? nil : Difference(key: key, own: text(key, own), other: other.text(key, others))
  }

  /// The value, and that it is one that nobody wrote where that is so.
  private func text(_ key: String, _ value: JSON) -> String {
    let shown = value.integer.map { "\($0)" } ?? value.text()
    let isWritten = written[key] != nil || (Self.rotaryKeys.contains(key) && written["rope_parameters"] != nil)
    if isWritten { return shown }
    return value.isNull ? "not there" : "\(shown) where nothing is written"
  }
}
