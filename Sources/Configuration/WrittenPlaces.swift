/// Where the keys of a configuration were written, for what is only seen when several of them are looked at together.
public struct WrittenPlaces: Sendable {
  private let command: String
  /// By key, by what a key begins with, and by parts of lists such as `endpoints[0]`.
  private var places: [String: String] = [:]
  private var file: String?

  /// - Parameter command: the place of what was written nowhere.
  public init(_ command: String) { self.command = command }

  /// The last one of a key counts.
  public mutating func note(_ setting: ConfigurationFile.Setting) {
    if setting.source != setting.place { file = setting.source }
    var name = setting.key[...]
    places[setting.key] = setting.place
    for (path, place) in setting.places { places[setting.key + path] = place }
    while let dot = name.lastIndex(of: ".") {
      name = name[..<dot]
      places[String(name)] = setting.place
    }
  }

  /// Whether a key was written.
  public func names(_ key: String) -> Bool { places[key] != nil }

  /// The line of the first of these keys that was written at all; the file where none of them was.
  public subscript(_ keys: String...) -> String {
    keys.lazy.compactMap { places[$0] }.first ?? file ?? command
  }
}
