import ArgumentParser
import Files
import Glibc

/// The only place where an error becomes text and an exit code.
enum ErrorRendering {
  static func exit(with error: any Error) -> Never {
    // The report has said it.
    if let end = error as? GateEnd { Glibc.exit(end.status.rawValue) }
    if let diagnostic = error as? Diagnostic {
      fail(diagnostic.place, diagnostic.problem, diagnostic.expectation, status: diagnostic.status.rawValue)
    }
    let code = Assay.exitCode(for: error).rawValue
    if code == 0 {
      // Help, version, completions.
      do {
        try Terminal.print(Assay.fullMessage(for: error) + "\n")
      } catch {
        fail(error.place, error.problem, error.expectation, status: error.status.rawValue)
      }
      Glibc.exit(0)
    }
    let message = Assay.message(for: error)
    let (problem, hint) = sentences(of: message)
    fail("command line", problem, hint ?? "see '\(commandName()) --help'", status: code)
  }

  private static func fail(_ place: String, _ problem: String, _ expectation: String, status: Int32) -> Never {
    say(place, problem, expectation, status: status)
    Glibc.exit(status)
  }

  /// `error: where: what`, and what was expected under it; one object on a line of its own where JSON was asked for.
  static func say(_ place: String, _ problem: String, _ expectation: String, status: Int32) {
    guard asksForJSON else { return Terminal.note("error: \(place): \(problem)\n       \(expectation)\n") }
    let error: JSON = [
      "error": [
        "where": .string(place), "what": .string(problem), "expected": .string(expectation),
        "exit": .integer(Int(status)),
      ]
    ]
    Terminal.note(error.text() + "\n")
  }

  /// Whether --json stands on the command line, which may be one that could not be read.
  private static var asksForJSON: Bool {
    // Of these it names a file.
    CommandLine.arguments.dropFirst().prefix { $0 != "--" }.contains("--json")
      && !["assay gate", "assay report", "assay analyze"].contains(commandName())
  }

  /// ArgumentParser writes "Unknown option '--foo'. Did you mean '--for'?" or several lines.
  private static func sentences(of message: String) -> (problem: String, hint: String?) {
    let lines = message.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    guard var problem = lines.first else { return ("it is not understood", nil) }
    var hint = lines.count > 1 ? lines[1...].joined(separator: " ") : nil
    if let range = problem.ranges(of: ". ").first {
      hint = String(problem[range.upperBound...])
      problem = String(problem[..<range.lowerBound])
    }
    if problem.hasSuffix(".") { problem.removeLast() }
    return (problem.prefix(1).lowercased() + problem.dropFirst(), hint)
  }

  /// `assay score`: the command that the user meant, so far as it can be told.
  static func commandName() -> String {
    let names = Assay.configuration.subcommands.map { $0._commandName }
    guard let name = CommandLine.arguments.dropFirst().first(where: names.contains) else { return "assay" }
    return "assay \(name)"
  }
}
