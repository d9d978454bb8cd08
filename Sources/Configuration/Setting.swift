public import Files

extension ConfigurationFile {
  /// One `key: value` that a person wrote, and where.
  public struct Setting: Sendable {
    /// With dots between the names of nested maps.
    public var key: String
    public var value: JSON
    /// `file:line`.
    public var place: String
    /// Whether the key, and those of the maps in its value, are this program's names for them.
    var isResolved = false
    /// The same of what stands inside the value, by paths such as `[0].parameters.weight`.
    let places: [String: String]

    public init(key: String, value: JSON, place: String, places: [String: String] = [:]) {
      self.key = key
      self.value = value
      self.place = place
      self.places = places
    }

    /// Where a part of the value stands.
    public func place(of path: String) -> String { places[path] ?? place }

    /// The file or the option that it comes from.
    var source: String {
      guard let colon = place.lastIndex(of: ":"), Int(place[place.index(after: colon)...]) != nil else { return place }
      return String(place[..<colon])
    }

    /// The same setting without the first part of its key; nil for another first part.
    public func below(_ prefix: String) -> Setting? {
      guard key.hasPrefix(prefix + ".") else { return nil }
      var own = self
      own.key = String(key.dropFirst(prefix.count + 1))
      return own
    }

    /// The members of a map inside the value as settings of their own, each with its line.
    public func settings(of value: JSON, at path: String, prefix: String = "") -> [Setting] {
      (value.object?.members ?? []).flatMap { member -> [Setting] in
        let own = "\(path).\(member.key)"
        if member.value.object?.members.isEmpty == false {
          return settings(of: member.value, at: own, prefix: prefix + member.key + ".")
        }
        var inner: [String: String] = [:]
        for (known, place) in places where known.hasPrefix(own) && known != own {
          inner[String(known.dropFirst(own.count))] = place
        }
        var setting = Setting(key: prefix + member.key, value: member.value, place: place(of: own), places: inner)
        setting.isResolved = isResolved
        return [setting]
      }
    }

    /// A path as the file system has it: a leading `~` is the home folder.
    public func path(_ text: String) throws(Diagnostic) -> String {
      guard text == "~" || text.hasPrefix("~/") else { return text }
      guard let home = HomeFolder.path else {
        throw Diagnostic(
          place, "\(key) is \(text), and HOME is not set", expected: "a path without ~", status: .wrongUsage)
      }
      return home + text.dropFirst()
    }
  }
}
