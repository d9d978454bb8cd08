public import Files

/// What there is to say in a configuration: the keys of a schema without the code that they set. Maps have outlines of their own.
public struct ConfigurationOutline: Sendable {
  public struct Entry: Sendable {
    /// With dots between the names of nested maps.
    public var name: String
    public var help: String
    public var kind: ValueKind
    /// The value that holds where nothing is said; nil where there is none.
    public var standard: JSON?
    /// What other programs call it.
    public var aliases: [String]

    public init(name: String, help: String, kind: ValueKind, standard: JSON? = nil, aliases: [String] = []) {
      self.name = name
      self.help = help
      self.kind = kind
      self.standard = standard
      self.aliases = aliases
    }
  }

  /// The command whose `--help-config` lists the entries.
  let command: String
  public let entries: [Entry]
  /// Keys that are decided elsewhere, with what decides them.
  public let decided: [String: String]

  public init(command: String, _ entries: [Entry], decided: [String: String] = [:]) {
    self.command = command
    self.entries = entries
    self.decided = decided
  }

  /// Each key with the value that holds where nothing is said, and what it means; maps with their keys.
  public var help: String { help(below: "") }

  private func help(below prefix: String) -> String {
    entries.reduce("") { text, entry in
      let name = prefix + entry.name
      var own = "\(name)\(entry.standard.map { ": \($0.text())" } ?? "")\n" + Self.wrapped(entry.help)
      if !entry.aliases.isEmpty { own += Self.wrapped("also written " + entry.aliases.joined(separator: ", ")) }
      if let (outline, link) = described(entry, below: prefix) { own += outline.help(below: name + link) }
      return text + own
    }
  }

  /// The keys below an entry, as far as they are told: open ones at their first place alone.
  private func described(
    _ entry: Entry, below prefix: String
  ) -> (outline: ConfigurationOutline, link: String)? {
    if case .open = entry.kind, !prefix.isEmpty { return nil }
    return entry.kind.described
  }

  /// Lines of 80 columns at most, moved in by four, so far as there are words to part.
  private static func wrapped(_ text: String) -> String {
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      if !lines[lines.count - 1].isEmpty, lines[lines.count - 1].count + word.count > 75 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines.map { "    \($0)\n" }.joined()
  }

  /// The part below a key of this name; nil where it has none.
  public func section(_ name: String) -> ConfigurationOutline? { entries.first { $0.name == name }?.kind.outline }

  /// For a table of documents: a row a key, maps with their keys below them, but for those that another table has.
  /// - Parameter linked: names of maps whose keys are those of another command.
  public func rows(without linked: [String] = []) -> [[String]] {
    [["key", "value", "default", ""]] + rows(below: "", linked)
  }

  private func rows(below prefix: String, _ linked: [String]) -> [[String]] {
    entries.flatMap { entry -> [[String]] in
      let also =
        entry.aliases.isEmpty ? "" : "; also written " + entry.aliases.map { "`\($0)`" }.joined(separator: ", ")
      let own = [
        "`\(prefix)\(entry.name)`", entry.kind.words, entry.standard.map { "`\($0.text())`" } ?? "", entry.help + also,
      ]
      guard let (outline, link) = described(entry, below: prefix), !linked.contains(entry.name) else { return [own] }
      return [own] + outline.rows(below: prefix + entry.name + link, linked)
    }
  }
}
