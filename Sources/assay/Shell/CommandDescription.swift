import ArgumentParser
import Files

/// A command as the parser describes it: what manual pages and completions are made from.
struct CommandDescription {
  /// `["assay", "import", "random"]`
  var path: [String]
  var abstract: String
  var discussion: String
  var isHidden: Bool
  var parameters: [Parameter]
  var subcommands: [CommandDescription]

  struct Parameter {
    enum Kind: String { case positional, option, flag }

    var kind: Kind
    /// With their hyphens, the preferred one first; empty for a positional one.
    var names: [String]
    /// What stands for the value in texts: `dir`.
    var valueName: String
    var help: String
    var defaultValue: String?
    /// All values there are, where the parser knows them.
    var values: [String]
    /// The title of the group it stands in.
    var section: String?
    var isHidden: Bool
    var isOptional: Bool
    var isRepeating: Bool
  }

  var name: String { path.last ?? "" }
  var shownSubcommands: [CommandDescription] { subcommands.filter { !$0.isHidden } }

  /// The whole program.
  static func assay() throws(Diagnostic) -> CommandDescription {
    let place = "the parser's own description"
    let text: JSON
    do {
      text = try JSON(parsing: Assay._dumpHelp())
    } catch {
      throw Diagnostic(place, "cannot be read", expected: "JSON")
    }
    guard let command = text["command"].flatMap({ CommandDescription($0, below: []) }) else {
      throw Diagnostic(place, "has no command", expected: "what swift-argument-parser 1.8 writes")
    }
    return command
  }

  private init?(_ json: JSON, below parents: [String]) {
    guard let name = json["commandName"]?.string else { return nil }
    path = parents + [name]
    abstract = json["abstract"]?.string ?? ""
    discussion = json["discussion"]?.string ?? ""
    isHidden = json["shouldDisplay"]?.bool == false
    parameters = (json["arguments"]?.array ?? []).compactMap(Parameter.init)
    subcommands = []
    for inner in json["subcommands"]?.array ?? [] {
      if let command = CommandDescription(inner, below: path) { subcommands.append(command) }
    }
  }

  func parameter(named name: String) -> Parameter? { parameters.first { $0.names.contains(name) } }

  func subcommand(_ name: String) -> CommandDescription? { subcommands.first { $0.name == name } }
}

extension CommandDescription.Parameter {
  fileprivate init?(_ json: JSON) {
    guard let kind = (json["kind"]?.string).flatMap(Kind.init) else { return nil }
    self.kind = kind
    var names = (json["names"]?.array ?? []).compactMap { name -> String? in
      guard let text = name["name"]?.string else { return nil }
      return (name["kind"]?.string == "long" ? "--" : "-") + text
    }
    if let preferred = names.firstIndex(where: { $0.hasPrefix("--") }) {
      names.insert(names.remove(at: preferred), at: 0)
    }
    self.names = names
    valueName = json["valueName"]?.string ?? ""
    help = json["abstract"]?.string ?? ""
    defaultValue = json["defaultValue"]?.string
    values = (json["allValues"]?.array ?? []).compactMap(\.string)
    section = json["sectionTitle"]?.string
    isHidden = json["shouldDisplay"]?.bool == false
    isOptional = json["isOptional"]?.bool == true
    isRepeating = json["isRepeating"]?.bool == true
  }
}
