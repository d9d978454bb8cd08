public import Files

extension ConfigurationOutline {
  /// The settings by the names that this program has for them, and what is to be said of those that were written otherwise. Throws
  /// for a key that there is none of, and for one that a file has under two names.
  public func resolved(
    _ settings: [ConfigurationFile.Setting]
  ) throws(Diagnostic) -> (settings: [ConfigurationFile.Setting], notes: [String]) {
    var result: [ConfigurationFile.Setting] = [], notes: [String] = []
    // By source and name, as what it was written.
    var written: [String: String] = [:]
    for setting in settings {
      if setting.isResolved {
        result.append(setting)
        continue
      }
      // A map of keys without any.
      if setting.value.object?.members.isEmpty == true, holdsKeys(setting.key) { continue }
      guard let (name, kind) = find(setting.key) else { throw unknown(setting) }
      var own = setting
      own.key = name
      own.isResolved = true
      let known = setting.source + "\n" + name
      if let other = written[known], other != setting.key {
        throw Diagnostic(
          setting.place, "\(setting.key) and \(other) are one key", expected: "one of the two", status: .wrongUsage)
      }
      written[known] = setting.key
      if name != setting.key { notes.append("\(setting.place): \(setting.key) is read as \(name)") }
      if let outline = kind.outline { own.value = try outline.resolved(own.value, of: setting, &notes) }
      result.append(own)
    }
    return (result, notes)
  }

  /// The same of a map, or of each map in a list; what is no map stays.
  private func resolved(
    _ value: JSON, of setting: ConfigurationFile.Setting, _ notes: inout [String]
  ) throws(Diagnostic) -> JSON {
    guard let entries = value.array else { return try resolved(value, "", setting, &notes) }
    var all: [JSON] = []
    for (index, entry) in entries.enumerated() { all.append(try resolved(entry, "[\(index)]", setting, &notes)) }
    return .array(all)
  }

  private func resolved(
    _ value: JSON, _ path: String, _ setting: ConfigurationFile.Setting, _ notes: inout [String]
  ) throws(Diagnostic) -> JSON {
    guard value.object != nil else { return value }
    let (own, more) = try resolved(setting.settings(of: value, at: path))
    notes += more
    return .object(JSONObject(own.map { (key: $0.key, value: $0.value) }))
  }

  /// Whether there is such a key, or a map of this name, or a key that may stand in one.
  public func has(_ key: String) -> Bool { find(key) != nil || holdsKeys(key) }

  /// The key's own name, and what its values are; through the maps that it stands in.
  func find(_ key: String) -> (name: String, kind: ValueKind)? {
    if let entry = entries.first(where: { $0.name == key }) { return (entry.name, entry.kind) }
    if let entry = entries.first(where: { $0.aliases.contains(key) }) { return (entry.name, entry.kind) }
    for entry in entries {
      guard key.hasPrefix(entry.name + ".") else { continue }
      if let (name, kind) = entry.kind.find(String(key.dropFirst(entry.name.count + 1))) {
        return (entry.name + "." + name, kind)
      }
    }
    return nil
  }

  /// Whether what stands under this name are keys, and no value.
  private func holdsKeys(_ key: String) -> Bool {
    entries.contains { entry in
      if ([entry.name] + entry.aliases).contains(where: { $0.hasPrefix(key + ".") }) { return true }
      if case .named = entry.kind { return entry.name == key }
      guard let outline = entry.kind.below else { return false }
      return entry.name == key
        || key.hasPrefix(entry.name + ".") && outline.holdsKeys(String(key.dropFirst(entry.name.count + 1)))
    }
  }

  /// Told in the map that the key stands in: of a dotted name the part that no map has.
  private func unknown(_ setting: ConfigurationFile.Setting, in place: String = "") -> Diagnostic {
    for entry in entries {
      guard var own = setting.below(entry.name) else { continue }
      if let outline = entry.kind.below { return outline.unknown(own, in: place + entry.name + ".") }
      if case .named(let kind) = entry.kind, let outline = kind.below {
        own.key = outline.part(of: own.key)
        return outline.unknown(own, in: place + entry.name + ".")
      }
    }
    if let whom = decider(of: setting.key) {
      return Diagnostic(
        setting.place, "\(place)\(setting.key) is decided by \(whom)", expected: "a configuration without it",
        status: .wrongUsage)
    }
    var near = entries.flatMap { [$0.name] + $0.aliases }.filter { Self.mayBeMeant($0, by: setting.key) }
    if near.isEmpty, let dot = setting.key.firstIndex(of: ".") {
      // It may be the map's name that is wrong.
      let map = String(setting.key[..<dot])
      for name in entries.compactMap({ $0.name.split(separator: ".").first.map(String.init) })
      where Self.mayBeMeant(name, by: map) && !near.contains(name) { near.append(name) }
    }
    let guess = near.isEmpty ? "" : "did you mean \(near.joined(separator: " or "))? "
    return Diagnostic(
      setting.place, "there is no key \"\(setting.key)\"" + (place.isEmpty ? "" : " in \(place.dropLast())"),
      expected: guess + "'assay \(command) --help-config' lists all keys", status: .wrongUsage)
  }

  /// What of a key stands behind a name that may have dots in it: from the first part that is known, or the last one.
  private func part(of key: String) -> String {
    let ends = key.indices.filter { key[$0] == "." }.map { String(key[key.index(after: $0)...]) }
    return ends.first { end in entries.contains { end == $0.name || end.hasPrefix($0.name + ".") } } ?? ends.last ?? key
  }

  /// A name that was written with two mistakes, of short names with one, or without the map that it stands in.
  private static func mayBeMeant(_ name: String, by key: String) -> Bool {
    SpellingDistance.between(name, key) <= (key.count > 3 ? 2 : 1)
      || name.split(separator: ".").count > 1 && name.split(separator: ".").last.map(String.init) == key
  }

  /// What decides a key that may not be written.
  private func decider(of key: String) -> String? {
    decided.first { key == $0.key || key.hasPrefix($0.key + ".") }?.value
  }
}
