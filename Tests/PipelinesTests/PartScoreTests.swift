import Benchmarks
import Datasets
import Evaluation
import Files
import Pipelines
import TestSupport
import Testing

/// Parts of benchmarks and other numbers of exemplars, asked of a model.
@Suite struct PartScoreTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func run(_ tasks: [String], _ out: String, shots: Int? = nil) throws -> RunResult {
    var job = ScoreCheckpoint(
      tasks: tasks, data: .fixtures, out: folder[out],
      generation: GenerationOptions(samples: 2, temperature: 0.8, maxTokens: 9))
    job.shots = shots
    var model = ScriptedModel()
    return try job.run(on: &model, identity: ModelIdentity(name: "m")).result
  }

  private func samples(_ file: String) throws -> [JSON] {
    try String(decoding: FileSystem.bytes(of: folder[file]), as: UTF8.self).split(separator: "\n").map {
      var line = try #require(try JSON(parsing: String($0)).object)
      var own = try #require(line["assay"]?.object)
      own["protocol"] = nil
      line["assay"] = .object(own)
      return .object(line)
    }
  }

  @Test("a part finds what the whole finds of it: metrics, and every answer, also drawn ones")
  func equal() throws {
    let whole = try run(["mmlu", "bbh"], "whole")
    let parts = try run(["mmlu_anatomy", "mmlu_social_sciences", "bbh_navigate"], "parts")
    #expect(parts.tasks.map(\.name) == ["mmlu_anatomy", "mmlu_social_sciences", "bbh_cot_fewshot_navigate"])
    for (task, part, name) in [(0, 0, "anatomy"), (1, 2, "navigate")] {
      let row = try #require(whole.tasks[task].subtasks.first { $0.name == name })
      #expect(parts.tasks[part].metrics == row.metrics && parts.tasks[part].items == row.items)
      #expect(parts.tasks[part].subtasks.isEmpty)
    }
    let category = try #require(whole.tasks[0].categories.first { $0.name == "social sciences" })
    #expect(parts.tasks[1].metrics == category.metrics)
    for name in ["mmlu_anatomy", "mmlu_sociology", "bbh_cot_fewshot_navigate"] {
      let own = try samples("parts/samples_\(name).jsonl")
      #expect(try own == samples("whole/samples_\(name).jsonl") && !own.isEmpty)
    }
  }

  @Test("a part beside its whole, or beside a category that holds it, keeps files of its own")
  func beside() throws {
    let found = try run(["mmlu", "mmlu_anatomy", "mmlu_social_sciences", "mmlu_sociology"], "run")
    #expect(
      found.tasks.map(\.name) == [
        "mmlu", "mmlu_anatomy@lm-eval", "mmlu_social_sciences@lm-eval", "mmlu_sociology@lm-eval",
      ])
    let names = try FileSystem.names(in: folder["run"]).filter { $0.hasPrefix("samples_") }
    #expect(
      names.sorted()
        == [
          "samples_mmlu_anatomy.jsonl", "samples_mmlu_anatomy@lm-eval.jsonl",
          "samples_mmlu_elementary_mathematics.jsonl", "samples_mmlu_high_school_world_history.jsonl",
          "samples_mmlu_social_sciences@lm-eval_sociology.jsonl", "samples_mmlu_sociology.jsonl",
          "samples_mmlu_sociology@lm-eval.jsonl",
        ].sorted())
  }

  @Test("another number of exemplars is part of what a run is; the protocol's own number is not")
  func identity() throws {
    let first = try run(["mmlu", "gsm8k"], "run")
    #expect(try run(["mmlu", "gsm8k"], "run", shots: 5).digest == first.digest)
    let run = folder["run"] + "/run.json"
    let told = try JSON(file: run)
    #expect(told["asked"]?["--shots"] == nil && told["identity"]?["tasks"]?["mmlu@lm-eval"]?["shots"] == nil)
    let error = try #require(throws: Diagnostic.self) { try self.run(["mmlu", "gsm8k"], "run", shots: 2) }
    #expect(error.problem == "holds a run of which something else was asked: --shots was not given, is 2")
    let fewer = try self.run(["mmlu", "gsm8k"], "fewer", shots: 2)
    #expect(fewer.digest != first.digest)
    #expect(fewer.tasks.map(\.shots) == [2, 2] && fewer.tasks.map(\.protocolShots) == [5, 5])
    let manifest = try JSON(file: folder["fewer"] + "/run.json")
    #expect(manifest["identity"]?["tasks"]?["mmlu@lm-eval"]?["shots"]?.integer == 2)
    #expect(manifest["asked"]?["--shots"]?.integer == 2)
    let results = try JSON(file: folder["fewer"] + "/results.json")
    #expect(results["n-shot"]?["mmlu"]?.integer == 2)
    #expect(results["assay"]?["tasks"]?["mmlu"]?["departure"]?["protocol_shots"]?.integer == 5)
  }
}
