import Pipelines
import Platform

/// A page of the manual, in the macros of man(7), made from what the parser knows of a command.
struct ManualPage {
  let command: CommandDescription

  /// `assay-import-random.1`
  var fileName: String { Self.title(command.path) + ".1" }

  /// The pages of a command and of all below it that are shown.
  static func all(_ command: CommandDescription) -> [ManualPage] {
    [ManualPage(command: command)] + command.shownSubcommands.filter { $0.name != "help" }.flatMap(all)
  }

  var text: String {
    let title = Self.title(command.path)
    var lines = [
      #".\" Made by 'assay man'."#,
      ".TH \(Self.escaped(title.uppercased())) 1 \"\" \"assay \(Self.escaped(AssayVersion.current))\" \"Assay\"",
      ".SH NAME", "\(Self.escaped(title)) \\- \(Self.escaped(Self.phrase(command.abstract)))",
      ".SH SYNOPSIS", ".nh", ".B \(Self.escaped(command.path.joined(separator: " ")))",
    ]
    lines += synopsis + [".hy"]
    if !command.discussion.isEmpty { lines += [".SH DESCRIPTION"] + Self.paragraphs(command.discussion) }
    lines += subcommands + positionals + options
    if command.path.count > 1 {
      lines += [".SH SEE ALSO", ".BR \(Self.escaped(Self.title(command.path.dropLast()))) (1)"]
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private var synopsis: [String] {
    if !command.subcommands.isEmpty, command.path.count > 0, shownParameters(.positional).isEmpty {
      return [".I command", ".RI [ option \" ...]\""]
    }
    var lines: [String] = []
    // What must be given, and the rest as options.
    for option in shownParameters(.option) where !option.isOptional {
      lines.append(".B \(Self.escaped(option.names.first ?? ""))")
      lines.append(".I \(Self.escaped(option.valueName))")
    }
    lines.append(".RI [ option \" ...]\"")
    for positional in shownParameters(.positional) {
      let name = Self.escaped(positional.valueName)
      let more = positional.isRepeating ? " \" ...\"" : ""
      lines.append(positional.isOptional ? ".RI [ \(name) ]\(more)" : ".IR \(name)\(more)")
    }
    return lines
  }

  private var subcommands: [String] {
    guard !command.shownSubcommands.isEmpty else { return [] }
    return [".SH COMMANDS"]
      + command.shownSubcommands.flatMap { inner in
        [".TP", ".B \(Self.escaped(inner.name))", Self.line(inner.abstract)]
          + (inner.name == "help" ? [] : ["See", ".BR \(Self.escaped(Self.title(inner.path))) (1)."])
      }
  }

  private var positionals: [String] {
    let all = shownParameters(.positional)
    guard !all.isEmpty else { return [] }
    return [".SH ARGUMENTS"] + all.flatMap { [".TP", ".I \(Self.escaped($0.valueName))", Self.line($0.help)] }
  }

  private var options: [String] {
    let all = command.parameters.filter { $0.kind != .positional && !$0.isHidden }
    var lines = [".SH OPTIONS"], section: String?
    // Those without a title stand first.
    for option in all.filter({ $0.section == nil }) + all.filter({ $0.section != nil }) {
      if let title = option.section, title != section { lines.append(".SS \(Self.escaped(title))") }
      section = option.section
      let names = option.names.map { "\\fB\(Self.escaped($0))\\fR" }.joined(separator: ", ")
      let value = option.kind == .option ? " \\fI\(Self.escaped(option.valueName))\\fR" : ""
      lines += [".TP", names + value, Self.line(Self.sentence(option))]
    }
    return lines
  }

  private func shownParameters(_ kind: CommandDescription.Parameter.Kind) -> [CommandDescription.Parameter] {
    command.parameters.filter { $0.kind == kind && !$0.isHidden }
  }

  private static func sentence(_ option: CommandDescription.Parameter) -> String {
    var text = option.help
    if !option.values.isEmpty { text += " One of \(option.values.joined(separator: ", "))." }
    if let value = option.defaultValue, !value.isEmpty, option.kind == .option { text += " Default: \(value)." }
    return text
  }

  private static func title(_ path: some Sequence<String>) -> String { path.joined(separator: "-") }

  /// A sentence as a part of one: `Score a model.` is `score a model`.
  private static func phrase(_ text: String) -> String {
    let phrase = text.hasSuffix(".") ? String(text.dropLast()) : text
    return phrase.prefix(1).lowercased() + phrase.dropFirst()
  }

  private static func paragraphs(_ text: String) -> [String] {
    var lines: [String] = []
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(part.isEmpty ? ".PP" : line(String(part)))
    }
    return lines
  }

  /// A line of text, which a dot or an apostrophe at its beginning would make a request.
  private static func line(_ text: String) -> String {
    let escaped = escaped(text)
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default:
        let code = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)]"
      }
    }
    return result
  }
}
