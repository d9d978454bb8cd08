import CodeExecution
import Files
import TestSupport
import Testing

@testable import Evaluation

/// Runs in shards, killed, gone on with, cut anew, and made whole without a model.
@Suite struct ShardRunTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func tasks() throws -> [RunTask] {
    [try RunTask(.plain(items: 13)), try RunTask(.parted(sizes: [5, 2, 9, 1])), try RunTask(.programmed())].named()
  }

  private func manifest(_ tasks: [RunTask], seed: Int? = nil) -> RunManifest {
    RunManifest(
      model: ModelIdentity(name: "m"), tasks: tasks, seed: 0, weights: "auto",
      judging: Judging(seed: seed.flatMap { JudgeSeed($0) }), assayVersion: "0")
  }

  private func ask(
    _ number: Int, of count: Int, in name: String = "r", failsAfter: Int? = nil, seed: UInt64 = 1
  ) throws -> (RunResult, ScriptedModel) {
    let tasks = try tasks(), shard = try #require(Shard(number: number, of: count))
    let description = ShardDescription(
      shard, modelName: "m", contextLength: 64, defaultBOS: .on, notAsked: [])
    var model = ScriptedModel(seed: seed, failsAfter: failsAfter)
    let result = try Run(description, in: folder[name], tasks: tasks, manifest: manifest(tasks))
      .finish(on: &model, programs: ScriptedRunner())
    return (result, model)
  }

  private func join(_ name: String = "r") throws -> RunResult {
    let tasks = try tasks()
    return try Run(in: folder[name], tasks: tasks, manifest: manifest(tasks)).conclude(contextLength: 64)
  }

  /// What one process makes of it, with the judges' seed of the shards.
  private func single(judgedAs name: String = "r") throws -> RunResult {
    let tasks = try tasks()
    let seed = try JSON(file: folder[name] + "/run.json")["identity"]?["judge_seed"]?.integer
    var model = ScriptedModel(seed: 9)
    return try Run(in: folder["single"], tasks: tasks, manifest: manifest(tasks, seed: seed))
      .finish(on: &model, programs: ScriptedRunner())
  }

  /// All files of a run but for times and what the scripted model's context decides.
  private func files(_ name: String) throws -> [String: String] {
    var files: [String: String] = [:]
    for file in try FileSystem.names(in: folder[name])
    where file.hasSuffix(".jsonl") || ["digest", "run.json"].contains(file) {
      files[file] = String(decoding: try FileSystem.bytes(of: folder[name] + "/" + file), as: UTF8.self)
    }
    return files
  }

  @Test("shards of any number, in any order, make the bytes of one process", arguments: [1, 2, 3, 5, 40])
  func equal(count: Int) throws {
    for number in (1...count).reversed() {
      let (result, model) = try ask(number, of: count, seed: UInt64(number))
      #expect(result.shard?.items == result.tasks.reduce(0) { $0 + $1.items })
      #expect(model.asked.values.allSatisfy { $0 == 1 })
      #expect((result.shard?.wholeFinished == result.shard?.wholeItems) == (number == 1))
      #expect(!FileSystem.exists(folder["r"] + "/digest"))
    }
    let joined = try join()
    let expected = try single()
    #expect(joined.digest == expected.digest && joined.tasks == expected.tasks)
    #expect(try files("r") == files("single"))
    #expect(try join().digest == expected.digest)
    #expect(try files("r") == files("single"))
  }

  @Test("killed anywhere and cut into another number in the middle, nothing that is finished is asked again")
  func killed() throws {
    for kill in stride(from: 1, through: 40, by: 3) {
      let name = "k\(kill)"
      for number in 1...4 where number != 3 {
        _ = try? ask(number, of: 4, in: name, failsAfter: kill, seed: UInt64(kill))
      }
      let before = try ShardFolder.all(in: folder[name]).flatMap(\.records).map { $0.outcome.task + $0.outcome.item }
      #expect(Set(before).count == before.count)
      var after = 0
      for number in 1...3 {
        let (result, _) = try ask(number, of: 3, in: name)
        after += result.timings.reduce(0) { $0 + $1.items }
      }
      let items = try tasks().reduce(0) { $0 + $1.items.count }
      #expect(before.count + after == items)
      #expect(try join(name).digest == single(judgedAs: name).digest)
      try FileSystem.removeDirectory(folder["single"])
    }
  }

  @Test("one process goes on where shards ended, and shards where one process did")
  func mixed() throws {
    let tasks = try tasks()
    _ = try ask(2, of: 3)
    var model = ScriptedModel(seed: 3, failsAfter: 12)
    #expect(throws: Diagnostic.self) {
      try Run(in: folder["r"], tasks: tasks, manifest: manifest(tasks)).finish(on: &model, programs: ScriptedRunner())
    }
    _ = try ask(1, of: 3)
    _ = try ask(3, of: 3)
    #expect(try join().digest == single().digest)
  }

  @Test("a shard that was asked something else, another answer to an item, another seed: errors that name them")
  func conflicts() throws {
    _ = try ask(1, of: 2)
    _ = try ask(2, of: 2)
    let (first, second) = (folder["r"] + "/shard-1-of-2", folder["r"] + "/shard-2-of-2")
    let sound = try FileSystem.bytes(of: second + "/run.json")
    let text = String(decoding: sound, as: UTF8.self)
    try FileSystem.write(
      text.replacing("\"weights\": \"auto\"", with: "\"weights\": \"f32\""), to: second + "/run.json")
    let other = #expect(throws: Diagnostic.self) { _ = try join() }
    #expect(other?.place == second)
    #expect(other?.problem.hasPrefix("holds a shard of which something else was asked") == true)
    // A run that was refused is there, and holds nothing wrong.
    try FileSystem.write(sound, to: second + "/run.json")

    let firstSound = try FileSystem.bytes(of: first + "/run.json")
    for (path, seed) in [(first, 1), (second, 2)] {
      var manifest = try #require(try JSON(file: path + "/run.json").object)
      var identity = try #require(manifest["identity"]?.object)
      identity["judge_seed"] = .integer(seed)
      manifest["identity"] = .object(identity)
      try FileSystem.write(JSON.object(manifest).text(), to: path + "/run.json")
    }
    let seeds = #expect(throws: Diagnostic.self) { _ = try join() }
    #expect(seeds?.problem.contains("judges its programs by the seed 2, shard 1 of 2 by 1") == true)
    try FileSystem.write(firstSound, to: first + "/run.json")
    try FileSystem.write(sound, to: second + "/run.json")

    let records = try Journal.records(of: second + "/journal.jsonl").map(\.outcome)
    var record = try #require(records.first { if case .likelihoods = $0.answers { true } else { false } })
    let journal = try FileSystem.bytes(of: first + "/journal.jsonl")
    let equal = Array((JournalLine.text(of: record) + "\n").utf8)
    guard case .likelihoods(var all) = record.answers else { return }
    all[0].sum = all[0].sum.nextDown
    record.answers = .likelihoods(all)
    try FileSystem.write(journal + Array((JournalLine.text(of: record) + "\n").utf8), to: first + "/journal.jsonl")
    let unequal = #expect(throws: Diagnostic.self) { _ = try join() }
    #expect(
      unequal?.problem.contains("otherwise than \(first)/journal.jsonl:") == true && unequal?.status == .notComparable)
    try FileSystem.write(journal + equal, to: first + "/journal.jsonl")
    #expect(try join().digest == single().digest)
  }

  @Test("what is no whole run is refused by name, and --fresh takes the shards away")
  func refusals() throws {
    _ = try ask(1, of: 2)
    let root = #expect(throws: Diagnostic.self) { _ = try StoredRun(folder: folder["r"]) }
    #expect(root?.problem == "holds shards of a run that are not joined" && root?.status == .notComparable)
    let part = #expect(throws: Diagnostic.self) { _ = try StoredRun(folder: folder["r"] + "/shard-1-of-2") }
    #expect(part?.problem == "holds shard 1 of 2 of a run")
    #expect(throws: Diagnostic.self) { _ = try join() }
    let tasks = try tasks()
    var model = ScriptedModel()
    _ = try Run(in: folder["r"], tasks: tasks, manifest: manifest(tasks), fresh: true)
      .finish(on: &model, programs: ScriptedRunner())
    #expect(try ShardFolder.shards(in: folder["r"]).isEmpty)
    #expect(model.asked.values.allSatisfy { $0 == 1 })
  }
}
