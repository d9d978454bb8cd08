import Checkpoints
import Files
import TestSupport
import Testing

/// What all commands share where they write: what is not their own is refused, and nothing else is left behind.
@Suite struct OutputTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    for (name, seed) in [("base", "1"), ("two", "2")] {
      #expect(try Command.run(["import", "random", name, "--seed", seed], in: folder).status == 0)
    }
    let shape = try Checkpoint(directory: folder["base"]).configuration
    for (seed, name) in ["a", "b"].enumerated() {
      _ = try RandomAdapter.write(name, [.up], rank: 2, for: shape, in: folder, seed: UInt64(seed + 1), size: 0.3)
    }
    let lines = (0..<24).map { #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40)."}"# }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
    try folder.write(
      "problems.jsonl",
      #"{"task_id": "T/0", "prompt": "def one():\n", "entry_point": "one", "test": "def check(f):\n    assert f() == 1\n"}"#
    )
    try folder.write("samples.jsonl", #"{"task_id": "T/0", "completion": "    return 1\n"}"#)
  }

  /// Commands that write a folder, without its name.
  static let folders: [[String]] = [
    ["merge", "--method", "linear", "base", "two", "--out"], ["import", "random"],
    ["world", "--set", "people=40", "--set", "documents=100", "--out"],
    ["disperse", "--data", "corpus.jsonl", "--method", "random", "--k", "2", "--out"],
    ["score", "--model", "base", "--tasks", "arc_easy", "--limit", "1", "--out"],
    [
      "train", "--set", "model=base", "--set", "data=corpus.jsonl", "--set", "max_length=256", "--set",
      "updates=1", "--out",
    ],
    ["search", "a", "b", "--base", "base", "--tasks", "arc_easy", "--set", "limit=4", "--out"],
  ]

  /// Commands that write a file, with its name at the end.
  static let files: [[String]] = [
    [
      "estimate", "fisher", "--set", "model=base", "--set", "data=corpus.jsonl", "--set", "max_length=256", "--samples",
      "1", "--adapter", "a", "--out",
    ],
    ["tokenizer", "train", "--data", "corpus.jsonl", "--pieces", "300"],
  ]

  /// `--force` stands before the place, which is the last word.
  private func run(_ command: [String], _ place: String, force: Bool = false) throws -> Command {
    var words = command
    let isOption = words.last == "--out"
    if isOption { words.removeLast() }
    if force { words.append("--force") }
    if isOption { words.append("--out") }
    words.append(place)
    return try Command.run(words, in: folder)
  }

  private func digest(_ name: String) throws -> String { try FolderSeal.digests(of: folder[name]).text() }

  @Test(
    "A folder with something else in it is refused by every command, and nothing is changed in it", arguments: folders)
  func foreignFolders(command: [String]) throws {
    try folder.write("own/thesis.tex", "precious")
    try folder.write("own/report.md", "precious")
    for place in ["own", "own/", "./own", "base", "two", "corpus.jsonl", "corpus.jsonl/x"] {
      let base = try digest("base") + digest("two") + digest("own")
      let made = try run(command, place)
      #expect(made.status == 1 || made.status == 64, "\(place): \(made.output)\(made.errors)")
      #expect(made.errors.contains("error: "), "\(place): \(made.errors)")
      #expect(try digest("base") + digest("two") + digest("own") == base, "\(place)")
    }
    let forced = try run(command, "own", force: true)
    #expect(forced.status == 0 || forced.status == 1, "\(forced.errors)")
    #expect(try FileSystem.bytes(of: folder["own"] + "/thesis.tex") == Array("precious".utf8))
    let none = try FileSystem.names(in: folder.path).filter { $0.hasSuffix(".tmp") || $0 == "lock" }
    #expect(none.isEmpty, "\(none)")
  }

  @Test("The root, the home folder, a link to nothing and a device are no places", arguments: folders)
  func absurdPlaces(command: [String]) throws {
    let link = try Command.shell("ln -s nowhere link; mkfifo pipe", in: folder)
    #expect(link.status == 0)
    for place in ["/", "link", "pipe", "/dev/null", ""] {
      let made = try run(command, place, force: true)
      #expect(made.status == 1 || made.status == 64, "\(place): \(made.output)")
      #expect(made.errors.contains("error: "), "\(place): \(made.errors)")
    }
    let home = try Command.shell(
      "HOME=\"\(folder["base"])\"; export HOME; assay world --force --out base", in: folder)
    #expect(home.status == 64 && home.errors.contains("is the home folder"), "\(home.errors)")
  }

  @Test("A file that is something else is refused, an input even if forced", arguments: files)
  func foreignFiles(command: [String]) throws {
    for place in ["problems.jsonl", "base/config.json"] {
      let before = try FileSystem.bytes(of: folder[place])
      let made = try run(command, place)
      #expect(made.status == 1 || made.status == 64, "\(place)")
      #expect(try FileSystem.bytes(of: folder[place]) == before)
    }
    let corpus = try FileSystem.bytes(of: folder["corpus.jsonl"]), adapter = try digest("a")
    let ways = ["corpus.jsonl"] + (command[0] == "estimate" ? ["a/adapter_model.safetensors", "a"] : ["base"])
    for place in ways {
      let made = try run(command, place, force: true)
      #expect(made.status == 64, "\(place): \(made.errors)")
      #expect(try FileSystem.bytes(of: folder["corpus.jsonl"]) == corpus && digest("a") == adapter)
    }
    // A hard link to the corpus is the corpus.
    #expect(try Command.shell("ln corpus.jsonl same", in: folder).status == 0)
    #expect(try run(command, "same", force: true).status == 64)
    // Its own is made again, and what is forced is written over.
    #expect(try run(command, "made").status == 0)
    let first = try FileSystem.bytes(of: folder["made"])
    #expect(try run(command, "made").status == 0 && FileSystem.bytes(of: folder["made"]) == first)
    let forced = try run(command, "problems.jsonl", force: true)
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try FileSystem.bytes(of: folder["problems.jsonl"]) == first)
  }

  @Test("Results of another program are not written over")
  func executed() throws {
    func execute(_ more: [String] = []) throws -> Command {
      try Command.run(["execute", "problems.jsonl", "samples.jsonl"] + more, in: folder)
    }
    try folder.write("samples.jsonl_results.jsonl", "mine\n")
    let refused = try execute()
    #expect(refused.status == 1 && refused.errors.contains("samples.jsonl_results.jsonl: is there already"))
    #expect(try FileSystem.bytes(of: folder["samples.jsonl_results.jsonl"]) == Array("mine\n".utf8))
    #expect(try execute(["--force"]).status == 0)
    #expect(try execute().status == 0)
  }

  @Test("dtm and study refuse folders with a report of somebody else", arguments: ["dtm", "study"])
  func foreignReports(command: String) throws {
    try folder.write("own/report.md", "mine\n")
    try folder.write("dtm.yaml", "base: base\ndata: corpus.jsonl\nout: own\nk: 2\ntrain: {max_length: 256}\n")
    try folder.write(
      "study.yaml",
      """
      out: own
      worlds: [1, 2]
      k: 2
      tokenizer: {pieces: 400}
      base:
        init: {hidden_size: 16, intermediate_size: 24, num_hidden_layers: 1, num_attention_heads: 2, max_position_embeddings: 512}
        max_length: 64
      dtm: {train: {max_length: 300}}
      """)
    let made = try Command.run([command, "--config", "\(command).yaml"], in: folder)
    #expect(
      made.status == 1 && made.errors.contains("own: holds 'report.md' and is no folder of assay"), "\(made.errors)")
    #expect(try FileSystem.names(in: folder["own"]) == ["report.md"])
  }

  @Test("--force replaces what Assay made, and nothing else", arguments: folders.prefix(4))
  func replaced(command: [String]) throws {
    #expect(try run(command, "made").status == 0)
    let again = try run(command, "made")
    #expect(again.status == (command[0] == "disperse" ? 0 : 1))
    let forced = try run(command, "made", force: true)
    #expect(forced.status == 0, "\(forced.errors)")
    try FileSystem.makeDirectory(folder["empty"])
    #expect(try run(command, "empty").status == 0)
    #expect(try !FileSystem.names(in: folder.path).contains { $0.hasSuffix(".tmp") })
  }
}
