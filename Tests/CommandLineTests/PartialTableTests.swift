import Files
import Glibc
import Reporting
import TestSupport
import Testing

/// What a job of many models shows of itself when it is stopped before its end: the table of what is done, marked as a part.
@Suite struct PartialTableTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  /// The job, stopped by Ctrl-C as soon as something is true.
  private func stopped(
    _ name: String, _ more: [String] = [], when isTrue: @escaping (ScratchDirectory) -> Bool
  ) throws -> (errors: String, job: LongJob) {
    let job = try #require(LongJob.all.first { $0.name == name })
    try folder.prepare(job)
    // So much to ask that it is caught before the last model.
    let yaml = String(decoding: try FileSystem.bytes(of: folder["dtm.yaml"]), as: UTF8.self)
    try folder.write("dtm.yaml", yaml.replacing("{tasks: arc_easy, limit: 2}", with: "{tasks: [arc_easy, mmlu, race]}"))
    let made = try Command.run(
      job.words + more, in: folder, kill: Command.Kill(signal: SIGINT) { isTrue(self.folder) })
    #expect(made.status == 130 && made.output.isEmpty, "\(made.errors)")
    return (made.errors, job)
  }

  private static func hasScored(_ folder: ScratchDirectory) -> Bool {
    let names = (try? FileSystem.names(in: folder["out/artefacts"])) ?? []
    return names.count { $0.hasPrefix("scores-") && !$0.hasSuffix(".unfinished") } >= 3
  }

  private func expectDone(_ job: LongJob) throws {
    let made = try Command.run(job.words, in: folder)
    #expect(made.status == 0 && !made.output.contains("PARTIAL"), "\(made.errors)")
  }

  @Test("dtm: the models that are scored, and the names of the others", .timeLimit(.minutes(15)))
  func dtm() throws {
    let (errors, job) = try stopped("dtm", when: Self.hasScored)
    let extent = try #require(
      errors.firstMatch(of: #/PARTIAL: (\d+) of (\d+) models are scored; the others are not in it\nnot done: (.*)\n/#))
    let scored = try #require(Int(extent.1)), all = try #require(Int(extent.2))
    #expect(scored >= 3 && all - scored == extent.3.split(separator: "; ").count, "\(errors)")
    #expect(errors.contains("\nmodel ") && errors.contains("\nvanilla ") && !errors.contains("against"), "\(errors)")
    #expect(errors.contains("\nerror: out: interrupted after "), "\(errors)")
    try expectDone(job)
  }

  @Test("dtm --json: the same as a line for programs", .timeLimit(.minutes(15)))
  func dtmForPrograms() throws {
    let json = try stopped("dtm", ["--json"], when: Self.hasScored).errors
    let line = try #require(json.split(separator: "\n").first { $0.hasPrefix(#"{"partial""#) })
    let partial = try #require(try JSON(parsing: String(line))["partial"])
    #expect((partial["models"]?.array?.count ?? 0) >= 3 && partial["missing"]?.array?.isEmpty == false)
  }

  @Test("search: the best candidates so far, and that none of them is tested", .timeLimit(.minutes(15)))
  func search() throws {
    let (errors, job) = try stopped("search") { folder in
      let log = (try? FileSystem.bytes(of: folder["out/search.jsonl"])) ?? []
      return log.count { $0 == UInt8(ascii: "\n") } >= 6
    }
    let extent = try #require(
      errors.firstMatch(of: #/PARTIAL: (\d+) of at most 20 candidates are known; none is tested/#))
    let log = try FileSystem.bytes(of: folder["out/search.jsonl"])
    let lines = log.split(separator: UInt8(ascii: "\n")).dropFirst()
    #expect(Int(extent.1) == lines.count, "\(errors)")
    // The first row is the one that is worth most.
    let values = try lines.map {
      try #require(try JSON(parsing: String(decoding: $0, as: UTF8.self))["value"]?.number)
    }
    let rows = errors.split(separator: "\n").drop { !$0.contains("chosen by") }.dropFirst()
    let first = try #require(rows.first { $0.contains(#/\d/#) })
    #expect(first.contains(" \(Quantity.fraction(try #require(values.max()))) "), "\(first)")
    #expect(errors.contains("\naverage ") && errors.contains("\na alone "), "\(errors)")
    try expectDone(job)
  }

  @Test("study: the comparisons that are done, over the worlds that have them", .timeLimit(.minutes(15)))
  func study() throws {
    let (errors, job) = try stopped("study") { FileSystem.exists($0["out/world-1/k-2/report.json"]) }
    #expect(
      errors.contains(
        "PARTIAL: 1 of 2 comparisons are done; a model's numbers are of the worlds that have it\nnot done: world 2, "),
      "\(errors)")
    #expect(errors.contains("\nvanilla ") && !errors.contains("the tax") && !errors.contains("Holm"), "\(errors)")
    try expectDone(job)
  }
}
