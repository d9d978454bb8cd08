import ArgumentParser
import Files

struct Man: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man",
    abstract: "Print a page of the manual; 'assay man score | man -l -' shows that of score.",
    discussion: "The pages are made from what --help says. 'make install' installs them all.")

  @Argument(help: ArgumentHelp("The command: score, import random, …; none for assay itself.", valueName: "command"))
  var command: [String] = []

  @Option(help: ArgumentHelp("Write all pages into this folder, as assay.1, assay-score.1, …", valueName: "dir"))
  var out: String?

  mutating func run() throws {
    let program = try CommandDescription.assay()
    guard let out else { return try Terminal.print(ManualPage(command: try find(in: program)).text) }
    guard command.isEmpty else {
      throw Diagnostic.wrongUsage("--out", "is for all pages", "no command beside it")
    }
    try FileSystem.makeDirectory(out)
    for page in ManualPage.all(program) { try FileSystem.write(page.text, to: "\(out)/\(page.fileName)") }
  }

  private func find(in program: CommandDescription) throws(Diagnostic) -> CommandDescription {
    var found = program
    for word in command {
      guard let inner = found.shownSubcommands.first(where: { $0.name == word && word != "help" }) else {
        let names = found.shownSubcommands.map(\.name).filter { $0 != "help" }
        throw .wrongUsage(
          "COMMAND", "\(found.path.joined(separator: " ")) has no command '\(word)'",
          names.isEmpty ? "nothing behind \(found.name)" : "one of \(names.joined(separator: ", "))")
      }
      found = inner
    }
    return found
  }
}
