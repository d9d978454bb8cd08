import Configuration
import Files
import TestSupport
import Testing

@testable import Evaluation
@testable import Gating

/// Damaged runs, references, policies and lists of items, as a gate reads them.
@Suite struct GateFuzzTests {
  private let folder: FuzzFolder

  init() throws {
    folder = try FuzzFolder()
    let tasks = [try RunTask(.plain()), try RunTask(.answered())]
    let manifest = RunManifest(
      model: ModelIdentity(name: "m"), tasks: tasks, seed: 1, weights: "auto", assayVersion: "0.0.1",
      circumstances: .init(data: "d"))
    var model = ScriptedModel()
    _ = try Run(in: folder["run"], tasks: tasks, manifest: manifest).finish(on: &model)
  }

  /// The run with a damaged file, which is sealed anew.
  private func read(_ path: String) throws {
    let run = FileSystem.directory(of: path)
    let names = try FileSystem.names(in: run).filter { !["lock", "seal.json", "timing.json"].contains($0) }
    try RunSeal.write(run, files: names)
    let stored = try StoredRun(folder: run)
    #expect(stored.tasks.allSatisfy { $0.items.allSatisfy { $0.scores.allSatisfy { $0?.isFinite ?? true } } })
    var policy = GatePolicy()
    policy.allowedUnscored = 100
    _ = try Gate(policy: policy).report(stored, stored)
  }

  @Test func items() throws {
    try folder.target("items.jsonl", "run/items.jsonl", [try folder.bytes("run/items.jsonl")], read: read).run()
  }

  @Test func asked() throws {
    try folder.target("stored-run.json", "run/run.json", [try folder.bytes("run/run.json")], read: read).run()
  }

  @Test func models() throws {
    let report = #"{"models": [{"name": "base", "runs": ["run"]}, {"name": "both", "runs": ["run", "run"]}]}"#
    let place = FileSystem.directory(of: folder["report.json"])
    try folder.target("model-report.json", "report.json", report) { _ in
      _ = try ReferenceFile.run(at: place + "#base")
    }.run()
  }

  @Test func seals() throws {
    try folder.target("seal.json", "run/seal.json", [try folder.bytes("run/seal.json")]) { path in
      _ = try StoredRun(folder: FileSystem.directory(of: path))
    }.run()
  }

  @Test func samples() throws {
    let run = try StoredRun(folder: folder["run"])
    for name in ["samples_plain.jsonl", "samples_answered.jsonl"] {
      let sound = try folder.bytes("run/\(name)")
      defer { try? FileSystem.write(sound, to: folder["run/\(name)"]) }
      try folder.target("run-\(name)", "run/\(name)", [sound]) { _ in
        let text = try ItemListing(limit: 3).text(of: run)
        #expect(!text.isEmpty)
      }.run()
    }
  }

  @Test func speeds() throws {
    try folder.target("gate-timing.json", "run/timing.json", [try folder.bytes("run/timing.json")]) { path in
      _ = try RunSpeed.secondsPerItem(of: FileSystem.directory(of: path))
    }.run()
  }

  /// The digest of the packed lines, put right.
  private static func seal(_ bytes: inout [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let rule = text.firstRange(of: "\n---\n"), let data = text.firstRange(of: "\ndata: sha256 "),
      data.upperBound <= rule.lowerBound
    else { return }
    let lines = String(text[rule.upperBound...])
    bytes = Array((text[..<data.upperBound] + SHA256.hexadecimal(of: lines) + "\n---\n" + lines).utf8)
  }

  @Test func references() throws {
    let run = try StoredRun(folder: folder["run"])
    let file = ReferenceFile(run: run, history: []).accepting(run, date: "d", by: "b", why: "w", commit: "c")
    try folder.target("reference.assay", "reference.assay", [Array(file.text.utf8)], seal: Self.seal) { path in
      _ = try ReferenceFile.run(at: path)
    }.run()
  }

  @Test func columns() throws {
    let tasks = try StoredRun(folder: folder["run"]).tasks.map { Array($0.columns.text().utf8) }
    try folder.target("columns", "columns.json", tasks) { path in
      _ = TaskRecord(columns: try JSON(file: path))
    }.run()
  }

  @Test func lists() throws {
    let items = try RunTask(.plain()).items
    try folder.target("items.txt", "items.txt", "# chosen\nplain@test p1\nplain@test p3\nparted@test a/0\n") { path in
      let list = try ItemList(file: path)
      _ = try RunTask(benchmark: .plain(), items: items, list: list, bos: .on, askDigest: "a")
    }.run()
  }

  @Test func policies() throws {
    try folder.target(
      "gate.yaml", "gate.yaml", GatePolicy.commented.replacing("#tasks", with: "tasks").replacing("#  ", with: "  ")
    ) {
      _ = try GatePolicy(ConfigurationFile(path: $0).settings)
    }.run()
  }
}
