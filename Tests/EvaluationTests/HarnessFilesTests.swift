import Evaluation
import Files
import Statistics
import TestSupport
import Testing

/// The files that tools of lm-evaluation-harness's users read.
@Suite struct HarnessFilesTests {
  private let folder: ScratchDirectory
  private let tasks: [RunTask]
  private let result: RunResult

  init() throws {
    folder = try ScratchDirectory()
    tasks = [try RunTask(.plain(), limit: 3), try RunTask(.parted(sizes: [2, 1, 3]))]
    var model = ScriptedModel()
    let manifest = RunManifest(
      model: ModelIdentity(name: "org/scripted", path: "models/scripted", adapterPaths: ["a"]), tasks: tasks,
      limit: 3, seed: 5, weights: "auto", assayVersion: "0.0.1")
    result = try Run(in: folder.path, tasks: tasks, manifest: manifest).finish(on: &model)
  }

  private func lines(_ name: String) throws -> [JSON] {
    try FileSystem.bytes(of: folder[name]).split(separator: 0x0A).map {
      try JSON(parsing: String(decoding: $0, as: UTF8.self))
    }
  }

  @Test("a run leaves these files")
  func names() throws {
    #expect(
      try FileSystem.names(in: folder.path) == [
        "digest", "items.jsonl", "journal.jsonl", "lock", "results.json", "run.json", "samples_parted_a.jsonl",
        "samples_parted_b.jsonl", "samples_parted_c.jsonl", "samples_plain.jsonl", "seal.json", "timing.json",
      ])
  }

  @Test("a line of a sample file")
  func sample() throws {
    let lines = try lines("samples_plain.jsonl")
    #expect(lines.count == 3)
    let sums = try Journal(folder["journal.jsonl"]).records[1].outcome.logLikelihoods
    let line = try #require(lines[1].object)
    #expect(
      line.keys == [
        "doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics", "doc_hash",
        "prompt_hash", "target_hash", "acc", "half", "assay",
      ])
    #expect(line["doc_id"] == 1)
    #expect(line["doc"] == ["question": "Question 1:", "answer": 1])
    #expect(line["target"] == "1")
    #expect(line["arguments"]?["gen_args_2"] == ["arg_0": "Question 1:", "arg_1": " three"])
    #expect(line["resps"]?.array?.count == 3)
    #expect(line["resps"]?.array?[0].array?[0] == [.string("\(sums[0])"), "False"])
    #expect(line["filtered_resps"]?.array?[0] == [.string("\(sums[0])"), "False"])
    #expect(line["filter"] == "none")
    #expect(line["metrics"] == ["acc", "half"])
    // SHA-256 of Python's json.dumps(doc, indent=2), of the prompt and of "1".
    #expect(
      line["doc_hash"]?.string
        == SHA256.hexadecimal(of: "{\n  \"question\": \"Question 1:\",\n  \"answer\": 1\n}"))
    #expect(line["prompt_hash"]?.string == SHA256.hexadecimal(of: "Question 1:"))
    #expect(line["target_hash"]?.string == SHA256.hexadecimal(of: "1"))
    #expect(lines[2]["half"] == .null, "an item without a score has none in its sample")
  }

  @Test("results.json has the harness's keys but for those of time, and one of our own")
  func keys() throws {
    let json = try JSON(file: folder["results.json"])
    #expect(
      json.object?.keys == [
        "results", "groups", "group_subtasks", "configs", "versions", "n-shot", "higher_is_better",
        "n-samples",
        "config", "model_source", "model_name", "model_name_sanitized", "max_length", "task_hashes", "assay",
      ])
    let names = [
      "plain", "parted", "parted_low", "parted_high_end", "parted_a", "parted_b", "parted_c",
    ]
    #expect(json["results"]?.object?.keys == names)
    #expect(json["versions"]?.object?.keys == names)
    #expect(json["groups"]?.object?.keys == ["parted", "parted_low", "parted_high_end"])
    #expect(
      json["group_subtasks"] == [
        "parted": ["parted_low", "parted_high_end"], "parted_low": ["parted_a", "parted_b"],
        "parted_high_end": ["parted_c"],
      ])
    #expect(
      json["n-samples"] == [
        "plain": ["original": 7, "effective": 3], "parted_a": ["original": 2, "effective": 2],
        "parted_b": ["original": 1, "effective": 1], "parted_c": ["original": 3, "effective": 3],
      ])
    #expect(json["n-shot"]?["parted_a"] == 3 && json["n-shot"]?["plain"] == 0)
    #expect(json["config"]?["limit"] == 3)
    #expect(json["config"]?["model_args"] == "pretrained=models/scripted,peft=a")
    #expect(json["model_name_sanitized"] == "org_scripted")
    #expect(json["max_length"] == 2048)
  }

  @Test("metrics stand under name,filter, and an unknown standard error is N/A")
  func metrics() throws {
    let json = try JSON(file: folder["results.json"])
    let acc = try #require(result.tasks[0].metrics[0].mean)
    let row = try #require(json["results"]?["plain"]?.object)
    #expect(
      row.keys == [
        "name", "alias", "sample_len", "acc,none", "acc_stderr,none", "half,none", "half_stderr,none",
      ])
    #expect(row["acc,none"] == .number(acc.value))
    #expect(row["acc_stderr,none"] == acc.standardError.map { .number($0) })
    #expect(row["sample_len"] == 3)
    #expect(json["results"]?["parted_b"]?["acc_stderr,none"] == "N/A")
    #expect(json["results"]?["parted_a"]?["alias"] == "  - a")
  }

  @Test("times stand in timing.json, and the journal is in the order of the items")
  func timing() throws {
    let sessions = try #require(try JSON(file: folder["timing.json"])["sessions"]?.array)
    #expect(sessions.count == 1)
    #expect(
      sessions[0].object?.keys == [
        "date", "host", "threads", "kernel", "batch_tokens", "memory_bytes", "seconds", "tasks",
      ])
    #expect(sessions[0]["tasks"]?["parted"]?["items"] == 6)
    let items = tasks.flatMap { task in task.items.map { "\(task.benchmark.id) \($0.id)" } }
    #expect(try Journal(folder["journal.jsonl"]).records.map { "\($0.outcome.task) \($0.outcome.item)" } == items)
  }

  @Test("what the harness has no place for stands under assay")
  func own() throws {
    let json = try JSON(file: folder["results.json"])["assay"]
    #expect(json?["digest"]?.string == result.digest)
    #expect(json?["manifest"]?["identity"] == (try JSON(file: folder["run.json"]))["identity"])
    let task = json?["tasks"]?["plain"]
    #expect(task?["protocol"] == "plain@test" && task?["version"] == 3 && task?["bos"] == "on")
    #expect(task?["unscored"] == ["acc": 0, "half": 1])
    #expect(task?["digest"]?.string == result.tasks[0].digest)
  }
}
