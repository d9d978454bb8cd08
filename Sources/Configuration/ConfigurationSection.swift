public import Files

/// A map of a configuration that has keys of its own: `train: {…}` of a job that trains.
public struct ConfigurationSection<Subject: Sendable>: Sendable {
  public let name: String
  public let help: String
  let kind: ValueKind
  /// Takes a setting whose key is the section's own.
  let set: @Sendable (inout Subject, ConfigurationFile.Setting) throws(Diagnostic) -> Void

  /// - Parameter isOpen: whether other keys than the outline's are taken, too.
  public init(
    _ name: String, _ help: String, _ outline: ConfigurationOutline, isOpen: Bool = false,
    set: @escaping @Sendable (inout Subject, ConfigurationFile.Setting) throws(Diagnostic) -> Void
  ) {
    self.name = name
    self.help = help
    kind = isOpen ? .open(outline) : .map(outline)
    self.set = set
  }

  /// A section that another schema reads later: its settings are kept, and each is tried at once, so that what is wrong is told by
  /// its line.
  public init<Inner>(
    _ name: String, _ help: String, _ schema: ConfigurationSchema<Inner>,
    keptIn path: any WritableKeyPath<Subject, [ConfigurationFile.Setting]> & Sendable
  ) {
    self.init(name, help, schema.outline) { (subject, setting) throws(Diagnostic) in
      var trial = schema.standard()
      do throws(Diagnostic) { try schema.apply([setting], to: &trial) } catch { throw error.within(name, setting.key) }
      subject[keyPath: path].append(setting)
    }
  }
}

extension Diagnostic {
  /// The same of a key that stands in a section.
  fileprivate func within(_ section: String, _ key: String) -> Diagnostic {
    guard problem.hasPrefix(key + " is ") else { return self }
    return Diagnostic(place, section + "." + problem, expected: expectation, status: status)
  }
}
