public import Files

/// All that a person may write into one kind of configuration, and how it is read. Help, documents and the JSON Schema that editors
/// use are made of it.
public struct ConfigurationSchema<Subject: Sendable>: Sendable {
  /// The command that it is of.
  public let command: String
  public let keys: [ConfigurationKey<Subject>]
  public let sections: [ConfigurationSection<Subject>]
  /// Made once: reading asks for it again and again.
  public private(set) var outline: ConfigurationOutline
  /// Where a subject keeps the lines of its keys; nil for one whose keys are not looked at together.
  private let places: ConfigurationKey<Subject>.Path<WrittenPlaces>?
  /// What holds where nothing is said.
  let standard: @Sendable () -> Subject

  public init(
    _ command: String, _ keys: [ConfigurationKey<Subject>], sections: [ConfigurationSection<Subject>] = [],
    standard: @escaping @Sendable () -> Subject
  ) {
    self.init(command, keys, sections, nil, standard)
  }

  /// - Parameter places: where the subject keeps the lines of its keys.
  public init(
    _ command: String, _ keys: [ConfigurationKey<Subject>], sections: [ConfigurationSection<Subject>] = [],
    places: ConfigurationKey<Subject>.Path<WrittenPlaces>, standard: @escaping @Sendable () -> Subject
  ) {
    self.init(command, keys, sections, places, standard)
  }

  private init(
    _ command: String, _ keys: [ConfigurationKey<Subject>], _ sections: [ConfigurationSection<Subject>],
    _ places: ConfigurationKey<Subject>.Path<WrittenPlaces>?, _ standard: @escaping @Sendable () -> Subject
  ) {
    self.command = command
    self.keys = keys
    self.sections = sections
    self.places = places
    self.standard = standard
    let subject = standard()
    outline = ConfigurationOutline(
      command: command,
      keys.map { $0.entry(subject) }
        + sections.map { ConfigurationOutline.Entry(name: $0.name, help: $0.help, kind: $0.kind) })
  }

  /// The same without keys that are decided elsewhere, or that begin so.
  public func without(_ names: [String], decidedBy whom: String) -> ConfigurationSchema {
    var schema = self
    var decided = outline.decided
    for name in names { decided[name] = whom }
    schema.outline = ConfigurationOutline(
      command: command,
      outline.entries.filter { entry in
        !names.contains { entry.name == $0 || entry.name.hasPrefix($0 + ".") }
      }, decided: decided)
    return schema
  }

  /// Applies settings one after the other, those that go first before the others; the last one of a key counts.
  public func apply(_ settings: [ConfigurationFile.Setting], to subject: inout Subject) throws(Diagnostic) {
    let settings = try outline.resolved(settings).settings
    if let places { for setting in settings { subject[keyPath: places].note(setting) } }
    for isFirst in [true, false] {
      for setting in settings {
        if let key = keys.first(where: { $0.name == setting.key }) {
          if key.goesFirst == isFirst { try key.set(&subject, setting) }
        } else if !isFirst, sections.contains(where: { $0.name == setting.key }) {
          guard setting.value.isNull else { throw setting.wrong("a map of keys") }
        } else if !isFirst, let section = sections.first(where: { setting.below($0.name) != nil }),
          let own = setting.below(section.name)
        {
          try section.set(&subject, own)
        }
      }
    }
  }

  /// What these settings make of the standard.
  public func read(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) -> Subject {
    var subject = standard()
    try apply(settings, to: &subject)
    return subject
  }
}
