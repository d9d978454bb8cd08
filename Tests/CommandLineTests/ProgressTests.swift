import Files
import Glibc
import Pipelines
import TestSupport
import Testing

/// What long jobs tell while they work, and where.
@Suite struct ProgressTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  /// Those that work by steps which can be counted.
  static let jobs = LongJob.all.filter { $0.name != "tokenizer train" }

  /// Runs to the end, with standard error on a terminal.
  private func run(_ words: [String], on terminal: PseudoTerminal) throws -> (status: Int32, text: String) {
    let running = try RunningCommand(words, in: folder, errors: terminal.path)
    var text = ""
    _ = running.waits {
      text += terminal.read()
      return false
    }
    let status = try running.finish().status
    return (status, text + terminal.read())
  }

  @Test(
    "in a file: a line at the start and at each step, with the part of the whole, and no control characters",
    .timeLimit(.minutes(15)), arguments: jobs)
  func log(job: LongJob) throws {
    try folder.prepare(job)
    let made = try Command.run(job.words, in: folder)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.errors.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    let lines = made.errors.split(separator: "\n")
    let steps = lines.filter { $0.contains(#/^\d+ %(, .* left)?; ./#) }
    #expect(!steps.isEmpty, "\(made.errors)")
    let parts = steps.compactMap { Int($0.prefix { $0 != " " }) }
    #expect(parts == parts.sorted() && parts.allSatisfy((0...100).contains), "\(steps)")
    if job.name == "score" {
      for (place, task) in [(1, "arc_easy"), (2, "mmlu"), (3, "gsm8k")] {
        #expect(steps.contains { $0.contains("; [\(place)/3] \(task): ") }, "\(steps)")
      }
    }
    if job.name == "dtm" || job.name == "study" {
      #expect(steps.contains { $0.contains("training ") } && steps.contains { $0.contains("scoring ") }, "\(steps)")
    }
  }

  @Test("What cannot be counted is told by its name at the start", .timeLimit(.minutes(15)))
  func uncounted() throws {
    let job = try #require(LongJob.all.first { $0.name == "tokenizer train" })
    try folder.prepare(job)
    let made = try Command.run(job.words, in: folder)
    #expect(made.status == 0 && made.errors == "training a tokenizer of 4 000 pieces\n", "\(made.errors)")
  }

  @Test("--quiet says nothing", .timeLimit(.minutes(15)), arguments: LongJob.all)
  func quiet(job: LongJob) throws {
    try folder.prepare(job)
    let made = try Command.run(job.words + ["--quiet"], in: folder)
    #expect(made.status == 0 && made.errors == "" && !made.output.isEmpty, "\(made.errors)")
    let terminal = try PseudoTerminal(columns: 80)
    let again = try run(job.words + ["--quiet"], on: terminal)
    #expect(!again.text.contains("\r\u{1B}") && !again.text.contains("%"), "\(again.text)")
  }

  @Test("--quiet keeps warnings and errors")
  func quietErrors() throws {
    try DemoModel.write(to: folder["base"])
    let wrong = try Command.run(["score", "--model", "none", "--quiet"], in: folder)
    #expect(wrong.status == 1 && wrong.errors.hasPrefix("error: none"))
    let long = String(repeating: "long ", count: 80)
    try folder.write("corpus.jsonl", "{\"instruction\": \"a\", \"output\": \"b \(long)\"}\n")
    let words = ["train", "--set", "model=base", "--set", "data=corpus.jsonl", "--set", "updates=1", "--out", "out"]
    let left = try Command.run(words + ["--set", "max_length=256", "--quiet"], in: folder)
    #expect(left.status == 0 && left.errors.contains("1 records were cut at the maximum length\n"), "\(left.errors)")
    #expect(!left.errors.contains("memory:") && !left.errors.contains("%"))
  }

  @Test(
    "on a terminal one line is rewritten that fits it, with the time that is left, and is gone at the end",
    .timeLimit(.minutes(15)), arguments: jobs.filter { ["score", "train", "dtm", "merge"].contains($0.name) })
  func terminal(job: LongJob) throws {
    try folder.prepare(job)
    let made = try run(job.words, on: try PseudoTerminal(columns: 60))
    #expect(made.status == 0, "\(made.text)")
    #expect(made.text.hasSuffix("\r\u{1B}[K"), "\(made.text)")
    // The terminal writes \r\n for what the program ends a line with.
    let remarks = made.text.replacing("\r\n", with: "\n").split(separator: "\r")
    let shown = remarks.filter { $0.hasSuffix("\u{1B}[K") }.map { $0.dropLast(3) }
    #expect(shown.allSatisfy { $0.count < 60 }, "\(shown)")
    if job.name != "merge" {
      #expect(shown.contains { $0.contains(#/^\d+ %, .* left; /#) }, "\(shown)")
    }
  }

  @Test(
    "an interrupted score tells what is done of the whole, task by task, and shows the table of it, marked",
    .timeLimit(.minutes(15)))
  func partial() throws {
    try DemoModel.write(to: folder["base"])
    let words = ["score", "--model", "base", "--tasks", "arc_easy,mmlu,gsm8k", "--out", "out"]
    let journal = folder["out/journal.jsonl"]
    let stopped = try Command.run(
      words, in: folder,
      kill: Command.Kill(signal: SIGINT) {
        ((try? FileSystem.bytes(of: journal)) ?? []).count { $0 == UInt8(ascii: "\n") } >= 13
      })
    #expect(stopped.status == 130 && stopped.output.isEmpty, "\(stopped.errors)")
    let done = try FileSystem.bytes(of: journal).count { $0 == UInt8(ascii: "\n") }
    let items = try #require(
      stopped.errors.firstMatch(of: #/PARTIAL: (\d+) of (\d+) items; the numbers are of these alone/#))
    #expect(Int(items.1) == done, "\(stopped.errors)")
    #expect(stopped.errors.contains("\nmodel base\n") && stopped.errors.contains("\narc_easy@lm-eval "))
    #expect(stopped.errors.contains(" 12 of 12") && !stopped.errors.contains("digest "), "\(stopped.errors)")
    #expect(
      stopped.errors.contains("\nerror: out: interrupted after \(done) of \(items.2) items (done: arc_easy"),
      "\(stopped.errors)")
    #expect(try Command.run(words, in: folder).status == 0)
  }
}
