import Configuration
import Corpora
import Evaluation
import TestSupport
import Testing
import Training

@testable import Experiments
@testable import Files
@testable import Pipelines

/// Damaged files of what jobs leave behind and go on from.
@Suite struct RemainsFuzzTests {
  private let folder: FuzzFolder

  init() throws { folder = try FuzzFolder() }

  private static func bytes(_ json: JSON) -> [UInt8] { Array((json.text() + "\n").utf8) }

  // MARK: dispersals

  @Test func dispersals() throws {
    try folder.scratch.write("c.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n{\"text\": \"c\"}\n")
    let corpus = try Corpus(files: [folder["c.jsonl"]])
    let manifest = "{\"identity\": \"i\", \"clusters\": 2, \"corpus_sha256\": \"\(corpus.digest)\"}"
    try folder.scratch.write("d/manifest.json", manifest)
    try folder.target("assignment", "d/assignment.json", "[0, 1, 1]") {
      let chosen = try ClusterSelection(assignment: $0, labels: "0+1", of: corpus).records(of: corpus)
      #expect(chosen.count <= 3)
    }.run()
    try folder.scratch.write("run/dispersal/assignment.json", "[0, 1, 1]")
    try FolderSeal.seal(folder["run/dispersal"], record: "manifest.json", madeBy: "assay")
    let files = try JSON(file: folder["run/dispersal/manifest.json"])["files"] ?? .null
    var sealed = try JSON(parsing: manifest).object ?? JSONObject()
    sealed["files"] = files
    let artefact = ArtefactStore.Artefact(key: "k", path: folder["run"])
    try folder.target("manifest", "run/dispersal/manifest.json", [Self.bytes(.object(sealed))]) { _ in
      _ = try ClusterSelection(assignment: folder["run/dispersal/assignment.json"], labels: "0", of: corpus)
      #expect(try DTMWork.clusterCount(artefact) > 0)
    }.run()
    let vectors = try folder.safetensors([("embeddings", [3, 16])], ["key": "k", "truncated": "0"])
    try folder.target("embeddings", "e.safetensors", [vectors]) {
      guard let read = try EmbeddingFile.read($0, key: "k", names: ["a", "b", "c"], width: 16) else {
        throw Diagnostic($0, "holds others", expected: "these")
      }
      #expect(read.truncated >= 0)
    }.run()
  }

  // MARK: scores

  @Test func scores() throws {
    let task =
      "{\"task\": \"a\", \"metric\": \"acc\", \"value\": 0.5, \"standard_error\": 0.5, \"items\": 2, \"aggregation\": \"micro\", "
      + "\"parts\": [{\"name\": \"\", \"scores\": [0, 1, null]}]}"
    let sound = "{\"tasks\": [\(task), \(task.replacing("\"a\"", with: "\"b\""))]}"
    try folder.target("scores", "scores.json", sound) { path in
      let json = try JSON(file: path)
      guard let scores = TaskScores(json, timing: nil) else {
        throw Diagnostic(path, "cannot be read", expected: "scores")
      }
      _ = (scores.mean, scores.difference(to: scores), scores.tokensPerSecond)
      // Nothing of it is lost: what was read is written, and read as the same.
      #expect(TaskScores(scores.json, timing: nil)?.json == scores.json)
      let counts = json["tasks"]?.array?.map { $0["parts"]?.array?.map { $0["scores"]?.array?.count } }
      #expect(counts == scores.tasks.map { $0.parts.map(\.scores.count) })
    }.run()
    let known = try JSON(parsing: sound)
    try folder.target("timing.json", "timing.json", #"{"tokens": 3, "seconds": 1.5}"#) { path in
      guard let scores = TaskScores(known, timing: try JSON(file: path)) else {
        throw Diagnostic(path, "cannot be read", expected: "a speed")
      }
      #expect(scores.tokensPerSecond?.isFinite ?? true)
    }.run()
    try folder.target("heldout", "heldout.json", #"{"losses": [0.5, 1.25], "exact": [0, 1]}"#) { path in
      guard let scores = HeldOutScores(try JSON(file: path)) else {
        throw Diagnostic(path, "cannot be read", expected: "scores")
      }
      #expect(scores.losses.count == scores.exact.count)
      _ = (scores.loss, scores.exactMean)
    }.run()
    try folder.target("study-timing.json", "timing.json", #"{"seconds": 12.5}"#) {
      let seconds = try StudyClock($0).seconds()
      #expect(seconds.isFinite && seconds >= 0)
    }.run()
  }

  // MARK: logs

  /// A line's own digest put right, in the lines that end in one.
  private static func seal(_ bytes: inout [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    bytes = Array(
      lines.map { line -> String in
        guard var object = (try? JSON(parsing: String(line)))?.object, object["sha256"] != nil else {
          return String(line)
        }
        while object["sha256"] != nil { object["sha256"] = nil }
        object["sha256"] = .string(SHA256.hexadecimal(of: JSON.object(object).text()))
        return JSON.object(object).text()
      }.joined(separator: "\n").utf8)
  }

  @Test func searches() throws {
    let asked: JSON = ["seed": 1], head: JSON = ["asked": asked]
    let line =
      #"{"shares": [0.5, 0.5], "lambda": 1, "value": -2, "tasks": [{"task": "a", "metric": 0.5, "value": -2}]}"#
    var signed = Array(line.replacing("\"value\": -2, \"t", with: "\"sha256\": \"\", \"value\": -2, \"t").utf8)
    Self.seal(&signed)
    let text = head.text() + "\n" + String(decoding: signed + [0x0A] + signed, as: UTF8.self) + "\n"
    try folder.target("search.jsonl", "search.jsonl", [Array(text.utf8)], seal: Self.seal) { path in
      let lines = try folder.bytes("search.jsonl").split(separator: 0x0A, omittingEmptySubsequences: false).count - 1
      let log = try SearchLog(folder: FileSystem.directory(of: path), asked: asked)
      #expect(log.candidates.count == max(0, lines - 1))
      _ = log.best
    }.run()
  }

  private static let probe =
    #"{"update": 1, "task": "a", "metric": "acc", "value": 0.5, "standard_error": null, "items": 4}"#
  private static let update =
    #"{"update": 1, "loss": 2.5, "learning_rate": 1e-3, "gradient_norm": 1.5, "tokens": 9, "labels": 4, "seconds": 0.5, "#
    + #""tokens_per_second": 18, "validation_loss": 2.25}"#

  @Test func training() throws {
    let second = Self.probe.replacing("1,", with: "2,")
    try folder.target("probe.jsonl", "probe.jsonl", "\(Self.probe)\n\(second)\n") { path in
      let bytes = try folder.bytes("probe.jsonl")
      let log = try ProbeLog(folder: FileSystem.directory(of: path), updates: .max)
      let lines = bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0).split(separator: 0x0A)
        .count { !$0.allSatisfy { [0x20, 0x09, 0x0D].contains($0) } }
      // None is passed over.
      #expect(log.lines.count == lines)
      try log.draw(title: "t")
    }.run()
    try folder.target("log.jsonl", "log.jsonl", "\(Self.update)\n\(Self.update.replacing("1,", with: "2,"))\n") {
      path in
      let log = try TrainingLog(folder: FileSystem.directory(of: path), updates: 9)
      #expect(log.lines.count + log.missing == 9 && log.missing >= 0)
      #expect(zip(log.lines, log.lines.dropFirst()).allSatisfy { $0.step.update < $1.step.update })
      try log.draw(title: "t")
    }.run()
    var job = TrainingConfiguration()
    job.out = folder["train"]
    let run = try TrainingFolder(job, startsOver: false)
    let asked = TrainingConfiguration.keys.values(of: job)
    try folder.target("train.json", "train/train.json", [Self.bytes(asked)]) { path in
      try run.check(job)
      // What is taken for the same is the same.
      let read = try JSON(file: path)
      for field in TrainingConfiguration.keys where field.changesResult {
        if let value = read[field.name] { #expect(value == field.value(of: job), "\(field.name)") }
      }
    }.run()
  }

  // MARK: folders

  @Test func folders() throws {
    let store = try ArtefactStore(folder["store"])
    let made = try store.artefact("text", recipe: [:]) { (folder) throws(Diagnostic) in
      try FileSystem.write("a", to: folder + "/a.txt")
    }
    let name = made.path.split(separator: "/").last.map(String.init) ?? ""
    let note = try folder.bytes("store/\(name)/artefact.json")
    withExtendedLifetime(store) {}
    try folder.target("artefact", "copy/\(name)/artefact.json", [note]) { path in
      try AppendOnlyFile(FileSystem.directory(of: path) + "/a.txt", truncating: true).append(Array("a".utf8))
      _ = try ArtefactStore(folder["copy"]).artefact("text", recipe: [:]) { (_) throws(Diagnostic) in }
    }.run()
    for command in ["dtm", "study"] {
      try folder.target(command + ".json", "\(command)/\(command).json", #"{"made_by": "assay 0.1", "command": "x"}"#) {
        _ = try ReportFolder(FileSystem.directory(of: $0), command: command, force: false)
      }.run()
    }
    try FileSystem.makeDirectory(folder["old/artefacts"])
    try folder.target("report.json", "old/report.json", #"{"rows": [1, 2]}"#) {
      let path = FileSystem.directory(of: $0)
      if FileSystem.exists(path + "/dtm.json") { try FileSystem.remove(path + "/dtm.json") }
      _ = try ReportFolder(path, command: "dtm", force: false)
    }.run()
  }
}
