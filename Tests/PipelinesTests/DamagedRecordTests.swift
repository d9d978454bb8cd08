import Checkpoints
import Configuration
import Evaluation
import Files
import TestSupport
import Testing
import Training

@testable import Experiments
@testable import Merging
@testable import ModelMerging
@testable import Pipelines

/// Files that Assay wrote and that were damaged since: a value of another kind is refused by its file. Each of these was passed over
/// before, or read as 0, or as nothing, and a job went on with what was left.
@Suite struct DamagedRecordTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func refuses(_ file: String, _ text: String, _ read: () throws -> Void) throws {
    try folder.write(file, text)
    let error = #expect(throws: Diagnostic.self, "\(file): \(text)") { try read() }
    #expect(error?.place.hasPrefix(folder[file]) == true, "\(error?.description ?? "")")
  }

  private static let probe =
    #"{"update": 1, "task": "a", "metric": "acc", "value": 0.5, "standard_error": null, "items": 4}"#

  @Test("A probe without one of its lines is none")
  func probes() throws {
    for line in [
      Self.probe.replacing("0.5", with: "\"0.5\""), Self.probe.replacing("null", with: "\"x\""),
      Self.probe.replacing("}", with: ""), Self.probe.replacing("\"items\": 4", with: "\"item\": 4"),
    ] {
      try refuses("probe.jsonl", Self.probe + "\n" + line + "\n") { _ = try ProbeLog(folder: folder.path, updates: 9) }
    }
    try folder.write("probe.jsonl", Self.probe + "\n")
    #expect(try ProbeLog(folder: folder.path, updates: 9).lines.count == 1)
  }

  @Test("Lines of log.jsonl that stand there twice, or before their time, are told as missing, and no curve goes back")
  func logs() throws {
    func line(_ update: Int) -> String {
      "{\"update\": \(update), \"loss\": 2, \"learning_rate\": 1, \"gradient_norm\": 1, \"tokens\": 9, \"labels\": 4, "
        + "\"seconds\": 1}\n"
    }
    try folder.write("log.jsonl", [1, 2, 2, 1, -5, 0, 4, 9].map(line).joined())
    let log = try TrainingLog(folder: folder.path, updates: 4)
    #expect(log.lines.map(\.step.update) == [1, 2, 4] && log.missing == 1)
  }

  @Test("A search's log with lines of another system is the same log, and none is written over that cannot be read")
  func searches() throws {
    let asked: JSON = ["seed": 1], head = JSON.object(["asked": asked]).text()
    let line = #"{"shares": [0.5, 0.5], "lambda": 1, "value": -2, "tasks": []}"#
    func candidates() throws -> Int { try SearchLog(folder: folder.path, asked: asked).candidates.count }
    for (text, count) in [
      ("\(head)\n\(line)\n", 1), ("\(head)\r\n\(line)\r\n\(line)\r\n", 2), ("\(head)\n\(line)\n{\"sha", 1),
      (String(head.prefix(9)), 0), ("", 0),
    ] {
      try folder.write("search.jsonl", text)
      #expect(try candidates() == count, "\(text)")
    }
    for text in ["{\"asked\": {\"seed\": 2}}", "\r\(line)\r", "\(head)\n\(line.replacing("1,", with: "x,"))\n"] {
      try folder.write("search.jsonl", text)
      #expect(throws: Diagnostic.self, "\(text)") { try candidates() }
      #expect(try FileSystem.bytes(of: folder["search.jsonl"]) == Array(text.utf8))
    }
    let broken = Array("\(head)\n".utf8) + [0x22, 0xFF, 0x22, 0x0A]
    try folder.write("search.jsonl", broken)
    #expect(throws: Diagnostic.self) { try candidates() }
  }

  @Test("Scores of which a part is of another kind")
  func scores() throws {
    let sound =
      "{\"tasks\": [{\"task\": \"a\", \"metric\": \"acc\", \"value\": 0.5, \"standard_error\": 0.5, \"items\": 2, "
      + "\"aggregation\": \"micro\", \"parts\": [{\"name\": \"\", \"scores\": [0, 1, null]}]}]}"
    func scores(_ text: String) throws -> TaskScores? { TaskScores(try JSON(parsing: text), timing: nil) }
    #expect(try scores(sound)?.tasks.first?.parts.first?.scores == [0, 1, nil])
    for (old, new) in [
      ("[0, 1, null]", "{}"), ("[0, 1, null]", "[0, \"1\", null]"), ("\"name\": \"\"", "\"name\": 3"),
      ("\"items\": 2", "\"items\": -2"), ("\"items\": 2", "\"items\": 9223372036854775807"),
      ("\"standard_error\": 0.5", "\"standard_error\": \"x\""),
    ] {
      #expect(try scores(sound.replacing(old, with: new)) == nil, "\(new)")
    }
    #expect(
      HeldOutScores(["losses": [1, 2], "exact": [1]]) == nil && HeldOutScores(["losses": [1], "exact": [2]]) == nil)
  }

  @Test("A study's clock that says no time does not begin again at 0")
  func clock() throws {
    for text in ["{}", "{\"seconds\": \"9\"}", "{\"seconds\": -1}", "[]"] {
      try refuses("timing.json", text) { _ = try StudyClock(folder["timing.json"]).seconds() }
    }
    #expect(try StudyClock(folder["none.json"]).seconds() == 0)
  }

  @Test("A run of which nobody knows what was asked is not gone on with")
  func runs() throws {
    var job = TrainingConfiguration()
    job.out = folder["train"]
    let run = try TrainingFolder(job, startsOver: false)
    try refuses("train/train.json", "[]") { try run.check(job) }
  }

  @Test("A list of digests that is none lets no file pass")
  func seals() throws {
    try folder.write("m/a.txt", "a")
    for list in ["[]", "\"\"", "{\"a.txt\": 7}", "{\"a.txt\": null}"] {
      try refuses("m/provenance.json", "{\"made_by\": \"assay 0.1\", \"files\": \(list)}") {
        try FolderSeal.check(folder["m"])
      }
    }
    // Other programs' records are their own business.
    for list in ["[]", "[{\"path\": \"a.txt\"}]", "{\"a.txt\": 7}"] {
      try folder.write("m/provenance.json", "{\"files\": \(list)}")
      try FolderSeal.check(folder["m"])
    }
    for text in ["{", "{\"files\": [{\"path\": \"a.txt\", \"sha256\": 3}]}", "{\"files\": [{\"path\": \"a.txt\"}]}"] {
      try refuses("m/world.json", text) { try FolderSeal.checkWorld(file: folder["m/a.txt"]) }
    }
    let store = try ArtefactStore(folder["store"])
    let made = try store.artefact("text", recipe: [:]) { (path) throws(Diagnostic) in
      try FileSystem.write("a", to: path + "/a.txt")
    }
    let name = String(made.path.dropFirst(folder.path.utf8.count + 1)) + "/artefact.json"
    let again = try FileSystem.bytes(of: folder[name])
    try folder.write("copy/" + String(name.dropFirst("store/".count)), again)
    let broken = String(decoding: again, as: UTF8.self).replacing("\"files\": {", with: "\"files\": 1, \"old\": {")
    try refuses("copy/" + String(name.dropFirst("store/".count)), broken) {
      _ = try ArtefactStore(folder["copy"]).artefact("text", recipe: [:]) { (_) throws(Diagnostic) in }
    }
  }

  @Test("Token lists: no id twice, no token without one; templates and poolings of another kind")
  func models() throws {
    for added in [
      "{}", "[{\"content\": \"<x>\"}]", "[{\"id\": 3}]", "[{\"id\": 1, \"content\": \"<x>\"}]",
      "[{\"id\": 2, \"content\": \"a\"}]",
    ] {
      try refuses("t/tokenizer.json", "{\"model\": {\"vocab\": {\"a\": 0, \"b\": 1}}, \"added_tokens\": \(added)}") {
        _ = try TokenList(folder: folder["t"])
      }
    }
    // One text to Unicode, and two tokens.
    try folder.write("t/tokenizer.json", "{\"model\": {\"vocab\": {\"\\u00e9\": 0, \"e\\u0301\": 1}}}")
    let list = try TokenList(folder: folder["t"])
    #expect(list.id(of: "\u{e9}") == 0 && list.id(of: "e\u{301}") == 1 && !list.holds(["e\u{301}", "\u{e9}"]))
    for template in ["7", "[{\"name\": \"default\"}]", "{}"] {
      try refuses("c/tokenizer_config.json", "{\"chat_template\": \(template)}") {
        _ = try ChatTemplate.text("auto", folders: [folder["c"]])
      }
    }
    try RandomEncoder.write("bert", to: folder, name: "bert")
    for (file, text) in [
      ("modules.json", "{}"), ("1_Pooling/config.json", "[]"),
      ("1_Pooling/config.json", "{\"pooling_mode_cls_token\": \"true\"}"),
      ("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\": 0}"),
      ("1_Pooling/config.json", "{\"pooling_mode\": 3}"),
    ] {
      try refuses("bert/" + file, text) { _ = try EncoderConfiguration(directory: folder["bert"]) }
      try FileSystem.remove(folder["bert/" + file])
    }
  }

  @Test("YAML: a key that is no text, inside a list, is an error and not the key \"\"")
  func keys() throws {
    try refuses("c.yaml", "models:\n- {[1, 2]: 3, model: x}\n") {
      _ = try ConfigurationFile(path: folder["c.yaml"])
    }
  }
}
