import Configuration
public import Files
import Merging

/// Parameters as a person gave them, to a model, a slice or the whole merge, each with its place.
public struct GivenParameters: Sendable {
  public var values: [String: JSON]
  /// Where each was read.
  public var places: [String: String] = [:]
  /// Whether there was one that changes nothing.
  private(set) var hasIgnored = false

  public init(_ values: [String: JSON] = [:]) { self.values = values }

  public subscript(name: String) -> JSON? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// Takes a setting.
  /// - Parameter nested: whether dots in its key are those of a map that is the value: `{filter, value}`.
  mutating func take(_ setting: ConfigurationFile.Setting, nested: Bool = false) {
    if setting.key == MergeMethod.ignored {
      hasIgnored = true
      return
    }
    guard nested, let dot = setting.key.firstIndex(of: ".") else {
      values[setting.key] = setting.value
      places[setting.key] = setting.place
      return
    }
    let name = String(setting.key[..<dot])
    var members = values[name]?.object ?? JSONObject()
    members[String(setting.key[setting.key.index(after: dot)...])] = setting.value
    values[name] = .object(members)
    places[name] = places[name] ?? setting.place
  }
}
