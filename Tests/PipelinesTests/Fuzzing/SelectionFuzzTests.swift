import Corpora
import Files
import TestSupport
import Testing

@testable import Pipelines

/// What `assay select` reads of itself and of others, damaged.
@Suite struct SelectionFuzzTests {
  private let folder: FuzzFolder

  init() throws {
    folder = try FuzzFolder()
    try folder.scratch.write(
      "corpus.jsonl", (0..<3).map { #"{"instruction": "a\#($0)", "output": "b", "id": \#($0)}"# + "\n" }.joined())
  }

  private func records() throws -> [CorpusRecord] { try Corpus(files: [folder["corpus.jsonl"]]).records }

  @Test func scores() throws {
    let records = try records()
    try folder.target(
      "scores.jsonl", "scores.jsonl",
      #"{"index": 0, "complexity": 2.5, "quality": 3}"# + "\n" + #"{"id": "1", "quality": 1e2}"# + "\n",
      #"{"index": 2, "name": "x", "complexity": null, "selected": true}"#
    ) { _ = try ScoreFile($0, of: records) }.run()
  }

  @Test func prompts() throws {
    let line: JSON = ["prompt_sha256": .string(PromptScores.key(scorer: "s", prompt: "p")), "score": 3.25]
    try folder.target("prompts.jsonl", "folder/prompts.jsonl", CheckedLine.text(line) + "\n" + CheckedLine.text(line)) {
      _ = try PromptScores(folder: FileSystem.directory(of: $0))
    }.run()
  }

  @Test func manifests() throws {
    var configuration = SelectionConfiguration()
    configuration.source.files = [folder["corpus.jsonl"]]
    configuration.out = folder["selection"]
    (configuration.measure, configuration.above) = (.length, 0)
    _ = try SelectRecords(configuration, threads: 1).run { _ in }
    let manifest = try folder.bytes("selection/manifest.json")
    try folder.target("selection-manifest", "selection/manifest.json", [manifest]) { _ in
      _ = try SelectRecords(configuration, threads: 1).run { _ in }
    }.run(share: 10)
  }
}
