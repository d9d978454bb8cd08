import Checkpoints
import Files
import Glibc
import Pipelines
import TestSupport
import Testing

/// A command that works for longer than a moment, small enough for tests to run it to its end, and how it is caught at work.
struct LongJob: Sendable, CustomTestStringConvertible {
  let name: String
  let words: [String]
  /// What messages name.
  var place = "out"
  /// There as soon as the job is at work, and not before.
  var atWork = "out.assay.tmp"
  /// What an interruption leaves to go on from; nil for a job that is done as a whole or not at all.
  var state: String?
  /// There in the end.
  var result = "out"
  /// What a kill can leave while one of these is written; `/` at the end: a folder.
  var unfinished = ["out.assay.tmp/"]

  var testDescription: String { name }

  private static let corpus = ["--set", "model=base", "--set", "data=corpus.jsonl", "--set", "max_length=256"]

  static let all: [LongJob] = [
    LongJob(name: "merge", words: ["merge", "--method", "linear", "large", "large2", "--out", "out"]),
    LongJob(name: "import", words: ["import", "llama2c", "m.bin", "out"]),
    LongJob(
      name: "world",
      words: ["world", "--out", "out"] + World.small.flatMap { ["--set", $0] }),
    LongJob(
      name: "disperse",
      words: [
        "disperse", "--data", "corpus.jsonl", "--method", "kmeans", "--embedding", "base", "--k", "4", "--set",
        "restarts=50", "--out", "out",
      ]),
    LongJob(
      name: "train",
      words: ["train"] + corpus + [
        "--set", "epochs=2", "--set", "batch_size=4", "--set", "lora.rank=2", "--out", "out",
      ],
      atWork: "out/log.jsonl", state: "out/state.safetensors", result: "out/adapter/adapter_model.safetensors",
      unfinished: [
        "out/adapter.assay.tmp/", "out/state.safetensors.assay.tmp", "out/log.jsonl.assay.tmp",
        "out/log.csv.assay.tmp", "out/loss.svg.assay.tmp", "out/train.json.assay.tmp",
      ]),
    LongJob(
      name: "train in full",
      words: ["train"] + corpus + [
        "--set", "method=full", "--set", "epochs=1", "--set", "batch_size=4", "--out", "out",
      ],
      atWork: "out/log.jsonl", state: "out/state.safetensors", result: "out/model/model.safetensors",
      unfinished: ["out/model.assay.tmp/", "out/state.safetensors.assay.tmp"]),
    LongJob(
      name: "estimate",
      words: ["estimate", "fisher"] + corpus + ["--samples", "all", "--out", "out"]),
    LongJob(
      name: "tokenizer train",
      words: ["tokenizer", "train", "out", "--data", "text.txt", "--pieces", "4000"]),
    LongJob(
      name: "search",
      words: [
        "search", "a", "b", "--base", "base", "--tasks", "arc_easy,mmlu", "--set", "evaluations=20", "--limit", "6",
        "--out", "out",
      ],
      atWork: "out/search.jsonl", state: "out/search.jsonl", result: "out/search.json",
      unfinished: ["out/merged.assay.tmp/", "out/search.jsonl.assay.tmp", "out/search.json.assay.tmp"]),
    LongJob(
      name: "score",
      words: ["score", "--model", "base", "--tasks", "arc_easy,mmlu,gsm8k", "--limit", "10", "--out", "out"],
      atWork: "out/journal.jsonl", state: "out/journal.jsonl", result: "out/results.json",
      unfinished: ["out/results.json.assay.tmp", "out/samples_arc_easy.jsonl.assay.tmp", "out/run.json.assay.tmp"]),
    LongJob(
      name: "execute",
      words: ["execute", "problems.jsonl", "samples.jsonl", "--threads", "1"],
      place: "samples.jsonl_results.jsonl", atWork: "samples.jsonl_results.jsonl.assay.tmp",
      result: "samples.jsonl_results.jsonl", unfinished: ["samples.jsonl_results.jsonl.assay.tmp/"]),
    LongJob(
      name: "dtm", words: ["dtm", "--config", "dtm.yaml"], atWork: "out/artefacts/lock", state: "out/dtm.json",
      result: "out/report.json", unfinished: ["out/report.md.assay.tmp", "out/report.json.assay.tmp"]),
    LongJob(
      name: "study", words: ["study", "--config", "study.yaml"], atWork: "out/artefacts/lock", state: "out/study.json",
      result: "out/report.json", unfinished: ["out/report.md.assay.tmp", "out/timing.json.assay.tmp"]),
  ]
}

/// What the jobs work on.
extension ScratchDirectory {
  /// Writes what a job reads; no job reads all of it.
  func prepare(_ job: LongJob) throws {
    try DemoModel.write(to: self["base"])
    let shape = try Checkpoint(directory: self["base"]).configuration
    let isUsed = { (name: String) in job.words.contains { $0 == name } }
    if isUsed("a") {
      for (seed, name) in ["a", "b"].enumerated() {
        _ = try RandomAdapter.write(name, [.up], rank: 2, for: shape, in: self, seed: UInt64(seed + 1), size: 0.3)
      }
    }
    let records = (0..<300).map {
      #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40).", "source": "\#($0 % 2)"}"#
    }
    try write("corpus.jsonl", records.joined(separator: "\n"))
    if isUsed("text.txt") { try writeText() }
    if isUsed("large") {
      let large = ModelConfiguration(
        vocabularySize: 8000, hiddenSize: 256, intermediateSize: 512, layerCount: 4, headCount: 4,
        keyValueHeadCount: 4, contextLength: 512)
      for (seed, name) in ["large", "large2"].enumerated() {
        try RandomModel.write(large, seed: UInt64(seed + 1), dtype: .f32, tokenizer: nil, to: self[name])
      }
    }
    if isUsed("m.bin") { try writeLlama2c() }
    if isUsed("execute") {
      try write(
        "problems.jsonl",
        #"{"task_id": "T/0", "prompt": "def one():\n", "entry_point": "one", "test": "def check(f):\n    assert f() == 1\n"}"#
      )
      let line = #"{"task_id": "T/0", "completion": "    return 1\n"}"# + "\n"
      try write("samples.jsonl", String(repeating: line, count: 25))
    }
    try write("dtm.yaml", Self.dtm)
    try write("study.yaml", Self.study)
  }

  private func writeText() throws {
    var generator = SeededGenerator(seed: 3)
    let words = (0..<3000).map { _ in
      String((0..<7).map { _ in "abcdefghijklmnop".randomElement(using: &generator) ?? "a" })
    }
    let lines = (0..<6000).map { _ in
      (0..<10).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
    }
    try write("text.txt", lines.joined(separator: "\n"))
  }

  /// A model of zeros in the format of llama2.c, which takes no place on the disk.
  private func writeLlama2c() throws {
    let (width, hidden, layers, heads, pieces, context) = (256, 512, 4, 8, 8000, 64)
    let head = [width, hidden, layers, heads, heads, pieces, context].flatMap { number in
      withUnsafeBytes(of: Int32(number).littleEndian) { Array($0) }
    }
    let layer = 2 * width + 4 * width * width + 3 * hidden * width
    let numbers = pieces * width + layers * layer + width + context * (width / heads)
    try write("m.bin", head)
    truncate(self["m.bin"], head.count + 4 * numbers)
  }

  private static let dtm = """
    base: base
    data: corpus.jsonl
    out: out
    k: 2
    train: {max_length: 256, epochs: 1, batch_size: 8, lora: {rank: 2}}
    dispersals: [random]
    merges: [linear, fisher]
    statistics: 2
    ensemble: none
    lambdas: [0.5]
    score: {preset: lm-eval, groups: [{tasks: arc_easy, limit: 2}]}
    """

  private static let study = """
    out: out
    worlds: [1, 2]
    k: 2
    tokenizer: {pieces: 400}
    world: {\(World.small.map { $0.replacing("=", with: ": ") }.joined(separator: ", "))}
    base:
      init: {hidden_size: 16, intermediate_size: 24, num_hidden_layers: 1, num_attention_heads: 2, max_position_embeddings: 512}
      max_length: 64
      batch_size: 32
      limit: 64
      epochs: 1
    dtm:
      train: {batch_size: 8, epochs: 1, max_length: 300, lora: {rank: 2}}
      dispersals: [random]
      merges: [linear]
      ensemble: none
      lambdas: [0.5]
      score: {preset: lm-eval, groups: [{tasks: [arc_easy], limit: 2}]}
    endpoints: [{name: the tax, model: vanilla, against: base}]
    """
}

/// A world that is made in a moment.
private enum World {
  static let small = [
    "people=40", "places=20", "things=20", "creatures=20", "documents=300", "items=12", "records=9",
  ]
}
