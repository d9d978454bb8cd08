import Files
import Pages
import TestSupport
import Testing

/// Damaged files beside a run, as a page reads them.
@Suite struct PageFuzzTests {
  private let folder: FuzzFolder
  private let runs: [PageRun]

  init() throws {
    folder = try FuzzFolder()
    var made = SyntheticRuns(tasks: [("choices", .choice, 4), ("answers", .text, 3), ("programs", .program, 3)])
    made.count = 2
    runs = try made.write(to: folder.scratch)
    try folder.scratch.write("run0/run.json", Self.run(folder["model"]))
    try folder.scratch.write("run0/results.json", Self.results)
    for (name, text) in [("provenance.json", Self.provenance), ("log.jsonl", Self.log), ("probe.jsonl", Self.probe)] {
      try folder.scratch.write("model/" + name, text)
    }
  }

  private static func run(_ model: String) -> String {
    JSON.object(["circumstances": ["model": .string(model), "adapters": []]]).text()
  }
  private static let results =
    #"{"results": {"choices": {"alias": "choices"}, "a": {"alias": " - a"}, "b": {"alias": "  - b"}}, "#
    + #""group_subtasks": {"choices": ["a"], "a": ["b"]}}"#
  private static let provenance =
    #"{"made_by": "assay 0.1.0", "method": "linear", "models": [{"path": "one", "weight": 0.5}, {"path": "two"}]}"#
  private static let log =
    #"{"update": 1, "loss": 2.5, "learning_rate": 0.1}"# + "\n" + #"{"update": 2, "loss": 1.5}"# + "\n"
  private static let probe =
    #"{"update": 1, "task": "arc", "metric": "acc", "value": 0.5, "standard_error": 0.1, "items": 4}"# + "\n"
    + #"{"update": 2, "task": "arc", "metric": "acc", "value": 1, "standard_error": null, "items": 4}"# + "\n"

  private func read(_ path: String) throws {
    let html = try Page(title: "t", runs: runs).html()
    #expect(html.starts(with: "<!DOCTYPE html>".utf8))
  }

  @Test func samples() throws {
    for name in ["samples_choices.jsonl", "samples_answers.jsonl", "samples_programs.jsonl"] {
      let sound = try folder.bytes("run0/\(name)")
      try folder.target("page-\(name)", "run0/\(name)", [sound], read: read).run(share: 20)
      try folder.scratch.write("run0/\(name)", sound)
    }
  }

  @Test func beside() throws {
    for (name, file, text) in [
      ("run.json", "run0/run.json", Self.run(folder["model"])), ("results.json", "run0/results.json", Self.results),
      ("provenance.json", "model/provenance.json", Self.provenance), ("log.jsonl", "model/log.jsonl", Self.log),
      ("probe.jsonl", "model/probe.jsonl", Self.probe),
    ] {
      try folder.target("page-\(name)", file, text, read: read).run(share: 20)
      try folder.scratch.write(file, text)
    }
  }
}
