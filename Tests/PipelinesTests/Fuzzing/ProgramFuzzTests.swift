import Files
import TestSupport
import Testing

@testable import Pipelines

/// Damaged problems and samples of `assay execute`, in each of their forms.
@Suite struct ProgramFuzzTests {
  private let folder: FuzzFolder
  private static let mbpp =
    "{\"task_id\": \"Mbpp/7\", \"test_list\": [\"assert f()\"]}\n{\"task_id\": 8, \"test_list\": [\"assert g()\"]}"

  init() throws {
    folder = try FuzzFolder()
    try folder.scratch.write("problems.jsonl", Self.mbpp)
  }

  @Test func samples() throws {
    let problems = try SampleProblems(folder["problems.jsonl"])
    let forms = [
      ("samples", "{\"task_id\": \"MBPP/7\", \"completion\": \"x\"}\n{\"task_id\": 8, \"solution\": \"y\"}\n"),
      ("generations.json", #"[["a", "b"], ["c"]]"#),
      (
        "samples-array",
        #"[{"task_id": "7", "solution": "a"}, {"task_id": "Mbpp/8", "completion": "b", "solution": null}]"#
      ),
    ]
    for (name, text) in forms {
      try folder.target(name, name, text) { path in
        let read = try ProgramSamples(path, of: problems, isPartial: true)
        #expect(read.samples.count == read.places.values.reduce(0) { $0 + $1.count } && !read.samples.isEmpty)
        #expect(read.places.count + read.missing.count == problems.names.count)
      }.run()
    }
    try FuzzTarget("samples-gz", forms.map { Array($0.1.utf8) }) { bytes in
      let path = folder["s.jsonl.gz"]
      try AppendOnlyFile(path, truncating: true).append(PackedText.gzip(bytes))
      _ = try ProgramSamples(path, of: problems, isPartial: true)
    }.run()
  }

  @Test func problems() throws {
    try folder.target(
      "problems", "p.jsonl", Self.mbpp,
      #"{"task_id": "H/0", "prompt": "def f():\n", "entry_point": "f", "test": "def check(f): pass"}"#,
      #"[{"task_id": 2, "test_list": ["assert f()"], "test_imports": ["import math"], "code": "def f(): pass"}]"#
    ) {
      let read = try SampleProblems($0)
      #expect(read.names.allSatisfy { read[$0] != nil })
    }.run()
  }

  /// Results that are there already: only those of this command are written over.
  @Test func results() throws {
    let line = #"{"task_id": "Mbpp/7", "completion": "x", "verdict": "passed", "result": "passed", "passed": true}"#
    try folder.target("results.jsonl", "r.jsonl", line + "\n" + line) { path in
      guard ExecutePrograms.isOwn(path) else { throw Diagnostic(path, "is foreign", expected: "own") }
    }.run()
  }
}
