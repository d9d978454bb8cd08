import Configuration
import Evaluation
import Files
import Statistics
import TestSupport
import Testing
import Tokenization

@testable import Checkpoints
@testable import Corpora
@testable import Dispersal
@testable import Experiments
@testable import Merging
@testable import ModelMerging
@testable import Pipelines
@testable import Training

/// Readers of what people and other programs write: a part that cannot be read is an error by name, and never quietly left out.
@Suite struct QuietDropTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func refusal(_ read: () throws -> Void, _ sourceLocation: SourceLocation = #_sourceLocation) -> String {
    let error = #expect(throws: Diagnostic.self, sourceLocation: sourceLocation) { try read() }
    return error.map { "\($0.place): \($0.problem)" } ?? ""
  }

  @Test(
    "Keys of dtm: lists of other things, and lists of nothing",
    arguments: [
      "score.groups: mmlu", "score.groups: []", "score.groups: [{tasks: [5]}]", "score.groups: [{tasks: [arc, 5]}]",
      "score.groups: [{tasks: []}]", "score.groups: [{tasks: {a: b}}]", "score.groups: [{tasks: \"\"}]",
      "score.groups: [{tasks: arc, limit: few}]", "score.groups: [{tasks: arc, limit: 0}]",
      "score.groups: [{tasks: arc, limt: 3}]", "score.groups: [arc]", "merges: []", "dispersals: []",
      "merges: [{method: ties, name: 5}]", "dispersals: [{name: [a], method: random}]", "lambdas: [0.5, x]",
      "seeds: [1, x]", "seeds: []", "ensemble: [logits, 3]", "held_out: [a, 3]",
    ])
  func dtm(line: String) throws {
    let text = "base: b\ndata: d\nout: o\n\(line)\n"
    let file = try ConfigurationFile(text: text, place: "x.yaml")
    let problem = refusal { _ = try DTMConfiguration(file.settings) }
    // Told by the key itself, also where it stands in a map of a list.
    #expect(problem.hasPrefix("x.yaml:4: "), "\(problem)")
  }

  @Test("What a group of tasks may be is read as it stands")
  func groups() throws {
    let text =
      "base: b\ndata: d\nout: o\nscore.groups: [{tasks: arc}, {tasks: [a, b], limit: 3}, {limit: 4}]\nlambdas: null\n"
    // Whether there are such tasks, and none twice, is asked behind it: `WrongLineTests`.
    let configuration = try DTMConfiguration.schema.read(try ConfigurationFile(text: text, place: "x.yaml").settings)
    #expect(
      configuration.scorings == [
        .init(tasks: ["arc"], limit: nil), .init(tasks: ["a", "b"], limit: 3), .init(tasks: [], limit: 4),
      ])
    #expect(configuration.lambdas.isEmpty)
  }

  @Test("A key that is no text, inside a list too, and a question whose name is none")
  func keys() throws {
    for text in ["a:\n  - {? [1, 2] : x}\n", "? [1, 2]\n: x\n"] {
      let problem = refusal { _ = try ConfigurationFile(text: text, place: "x.yaml") }
      #expect(problem.hasSuffix("a key is not a text"))
    }
    let question: JSON = [["model": "a", "against": "b", "name": [5]]]
    let setting = ConfigurationFile.Setting(key: "endpoints", value: question, place: "x")
    #expect(refusal { _ = try StudyConfiguration([setting]) } == "x: name is [5]")
  }

  private static let scores =
    #"{"tasks": [{"task": "a", "metric": "acc", "value": 0.5, "standard_error": 0.5, "items": 2, "aggregation": "micro", "#
    + #""parts": [{"name": "p", "scores": [0, 1, null]}]}]}"#

  @Test(
    "Scores of a task",
    arguments: [
      ("[0, 1, null]", "[0, \"1\", null]"), ("[0, 1, null]", "[0, null, null]"), ("[0, 1, null]", "{}"),
      ("\"name\": \"p\"", "\"name\": 3"), ("0.5, \"items\"", "0.25, \"items\""), ("\"value\": 0.5", "\"value\": 0.75"),
      ("\"items\": 2", "\"items\": 3"), ("\"micro\"", "\"mean\""), ("\"metric\": \"acc\", ", ""),
      ("\"parts\": [", "\"parts\": [3, "),
    ])
  func taskScores(old: String, new: String) throws {
    let timing: JSON = ["tokens": 3, "seconds": 1.5]
    let sound = try #require(TaskScores(try JSON(parsing: Self.scores), timing: timing))
    #expect(sound.tasks.first?.mean.count == 2 && TaskScores(sound.json, timing: sound.timing)?.json == sound.json)
    let damaged = Self.scores.replacing(old, with: new)
    #expect(try damaged != Self.scores && TaskScores(JSON(parsing: damaged), timing: timing) == nil)
    #expect(TaskScores(try JSON(parsing: Self.scores), timing: ["tokens": 3]) == nil)
  }

  @Test("Lines of a search, of which only the last one may be torn, and that is told")
  func search() throws {
    let candidate = SearchLog.Candidate(
      weights: .init(shares: [0.5, 0.5], lambda: 1), value: -2, tasks: [("a", 0.5, -2)])
    let asked: JSON = ["seed": 1]
    func log(_ change: (String) -> String) throws -> SearchLog {
      let head: JSON = ["asked": asked], line = candidate.json.text()
      try folder.write("search.jsonl", head.text() + "\n" + line + "\n" + change(line))
      return try SearchLog(folder: folder.path, asked: asked)
    }
    #expect(try log { $0 + "\n" }.candidates.count == 2)
    let torn = try log { String($0.dropLast(7)) }
    #expect(torn.candidates.count == 1 && torn.repairedBytes == candidate.json.text().utf8.count - 7)
    let damages: [(String, String)] = [
      ("[0.5, 0.5]", "[0.5, 0.25]"), ("-2", "\"x\""), ("\"sha256\": ", "\"other\": "), ("{\"shares\"", "\"shares\""),
    ]
    for (old, new) in damages {
      let problem = refusal { _ = try log { $0.replacing(old, with: new) + "\n" } }
      #expect(problem == "\(folder["search.jsonl"]):3: cannot be read", "\(new)")
    }
  }

  @Test("Files of a training: its probes, and what was asked of it")
  func training() throws {
    let line = #"{"update": 1, "task": "a", "metric": "acc", "value": 0.5, "standard_error": null, "items": 4}"#
    for damaged in [String(line.dropLast()), line.replacing("0.5", with: "\"x\""), "3"] {
      try folder.write("probe.jsonl", line + "\n" + damaged + "\n")
      let problem = refusal { _ = try ProbeLog(folder: folder.path, updates: 9) }
      #expect(problem == "\(folder["probe.jsonl"]):2: is not what was written")
    }
    try folder.write("run/train.json", "[]")
    var asked = TrainingConfiguration()
    asked.out = folder["run"]
    let training = try TrainingFolder(asked, startsOver: false)
    #expect(refusal { try training.check(asked) }.hasSuffix("does not say what was asked of this run"))
  }

  @Test("Digests of a folder, and of a world")
  func seals() throws {
    try folder.write("made/provenance.json", #"{"made_by": "assay 0.1", "files": {"a": 5}}"#)
    try folder.write("made/a", "x")
    #expect(
      refusal { try FolderSeal.check(folder["made"]) }.hasSuffix(
        "does not hold the SHA-256 of its folder's files any more"))
    for record in [
      "{", #"{"files": [{"path": "data/a.jsonl"}]}"#, #"{"files": [{"path": "data/a.jsonl", "sha256": 4}]}"#,
    ] {
      try folder.write("world/world.json", record)
      try folder.write("world/data/a.jsonl", "{}")
      #expect(refusal { try FolderSeal.checkWorld(file: folder["world/data/a.jsonl"]) } != "")
    }
  }

  @Test(
    "Files of a tokenizer: flags, tokens and lists of another kind",
    arguments: [
      ("tokenizer_config.json", #"{"add_bos_token": "true"}"#, "key \"add_bos_token\" is \"true\""),
      ("tokenizer_config.json", #"{"add_eos_token": 1}"#, "key \"add_eos_token\" is 1"),
      ("tokenizer_config.json", #"{"legacy": "no"}"#, "key \"legacy\" is \"no\""),
      ("tokenizer_config.json", #"{"add_prefix_space": "x"}"#, "key \"add_prefix_space\" is \"x\""),
      ("tokenizer_config.json", #"{"tokenizer_class": 3}"#, "key \"tokenizer_class\" is 3"),
      ("tokenizer_config.json", #"{"split_special_tokens": "yes"}"#, "key \"split_special_tokens\" is \"yes\""),
      ("tokenizer_config.json", #"{"bos_token": 5}"#, "key \"bos_token\" is 5"),
      ("tokenizer_config.json", #"{"pad_token": {"contnt": "x"}}"#, "key \"pad_token\" is {\"contnt\": \"x\"}"),
      (
        "tokenizer_config.json", #"{"additional_special_tokens": ["<a>", 5]}"#,
        "key \"additional_special_tokens\" is [\"<a>\", 5]"
      ),
      (
        "tokenizer_config.json", #"{"added_tokens_decoder": {"400": {"content": "<a>", "lstrip": "no"}}}"#,
        "\"lstrip\" of the added token '<a>' is \"no\""
      ),
      ("special_tokens_map.json", #"{"eos_token": ["</s>", 5]}"#, "key \"eos_token\" is [\"</s>\", 5]"),
      ("special_tokens_map.json", #"{"additional_special_tokens": 5}"#, "key \"additional_special_tokens\" is 5"),
    ])
  func tokenizer(name: String, text: String, problem: String) throws {
    try DemoModel.write(to: folder["m"])
    _ = try SentencePieceTokenizer(directory: folder["m"])
    try folder.write("m/" + name, text)
    #expect(
      refusal { _ = try SentencePieceTokenizer(directory: folder["m"]) } == "\(folder["m/" + name]): \(problem)")
  }

  @Test("Files that a merge reads: lists of tokens, templates of chats")
  func merging() throws {
    for list in ["5", "[{\"id\": 3}]", "[{\"content\": \"a\"}]", "[7]"] {
      try folder.write("t/tokenizer.json", "{\"model\": {\"vocab\": {\"a\": 0}}, \"added_tokens\": \(list)}")
      #expect(refusal { _ = try TokenList(folder: folder["t"]) }.hasSuffix("\"added_tokens\" is malformed"))
    }
    for template in ["5", "[{\"name\": \"default\"}]", "[\"x\"]", "{}"] {
      try folder.write("t/tokenizer_config.json", "{\"chat_template\": \(template)}")
      let problem = refusal { _ = try ChatTemplate.text("auto", folders: [folder["t"]]) }
      #expect(problem.hasSuffix("\"chat_template\" is malformed"))
    }
    try folder.write("t/tokenizer_config.json", "{\"chat_template\": null}")
    #expect(try ChatTemplate.text("auto", folders: [folder["t"]]) == nil)
  }

  @Test("The manifest of a dispersal, and labels of its corpus")
  func dispersals() throws {
    try folder.write(
      "c.jsonl", #"{"instruction": "a", "output": "b"}"# + "\n" + #"{"instruction": "c", "output": "d"}"# + "\n")
    var job = DispersalConfiguration()
    (job.source.files, job.out, job.count) = ([folder["c.jsonl"]], folder["d"], 2)
    func run() throws { _ = try DisperseCorpus(job, threads: 1).run { (_) throws(Diagnostic) in } }
    try run()
    let sealed = try FileSystem.bytes(of: folder["d/manifest.json"])
    var sound = try #require(try JSON(file: folder["d/manifest.json"]).object)
    (sound["files"], sound["record_sha256"]) = (nil, nil)
    let damages: [(String, JSON?)] = [
      ("clusters", "2"), ("clusters", 3), ("records", -2), ("sizes", [1, "1"]), ("sizes", nil),
      ("effective_clusters", "x"),
    ]
    for (key, value) in damages {
      var damaged = sound
      damaged[key] = value
      try folder.write("d/manifest.json", JSON.object(damaged).text())
      #expect(refusal { try run() } == "\(folder["d/manifest.json"]): does not say what came of the dispersal")
    }
    // With its digest the first changed byte is one too many.
    try FileSystem.write(sealed.map { $0 == UInt8(ascii: "2") ? UInt8(ascii: "3") : $0 }, to: folder["d/manifest.json"])
    #expect(refusal { try run() }.hasPrefix("\(folder["d/manifest.json"]): is not what was written"))
  }

  @Test("A llama2.c tokenizer whose pieces occur twice, or have no length")
  func llama2c() throws {
    func write(_ pieces: [(Float, String)]) throws -> [UInt8] {
      pieces.reduce(into: withUnsafeBytes(of: Int32(9).littleEndian, Array.init)) { bytes, piece in
        bytes += withUnsafeBytes(of: piece.0.bitPattern.littleEndian, Array.init)
        bytes += withUnsafeBytes(of: Int32(piece.1.utf8.count).littleEndian, Array.init) + Array(piece.1.utf8)
      }
    }
    let specials: [(Float, String)] = [(0, "<unk>"), (0, "<s>"), (0, "</s>")]
    func read(_ pieces: [(Float, String)]) throws -> SentencePieceProto? {
      try Llama2cTokenizer.read(write(specials + pieces), pieces: 3 + pieces.count, place: "t.bin")
    }
    #expect(try read([(-1, "a"), (-2, "b")])?.pieces.map(\.text).suffix(2) == ["a", "b"])
    #expect(refusal { _ = try read([(-1, "a"), (-2, "a")]) } == "t.bin: holds the piece 'a' twice")
    // Two for the bytes, one for Unicode.
    #expect(try read([(-1, "\u{E9}"), (-2, "e\u{301}")])?.pieces.count == 5)
    #expect(try read([(-1, "")]) == nil && read([(.nan, "a")]) == nil && read([(-.infinity, "a")]) == nil)
  }

  @Test("Parents of an adapter's provenance, and files that a merged tokenizer is made of")
  func parents() throws {
    try DemoModel.write(to: folder["m"])
    try FileSystem.remove(folder["m/provenance.json"])
    let shape = try Checkpoint(directory: folder["m"]).configuration
    for (name, seed) in [("a", 1), ("b", 2)] {
      _ = try RandomAdapter.write(name, [.up], rank: 2, for: shape, in: folder, seed: UInt64(seed), size: 0.1)
    }
    func merge() throws {
      var job = MergeConfiguration(method: try MergeConfiguration.method("linear", place: "test"))
      job.base = .init(folder["m"])
      job.slices = [.init([.init(.init(folder["a"])), .init(.init(folder["b"]))])]
      (job.out, job.output) = (folder["merged"], .dense)
      _ = try MergeModels(job, threads: 1).run()
    }
    try folder.write("a/provenance.json", #"{"parents": {"role": "base"}}"#)
    #expect(refusal { try merge() } == "\(folder["a/provenance.json"]): \"parents\" is no list")
    try FileSystem.remove(folder["a/provenance.json"])
    for (name, text) in [("generation_config.json", ""), ("special_tokens_map.json", "[]")] {
      try folder.write("m/" + name, text)
      #expect(refusal { try merge() }.hasPrefix(folder["m/" + name]))
      #expect(!FileSystem.exists(folder["merged"]))
      try FileSystem.remove(folder["m/" + name])
    }
    try merge()
  }

  @Test("A corpus that changes while dtm works with it stops the job")
  func changedCorpus() throws {
    try DemoModel.write(to: folder["m"])
    func lines(_ word: String) -> String {
      (0..<8).map { "{\"instruction\": \"Say \($0)\", \"output\": \"\(word) \($0)\"}\n" }.joined()
    }
    try folder.write("c.jsonl", lines("It is"))
    let text =
      "base: \(folder["m"])\ndata: \(folder["c.jsonl"])\nout: \(folder["o"])\nk: 2\ndispersals: [random]\nensemble: none\nlambdas: []\n"
      + "train: {max_length: 200, updates: 1, batch_size: 4, lora: {rank: 2}}\nscore: {preset: lm-eval, groups: [{tasks: openbookqa, limit: 1}]}\n"
    let configuration = try DTMConfiguration(try ConfigurationFile(text: text, place: "x.yaml").settings)
    let place = folder["c.jsonl"], other = lines("It was")
    let problem = refusal {
      _ = try DisperseThenMerge(configuration, threads: 1, budget: 1 << 30) { (_) throws(Diagnostic) in
        try FileSystem.write(other, to: place)
      }.run()
    }
    #expect(problem == "\(place): was changed while it was read")
  }
}
