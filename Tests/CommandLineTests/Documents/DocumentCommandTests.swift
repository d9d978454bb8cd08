import Files
import TestSupport
import Testing

@testable import assay

/// Every command that the documents show runs: on small stand-ins, shortened, one after the other as in the document.
@Suite struct DocumentCommandTests {
  /// Targets of the Makefile; `make` itself is run by CI.
  private static func targets() throws -> Set<String> {
    let lines = try DocumentedCommand.text(of: "Makefile").split(separator: "\n")
    return Set(
      lines.filter { $0.first?.isLetter == true }.compactMap { $0.split(separator: ":").first.map(String.init) })
  }

  private func check(make line: String) throws {
    let words = line.split(separator: " ").map(String.init).filter { $0 != "sudo" && $0 != "make" && !$0.contains("=") }
    let targets = try Self.targets()
    for word in words { #expect(targets.contains(word), "\(line): the Makefile has no target \(word)") }
  }

  @Test(
    "Commands of a document run", .enabled(if: FileSystem.exists("/bin/bash")),
    arguments: DocumentedCommand.documents)
  func run(document: String) throws {
    let commands = try DocumentedCommand.all(in: document)
    for command in commands where command.text.contains("make ") { try check(make: command.text) }
    let own = commands.filter { !$0.text.contains("make ") }
    guard !own.isEmpty else { return }
    let stage = try DocumentStage()
    for command in own {
      let ran = try stage.run(command)
      #expect(ran.status == 0 && ran.signal == 0, "\(document): \(command.text): \(ran.errors)")
    }
  }

  @Test("Commands and options that a document names in passing are there", arguments: DocumentedCommand.documents)
  func mentions(document: String) throws {
    let program = try CommandDescription.assay()
    for mention in try DocumentedCommand.mentions(in: document) {
      if mention.hasPrefix("make ") {
        try check(make: mention)
        continue
      }
      var command = program, isCommand = true
      for word in mention.split(separator: " ").dropFirst().map(String.init) {
        if word.hasPrefix("--") {
          let name = String(word.prefix { $0 != "=" })
          #expect(
            name == "--version" || name == "--help" || command.parameter(named: name) != nil,
            "\(document): \(mention): \(command.path.joined(separator: " ")) has no \(name)")
        } else if isCommand, let inner = command.subcommand(word) {
          command = inner
        } else {
          #expect(command.path.count > 1, "\(document): \(mention): there is no command \(word)")
          isCommand = false
        }
      }
    }
  }

  @Test("README has 150 lines at most, and there are commands to run in it")
  func length() throws {
    #expect(
      try DocumentedCommand.text(of: "README.md").split(separator: "\n", omittingEmptySubsequences: false).count <= 150)
    let counts = try DocumentedCommand.documents.map { try DocumentedCommand.all(in: $0).count }
    #expect(counts.reduce(0, +) > 30 && counts[0] == 14)
  }
}
