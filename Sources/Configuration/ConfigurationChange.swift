public import Files

/// What a person wrote otherwise than at an earlier time, in the words of the file.
enum ConfigurationChange {
  /// Of two values of a key those parts that differ; each has a sentence.
  static func sentences(_ name: String, was old: JSON?, is new: JSON?) -> [String] {
    if old == new { return [] }
    guard let before = old?.object, let after = new?.object else {
      return ["\(name) was \((old ?? .null).words), is \((new ?? .null).words)"]
    }
    let names = before.keys + after.keys.filter { before[$0] == nil }
    return names.flatMap { sentences("\(name).\($0)", was: before[$0], is: after[$0]) }
  }
}

extension Array {
  /// The keys of which a configuration has other values than `values(of:)` wrote of an earlier one; those that it did not
  /// write are of another version, and say nothing.
  public func changes<Subject>(
    from old: JSON, to subject: Subject
  ) -> [String] where Element == ConfigurationKey<Subject> {
    flatMap { key -> [String] in
      guard let before = key.earlier(in: old), let now = key.value(of: subject) else { return [] }
      return ConfigurationChange.sentences(key.name, was: before, is: now)
    }
  }
}
