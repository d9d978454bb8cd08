import Benchmarks
import Datasets
import Evaluation
import Files
import Pipelines
import TestSupport
import Testing

@Suite struct ScoreCheckpointTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func job(_ tasks: [String] = ["arc", "mmlu"], preset: String = "paper") -> ScoreCheckpoint {
    ScoreCheckpoint(preset: preset, tasks: tasks, data: .fixtures, out: folder["run"])
  }

  @Test("a run on the fixtures, killed and gone on with, finds what an undisturbed one finds")
  func resume() throws {
    var whole = ScriptedModel()
    var undisturbed = job()
    undisturbed.out = folder["whole"]
    let expected = try undisturbed.run(on: &whole, identity: ModelIdentity(name: "m"))

    var killed = ScriptedModel(seed: 4, failsAfter: 30)
    #expect(throws: Diagnostic.self) { try job().run(on: &killed, identity: ModelIdentity(name: "m")) }
    var model = ScriptedModel(seed: 5)
    var starts: [ScoreCheckpoint.Start] = []
    let found = try job().run(on: &model, identity: ModelIdentity(name: "m")) { (start) throws(Diagnostic) in
      starts.append(start)
    }
    #expect(found.path == folder["run"])
    #expect(found.result.digest == expected.result.digest)
    #expect(found.result.tasks == expected.result.tasks)
    #expect(starts.count == 1 && starts[0].kept > 0 && starts[0].kept < starts[0].items)
    #expect(model.asked.values.allSatisfy { $0 == 1 })
    #expect(found.result.tasks.map(\.name) == ["arc_challenge", "arc_easy", "mmlu"])
  }

  @Test("--bos auto is what preset and protocol say, then what the tokenizer says")
  func bos() throws {
    func policies(_ preset: String, _ choice: BOSChoice, _ model: BOSPolicy) throws -> [BOSPolicy] {
      var job = job(["arc_challenge", "mmlu"], preset: preset)
      job.bos = choice
      return try job.plan(defaultBOS: model).map(\.bos)
    }
    #expect(try policies("paper", .auto, .on) == [.off, .on])
    #expect(try policies("paper", .on, .off) == [.on, .on])
    #expect(try policies("lm-eval", .auto, .on) == [.on, .on])
    #expect(try policies("lm-eval", .auto, .off) == [.off, .off])
    #expect(try policies("leaderboard-v1", .off, .on) == [.off, .off])
  }

  @Test("two protocols of one benchmark in one run have their own names and files")
  func twoProtocols() throws {
    var model = ScriptedModel()
    let found = try job(["race@2", "race@3"]).run(on: &model, identity: ModelIdentity(name: "m"))
    #expect(found.result.tasks.map(\.name) == ["race@2", "race@3"])
    #expect(FileSystem.exists(folder["run"] + "/samples_race@2.jsonl"))
    #expect(FileSystem.exists(folder["run"] + "/samples_race@3.jsonl"))
  }

  @Test("the limit holds for each task, and for each subject of MMLU")
  func limit() throws {
    var limited = job()
    limited.limit = 1
    #expect(try limited.plan(defaultBOS: .on).map(\.items.count) == [1, 1, 4])
  }

  @Test("unknown names are found before model and data are touched")
  func names() {
    #expect(throws: Diagnostic.self) { try job(["mmlu", "nonsense"]).check() }
    #expect(throws: Diagnostic.self) { try job([], preset: "nonsense").check() }
    #expect(throws: Never.self) { try job([], preset: "paper").check() }
  }

  @Test("the default folder is named by model, tasks and identity")
  func defaultFolder() throws {
    func path(_ tasks: [String], seed: Int = 0) throws -> String {
      var job = job(tasks)
      job.limit = 1
      job.seed = seed
      let manifest = job.manifest(
        ModelIdentity(name: "tiny"), tasks: try job.plan(defaultBOS: .on), engine: EngineDescription())
      return job.defaultPath(manifest)
    }
    let first = try path(["arc_easy", "race"])
    #expect(
      first.hasPrefix("runs/tiny-arc_easy+race-") && first.count == "runs/tiny-arc_easy+race-".count + 8)
    #expect(try path(["arc_easy", "race"]) == first, "the same question finds the same folder")
    #expect(try path(["arc_easy", "race"], seed: 1) != first)
    #expect(try path([]).hasPrefix("runs/tiny-paper-"))
    #expect(try path(["arc_easy", "race", "arc_challenge"]).hasPrefix("runs/tiny-arc_easy+race+arc_challenge-"))
  }
}
