import CodeExecution
import Evaluation
import Files
import TestSupport
import Testing

/// The judges' seed of a run: recorded with the first verdict, kept by whoever goes on, part of what the run is.
@Suite struct JudgeSeedRunTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  @discardableResult private func run(seed: Int?, _ programs: ScriptedRunner = ScriptedRunner()) throws -> RunResult {
    let tasks = [try RunTask(.programmed())]
    let judging = Judging(seed: seed.flatMap(JudgeSeed.init))
    let manifest = RunManifest(
      model: ModelIdentity(name: "m"), tasks: tasks, seed: 0, weights: "auto", judging: judging, assayVersion: "0")
    var model = ScriptedModel()
    return try Run(in: folder["r"], tasks: tasks, manifest: manifest).finish(on: &model, programs: programs)
  }

  private func recorded(_ name: String = "run.json") throws -> Int? {
    let json = try JSON(file: folder["r"] + "/" + name)
    return (name == "run.json" ? json : json["assay"]?["manifest"])?["identity"]?["judge_seed"]?.integer
  }

  @Test("Nothing is recorded before a verdict; then it is, and a killed run goes on with it", arguments: [nil, 5])
  func resume(seed: Int?) throws {
    #expect(throws: Diagnostic.self) { try run(seed: seed, ScriptedRunner(failsAfter: 0)) }
    #expect(try recorded() == nil)
    let killed = ScriptedRunner(failsAfter: 2)
    #expect(throws: Diagnostic.self) { try run(seed: seed, killed) }
    let number = try #require(try recorded())
    #expect(seed == nil || number == seed)
    let rest = ScriptedRunner()
    let result = try run(seed: nil, rest)
    #expect(try recorded() == number && recorded("results.json") == number)
    let judgeSeed = try #require(JudgeSeed(number))
    let programs = Array(killed.judged.keys) + Array(rest.judged.keys)
    #expect(programs.count >= 5)
    for program in programs { #expect(program.secret == judgeSeed.secret(of: program)) }
    // The same and nothing are the same; another is another run.
    #expect(try run(seed: number).digest == result.digest)
    let other = number == 9 ? 8 : 9
    #expect(
      throws: Diagnostic(
        folder["r"],
        "holds a run of which something else was asked: --judge-seed was \(number), is \(other)",
        expected: "ask the same again, start over with --fresh, or name another folder with --out")
    ) { try run(seed: other) }
  }

  @Test(
    "Runs of two seeds have one digest where the verdicts are the same, and the name of a folder does not need the seed"
  )
  func digest() throws {
    let first = try run(seed: 1)
    try FileSystem.remove(folder["r"] + "/run.json")
    try FileSystem.remove(folder["r"] + "/journal.jsonl")
    for name in ["results.json", "digest", "samples_programmed.jsonl", "timing.json", "items.jsonl", "seal.json"] {
      try FileSystem.remove(folder["r"] + "/" + name)
    }
    let second = try run(seed: 2)
    #expect(first.digest == second.digest)
    let tasks = [try RunTask(.programmed())]
    let manifests = [nil, 1, 2].map { seed in
      RunManifest(
        model: ModelIdentity(name: "m"), tasks: tasks, seed: 0, weights: "auto",
        judging: Judging(seed: seed.flatMap(JudgeSeed.init)), assayVersion: "0")
    }
    #expect(Set(manifests.map(\.identityDigest)).count == 1)
    #expect(manifests.map { $0.json["identity"]?["judge_seed"]?.integer } == [nil, 1, 2])
  }

  @Test("Marks of changed arguments are in the journal, the samples and the sums")
  func marks() throws {
    let result = try run(seed: 1)
    let tally = try #require(result.tasks[0].verdicts)
    let lines = try FileSystem.bytes(of: folder["r"] + "/samples_programmed.jsonl").split(separator: 10)
    let own = try lines.map { try JSON(parsing: String(decoding: $0, as: UTF8.self))["assay"] }
    let passed = own.count {
      $0?["changed_arguments"]?.array?.first?.bool == true && $0?["verdicts"]?.array?.first?.string == "passed"
    }
    #expect(tally.passedWithChangedArguments == passed)
    let results = try JSON(file: folder["r"] + "/results.json")
    #expect(
      results["assay"]?["tasks"]?["programmed"]?["verdicts"]?["passed_with_changed_arguments"]?.integer == passed)
    let journal = try Journal(folder["r"] + "/journal.jsonl")
    let marks = journal.records.flatMap { $0.outcome.reports.map(\.changedArguments) }
    #expect(marks.contains(true) && marks.contains(false))
  }
}
