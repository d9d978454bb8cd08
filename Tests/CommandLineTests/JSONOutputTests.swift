import Files
import TestSupport
import Testing

/// --json: results, and errors, for programs.
@Suite struct JSONOutputTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  @Test("every command that computes something prints one JSON value", .timeLimit(.minutes(15)), arguments: LongJob.all)
  func results(job: LongJob) throws {
    try folder.prepare(job)
    let made = try Command.run(job.words + ["--json"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let json = try JSON(parsing: made.output)
    #expect(json.object != nil, "\(made.output)")
  }

  /// The last line of what was said, as an error.
  private func error(_ words: [String]) throws -> (status: Int32, error: JSON) {
    let made = try Command.run(words, in: folder)
    #expect(made.output.isEmpty)
    let line = try #require(made.errors.split(separator: "\n").last)
    return (made.status, try JSON(parsing: String(line))["error"] ?? .null)
  }

  @Test("an error is one object on standard error, whoever found it")
  func errors() throws {
    let failed = try error(["score", "--model", "none", "--json"])
    #expect(failed.status == 1 && failed.error["exit"]?.integer == 1)
    #expect(failed.error["where"]?.string?.hasPrefix("none") == true)
    #expect(failed.error["what"]?.string?.isEmpty == false && failed.error["expected"]?.string?.isEmpty == false)
    let wrong = try error(["score", "--json", "--model", "none", "--tasks", "nothing"])
    #expect(wrong.status == 64 && wrong.error["exit"]?.integer == 64 && wrong.error["where"]?.string == "--tasks")
    let unknown = try error(["merge", "--json", "--methd", "ties"])
    #expect(unknown.status == 64 && unknown.error["where"]?.string == "command line")
    #expect(unknown.error["what"]?.string?.contains("--methd") == true)
    let plain = try Command.run(["merge", "--methd", "ties"], in: folder)
    #expect(plain.errors.hasPrefix("error: command line: "))
  }
}
