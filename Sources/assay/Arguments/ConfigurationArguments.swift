import ArgumentParser
import Configuration
import Files
import Reporting

/// How a command is told its configuration: files, and keys after them.
struct ConfigurationArguments: ParsableArguments {
  @Option(help: ArgumentHelp("YAML file; --help-config lists its keys.", valueName: "file"))
  var config: [String] = []

  @Option(
    help: ArgumentHelp("A key of the configuration, after those of the file: seed=7.", valueName: "key=value"))
  var set: [String] = []

  @Flag(help: "Describe all keys of the configuration.")
  var helpConfig = false

  /// Prints the keys, if that was asked for.
  func printsHelp(_ outline: ConfigurationOutline) throws(Diagnostic) -> Bool { try printsHelp(outline.help) }

  func printsHelp(_ text: @autoclosure () -> String) throws(Diagnostic) -> Bool {
    if helpConfig { try Terminal.print(text()) }
    return helpConfig
  }

  /// The file; nil for none. Throws for several.
  func file() throws(Diagnostic) -> String? {
    guard config.count < 2 else {
      throw Diagnostic("--config", "is given \(config.count) times", expected: "one file", status: .wrongUsage)
    }
    return config.first
  }

  /// The settings of a file, those of --set, then those of other options: the last one of a key counts. Says which were written by
  /// names that other programs have for them.
  /// - Parameter meant: the key that a name of --set means.
  func settings(
    of file: String?, by outline: ConfigurationOutline, options: [OptionSetting] = [],
    _ meant: (String) -> String = { $0 }
  ) throws(Diagnostic) -> [ConfigurationFile.Setting] {
    var settings = try file.map { (path) throws(Diagnostic) in try ConfigurationFile(path: path).settings } ?? []
    settings += try assignments(meant)
    let (resolved, notes) = try outline.resolved(settings)
    for note in notes { Terminal.note(note + "\n") }
    return resolved + options.compactMap(\.setting)
  }

  /// The settings of --set.
  /// - Parameter meant: the key that a name means.
  private func assignments(_ meant: (String) -> String) throws(Diagnostic) -> [ConfigurationFile.Setting] {
    var settings: [ConfigurationFile.Setting] = []
    for assignment in set {
      let name = String(assignment.prefix { $0 != "=" }), rest = assignment.dropFirst(name.count)
      settings += try ConfigurationFile(assignment: meant(name) + rest, option: "--set").settings
    }
    return settings
  }

  /// The same of the one file that there must be.
  func required(
    by outline: ConfigurationOutline, command: String
  ) throws(Diagnostic) -> [ConfigurationFile.Setting] {
    guard let file = try file() else {
      throw Diagnostic(
        "--config", "is missing", expected: "a YAML file; 'assay \(command) --help-config' lists its keys",
        status: .wrongUsage)
    }
    return try settings(of: file, by: outline)
  }
}

/// An option that is a key of the configuration, too; nothing where it was not given.
struct OptionSetting {
  let setting: ConfigurationFile.Setting?

  private init(_ key: String, _ value: JSON?, _ place: String?) {
    setting = value.map { ConfigurationFile.Setting(key: key, value: $0, place: place ?? "--\(key)") }
  }

  init(_ key: String, _ text: String?, place: String? = nil) { self.init(key, text.map { .string($0) }, place) }

  init(_ key: String, _ number: Int?, place: String? = nil) { self.init(key, number.map { .integer($0) }, place) }

  /// A number that may be no number, which the key itself then says.
  init(_ key: String, number text: String?) {
    self.init(key, text.map { text in Int(text).map { .integer($0) } ?? .string(text) }, nil)
  }

  init(_ key: String, _ texts: [String], place: String? = nil) {
    self.init(key, texts.isEmpty ? nil : .array(texts.map { .string($0) }), place)
  }

  init(_ key: String, _ number: Double?, place: String? = nil) { self.init(key, number.map { .number($0) }, place) }

  init(_ key: String, _ values: [JSON], place: String? = nil) { self.init(key, .array(values), place) }

  init(_ key: String, _ flag: Bool) { self.init(key, flag ? true : nil, nil) }
}
