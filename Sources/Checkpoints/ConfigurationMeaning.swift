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
  /// What changes numbers, in one spelling.
  private let known: [(key: String, value: JSON)]
  /// Keys that nothing here reads.
  private let unread: [String: JSON]

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
    if let types = unread["layer_types"]?.array, types.allSatisfy({ $0 == "full_attention" }) { unread["layer_types"] = nil }
    if let configuration = try? ModelConfiguration(json: object, place: place) {
      known = Self.values(configuration)
      for key in Self.read { unread[key] = nil }
      // Only Mistral's code looks at it.
      unread["sliding_window"] = configuration.architecture == .mistral ? nil : window
    } else {
      unread["sliding_window"] = window
      if Self.isSilu(unread["hidden_act"]) { unread["hidden_act"] = "silu" }
      for key in ["rope_parameters", "rope_scaling", "rope_theta"] { unread[key] = nil }
      known = Self.rotary(object) + unread.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      unread = [:]
    }
    self.unread = unread
  }

  /// The first difference that forbids to put weights of both into one model.
  /// - Parameter leavingOut: keys that may differ.
  public func conflict(with other: ConfigurationMeaning, leavingOut: Set<String> = []) -> Difference? {
    let keys = known.map(\.key) + other.known.map(\.key).filter { key in !known.contains { $0.key == key } }
    for key in keys where !leavingOut.contains(key) && !Self.told.contains(key) {
      let own = value(key), others = other.value(key)
      if !Self.isSame(own, others) { return difference(key, own, others, other) }
    }
    for key in Set(unread.keys).union(other.unread.keys).sorted() where Self.matters(key) && !leavingOut.contains(key) {
      let own = unread[key] ?? .null, others = other.unread[key] ?? .null
      if !Self.isSame(own, others) { return difference(key, own, others, other) }
    }
    return nil
  }

  /// Differences that are to be told and forbid nothing: lengths of contexts, ids of the ends of texts, and keys that nobody here
  /// knows.
  public func remarks(on other: ConfigurationMeaning) -> [Difference] {
    var remarks: [Difference] = []
    for key in Self.told.sorted() where !Self.isSame(value(key), other.value(key)) {
      remarks.append(difference(key, value(key), other.value(key), other))
    }
    for key in Set(unread.keys).union(other.unread.keys).sorted() where !Self.matters(key) {
      let own = unread[key] ?? .null, others = other.unread[key] ?? .null
      if !Self.isSame(own, others) { remarks.append(difference(key, own, others, other)) }
    }
    return remarks
  }

  private func value(_ key: String) -> JSON { known.first { $0.key == key }?.value ?? .null }

  private func difference(_ key: String, _ own: JSON, _ others: JSON, _ other: ConfigurationMeaning) -> Difference {
    Difference(key: key, own: text(key, own), other: other.text(key, others))
  }

  /// The value, and that it is one that nobody wrote where that is so.
  private func text(_ key: String, _ value: JSON) -> String {
    let shown = value.integer.map { "\($0)" } ?? value.text()
    let isWritten = written[key] != nil || (Self.rotaryKeys.contains(key) && written["rope_parameters"] != nil)
    if isWritten { return shown }
    return value.isNull ? "not there" : "\(shown) where nothing is written"
  }
}
