import Files
import TestSupport
import Testing

@testable import Evaluation
@testable import Leaderboards

/// Logs of inspect_ai, as its `EvalLog` has them; `make peers` reads such logs with inspect_ai itself.
@Suite struct InspectTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    let tasks = [try RunTask(.plain()), try RunTask(.answered()), try RunTask(.parted())]
    let manifest = RunManifest(
      model: ModelIdentity(name: "m", path: "models/m"), tasks: tasks, seed: 1, weights: "auto", assayVersion: "0.0.1",
      circumstances: .init(data: "d", date: "2026-01-02T03:04:05Z"))
    var model = ScriptedModel()
    _ = try Run(in: folder["run"], tasks: tasks, manifest: manifest).finish(on: &model)
  }

  private func board(tasks: [String] = []) throws -> Leaderboard {
    var configuration = ReportConfiguration()
    (configuration.runs, configuration.tasks) = (["one=" + folder["run"]], tasks)
    return try Leaderboard(configuration)
  }

  private func logs() throws -> [JSON] {
    try FileSystem.names(in: folder["logs"]).sorted().map { try JSON(file: folder["logs/" + $0]) }
  }

  @Test("A log for each task, by a name that inspect finds, with the run's date; again the same bytes")
  func files() throws {
    #expect(try InspectFolder(folder["logs"], force: false).write(try board()).isEmpty)
    let names = try FileSystem.names(in: folder["logs"]).sorted()
    #expect(names.count == 3)
    for (name, task) in zip(names, ["answered", "parted", "plain"]) {
      let parts = name.split(separator: "_")
      #expect(parts.count == 3 && parts[1] == task && name.hasSuffix(".json"))
      #expect(parts[0].hasPrefix("20") && parts[0].hasSuffix("+00-00") && !name.contains(":"))
    }
    let first = try FileSystem.bytes(of: folder["logs/" + names[0]])
    #expect(try InspectFolder(folder["logs"], force: false).write(try board()).isEmpty)
    #expect(try FileSystem.bytes(of: folder["logs/" + names[0]]) == first)
    try FileSystem.write("mine", to: folder["logs/" + names[1]])
    #expect(throws: Diagnostic.self) { try InspectFolder(folder["logs"], force: false).write(try board()) }
    #expect(try FileSystem.bytes(of: folder["logs/" + names[1]]) == Array("mine".utf8))
    #expect(try InspectFolder(folder["logs"], force: true).write(try board()).isEmpty)
    _ = try InspectFolder(folder["some"], force: false).write(try board(tasks: ["plain"]))
    #expect(try FileSystem.names(in: folder["some"]).count == 1)
  }

  @Test("What EvalLog asks for is there, of its types; scores and means are the run's own")
  func format() throws {
    _ = try InspectFolder(folder["logs"], force: false).write(try board())
    let results = try JSON(file: folder["run/results.json"])
    for log in try logs() {
      let eval = try #require(log["eval"]), task = try #require(eval["task"]?.string)
      #expect(log["version"] == 2 && log["status"] == "success")
      for key in ["created", "task_id", "eval_id", "run_id", "model"] { #expect(eval[key]?.string?.isEmpty == false) }
      let samples = try #require(log["samples"]?.array), ids = samples.compactMap { $0["id"]?.string }
      #expect(ids.count == samples.count && Set(ids).count == ids.count)
      #expect(log["results"]?["total_samples"]?.integer == samples.count)
      #expect(eval["dataset"]?["samples"]?.integer == samples.count && eval["config"]?.object != nil)
      for score in log["results"]?["scores"]?.array ?? [] {
        let name = try #require(score["name"]?.string)
        let own = samples.compactMap { $0["scores"]?[name]?["value"]?.number }
        #expect(own.count == score["scored_samples"]?.integer)
        let key = name.contains(",") ? name : name + ",none"
        #expect(
          score["metrics"]?["mean"]?["value"]?.number == results["results"]?[task]?[key]?.number, "\(task) \(name)")
        if !own.isEmpty {
          expectClose(
            try #require(score["metrics"]?["mean"]?["value"]?.number), own.reduce(0, +) / Double(own.count),
            absolute: 1e-12)
        }
      }
      for sample in samples {
        #expect(sample["epoch"] == 1 && sample["input"]?.string?.isEmpty == false && sample["target"]?.string != nil)
        let choices = try #require(sample["output"]?["choices"]?.array)
        #expect(
          choices.allSatisfy { $0["message"]?["role"] == "assistant" && $0["message"]?["content"]?.string != nil })
        #expect(
          choices.allSatisfy {
            ["stop", "max_tokens", "model_length", "unknown"].contains($0["stop_reason"]?.string ?? "")
          })
      }
    }
  }

  @Test("Of ranked choices target and answer are letters, and the answer is right where acc is")
  func letters() throws {
    _ = try InspectFolder(folder["logs"], force: false).write(try board(tasks: ["parted"]))
    let log = try #require(try logs().first)
    for sample in log["samples"]?.array ?? [] {
      let target = try #require(sample["target"]?.string), score = try #require(sample["scores"]?["acc"])
      #expect(["A", "B"].contains(target) && sample["choices"] == [" A", " B"])
      #expect((score["answer"]?.string == target) == (score["value"]?.number == 1))
      #expect(sample["metadata"]?["log_likelihoods"]?.array?.count == 2)
    }
  }
}
