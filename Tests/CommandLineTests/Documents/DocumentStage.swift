import Checkpoints
import Files
import TestSupport
import Testing

/// A folder with all that the commands of the documents name: small stand-ins for a checkpoint, its adapters, the official files and
/// a corpus; and the configurations that the documents themselves show.
struct DocumentStage {
  let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try make(["import", "random", "models/llama-2-7b", "--seed", "1"])
    try make(["export", "gguf", "models/llama-2-7b", "model.gguf"])
    for (name, seed) in [("one", "2"), ("two", "3")] {
      try make(["import", "random", "models/" + name, "--seed", seed])
    }
    let shape = try Checkpoint(directory: folder["models/llama-2-7b"]).configuration
    for (name, seed) in [("a", 1), ("b", 2)] {
      _ = try RandomAdapter.write(
        "runs/\(name)/adapter", [.gate, .up, .down], rank: 2, for: shape, in: folder, seed: UInt64(seed))
    }
    try RandomEncoder.write("bert", to: folder, name: "models/all-MiniLM-L6-v2")
    try make(["world", "--out", "stage", "--set", "documents=400", "--set", "items=26", "--set", "records=40"])
    try folder.write(
      "links.sh",
      """
      ln -s stage/data data && ln -s stage/pretraining/corpus.jsonl text.jsonl
      ln -s "\(DocumentedCommand.root)/worlds" worlds && ln -s "\(DocumentedCommand.root)/benchmarks" benchmarks
      mkdir -p .zfunc .config/fish/completions

      """)
    #expect(try Command.shell("sh links.sh", in: folder).status == 0)
    try folder.write("problems.jsonl", TwoProblems.humanEval("HumanEval"))
    try folder.write(
      "samples.jsonl",
      (0..<20).map { #"{"task_id": "HumanEval/\#($0 % 2)", "completion": "    return \#($0 % 2 + 1)"}"# + "\n" }
        .joined())
    func corpus(_ start: Int) -> String {
      (0..<24).map { #"{"instruction": "Say \#(start + $0)", "output": "It is \#(start + $0 * 7 % 16)."}"# + "\n" }
        .joined()
    }
    try folder.write("alpaca.jsonl", corpus(0))
    try folder.write("heldout.jsonl", corpus(100))
    try folder.write(
      "text.txt", (0..<900).map { "\($0 * 7919 % 1000) is a number, as \($0 * 31 % 97) is.\n\n" }.joined())
    try folder.write("disperse.yaml", "data: alpaca.jsonl\nmethod: random\nk: 4\nout: runs/dispersed\n")
    try folder.write(
      "search.yaml",
      "base: models/llama-2-7b\nadapters: [runs/a/adapter, runs/b/adapter]\ntasks: [arc_easy]\nout: runs/search\n")
    let train = try DocumentedCommand.blocks(of: "yaml", in: "docs/train.md")
    try folder.write("train.yaml", try #require(train.first))
    try folder.write(
      "dtm.yaml", try #require(try DocumentedCommand.blocks(of: "yaml", in: "docs/dtm-and-study.md").first))
    try folder.write(
      "mergekit.yaml", try #require(try DocumentedCommand.blocks(of: "yaml", in: "docs/disperse-and-merge.md").first))
  }

  private func make(_ arguments: [String]) throws {
    let made = try Command.run(arguments, in: folder)
    #expect(made.status == 0, "\(arguments) \(made.errors)")
  }

  /// What makes a command short enough for a test: fewer items, updates and candidates, of options that come later and count.
  private static let shortened: [(command: String, options: String)] = [
    ("assay score ", "--limit 1 --threads 2"), ("assay generate ", "--count 3 --max-new-tokens 40 --force"),
    ("assay estimate ", "--samples 2 --set max_length=256"),
    // So few items tell nothing.
    ("assay gate runs", "--set suite_cannot_tell=warn"),
    ("assay gate reference.assay ", "--set suite_cannot_tell=warn"),
    ("assay search ", "--limit 4 --set evaluations=8"), ("assay world ", "--set documents=40 --set items=10"),
    (
      "assay train ",
      "--set updates=2 --set batch_size=2 --set max_length=256 --set validation.fraction=0 --set validation.patience=null"
    ),
    (
      "assay dtm ",
      "--set k=2 --set statistics=2 --set lambdas=0.5 --set 'score.groups=[{tasks: arc_easy, limit: 2}]' --set train.updates=2 "
        + "--set pretraining.generated=3 --set pretraining.tokens=40 --set train.batch_size=2 --set train.max_length=256"
    ),
  ]

  /// Runs it as its readers would, in bash.
  func run(_ command: DocumentedCommand) throws -> Command {
    var line = command.text
    if !line.contains("--help-config") && !line.contains("--show") {
      for (start, options) in Self.shortened where line.hasPrefix(start) {
        // A list of items is short already.
        line += " " + (line.contains("--items") ? options.replacing("--limit 1 ", with: "") : options)
      }
    }
    try folder.write(
      "line.sh",
      """
      export HOME=$PWD
      assay() { "\(Command.path)" "$@"; }
      command -v man >/dev/null || man() { cat >/dev/null; }
      set -eo pipefail
      \(line)

      """)
    return try Command.shell("bash line.sh", in: folder)
  }
}
