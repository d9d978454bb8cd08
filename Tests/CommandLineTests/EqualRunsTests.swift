import Checkpoints
import Files
import TestSupport
import Testing

/// Two equal runs leave equal bytes with any number of threads, in all files but those that tell of time.
@Suite struct EqualRunsTests {
  private let one: ScratchDirectory
  private let other: ScratchDirectory

  init() throws {
    (one, other) = (try ScratchDirectory(), try ScratchDirectory())
    for folder in [one, other] {
      #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
      let lines = (0..<12).map { #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40)."}"# }
      try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
      try folder.write("heldout.jsonl", #"{"instruction": "Say 50", "input": "", "output": "It is 30."}"#)
      let shape = try Checkpoint(directory: folder["model"]).configuration
      for (seed, name) in ["a", "b"].enumerated() {
        _ = try RandomAdapter.write(
          name, [.gate, .up], rank: 2, for: shape, in: folder, seed: UInt64(seed + 1), size: 0.3)
      }
      try folder.write(
        "dtm.yaml",
        """
        base: model
        data: corpus.jsonl
        out: dtm
        k: 2
        train: {max_length: 300, epochs: 1, batch_size: 4, learning_rate: 1e-2, lora: {rank: 2}}
        merges: [linear, {method: ties, density: 0.5}]
        ensemble: none
        lambdas: []
        held_out: heldout.jsonl
        score: {preset: lm-eval, groups: [{tasks: [arc_easy, openbookqa], limit: 4}]}
        """)
    }
  }

  /// All files below a folder with their bytes, by their paths.
  private func files(_ folder: ScratchDirectory, _ name: String) throws -> [String: [UInt8]] {
    let path = folder[name]
    guard FileSystem.isDirectory(path) else { return [name: try FileSystem.bytes(of: path)] }
    var all: [String: [UInt8]] = [:]
    for part in try FileSystem.names(in: path) { all.merge(try files(folder, name + "/" + part)) { $1 } }
    return all
  }

  private func compare(
    _ out: String, _ arguments: [String], _ first: [String], _ second: [String], timing: Set<String>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (folder, more) in [(one, first), (other, second)] {
      let done = try Command.run(arguments + more, in: folder)
      #expect(done.status == 0, "\(done.errors)", sourceLocation: sourceLocation)
    }
    let left = try files(one, out), right = try files(other, out)
    #expect(left.keys.sorted() == right.keys.sorted(), sourceLocation: sourceLocation)
    var told: Set<String> = []
    for (name, bytes) in left {
      let last = String(name.split(separator: "/").last ?? "")
      if ["timing.json", "timing.jsonl"].contains(last) {
        told.insert(name)
        continue
      }
      #expect(bytes == right[name], "\(name)", sourceLocation: sourceLocation)
      for word in ["\"threads\"", "\"host\"", "\"date\"", "seconds", "tokens_per_second"] where !name.hasSuffix("yaml")
      {
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains(word), "\(name) holds \(word)", sourceLocation: sourceLocation)
      }
    }
    #expect(told.isSuperset(of: timing) && !told.isEmpty, "\(told)", sourceLocation: sourceLocation)
  }

  private static let few = ["--threads", "1"], many = ["--threads", "3"]

  @Test("score: the journal, too, is in the order of the items; texts and choices, batches and threads")
  func score() throws {
    try compare(
      "run",
      [
        "score", "--model", "model", "--tasks", "arc_easy,gsm8k,race@3", "--limit", "5", "--max-new-tokens", "5",
        "--out", "run",
      ],
      Self.few + ["--batch-tokens", "64"], Self.many + ["--batch-tokens", "2048"], timing: ["run/timing.json"])
    let session = try #require(try JSON(file: other["run/timing.json"])["sessions"]?.array?.first)
    #expect(
      session["threads"] == 3 && session["host"]?.string != nil && session["date"]?.string?.hasSuffix("Z") == true)
    #expect(session["tasks"]?["gsm8k"]?["items"] == 5 && (session["seconds"]?.number ?? 0) > 0)
    // What is finished adds no session, and changes nothing.
    let before = try files(other, "run")
    #expect(
      try Command.run(
        [
          "score", "--model", "model", "--tasks", "arc_easy,gsm8k,race@3", "--limit", "5", "--max-new-tokens", "5",
          "--out", "run",
        ],
        in: other
      ).status == 0)
    #expect(try files(other, "run") == before)
  }

  @Test("score: interrupted in the middle, it has the same journal in the end, and two sessions")
  func interrupted() throws {
    let arguments = ["score", "--model", "model", "--tasks", "arc_easy,mmlu", "--out", "run"]
    let journal = one["run/journal.jsonl"]
    let killed = try Command.run(
      arguments + ["--threads", "1", "--batch-tokens", "64"], in: one,
      kill: Command.Kill(signal: 9) {
        ((try? FileSystem.bytes(of: journal)) ?? []).count { $0 == UInt8(ascii: "\n") } >= 3
      })
    try compare("run", arguments, Self.few, Self.many, timing: ["run/timing.json"])
    if killed.signal == 9 {
      let sessions = try #require(try JSON(file: one["run/timing.json"])["sessions"]?.array)
      #expect(sessions.count == 2 && sessions[0]["seconds"] == nil && sessions[1]["seconds"]?.number != nil)
    }
  }

  @Test("train, with probes")
  func train() throws {
    try compare(
      "run",
      [
        "train", "--set", "model=model", "--set", "data=corpus.jsonl", "--set", "max_length=300", "--set",
        "batch_size=4",
        "--set", "lora.rank=2", "--set", "epochs=2", "--set", "validation.fraction=0.2", "--set", "validation.every=2",
        "--set", "probe.tasks=[arc_easy]", "--set", "probe.every=3", "--set", "probe.limit=3", "--out", "run",
      ], Self.few, Self.many, timing: ["run/timing.jsonl", "run/probe/update-0/timing.json"])
    let lines = try TestSupport.lines(of: other["run/timing.jsonl"])
    #expect(lines.first?["session"]?["threads"] == 3)
    let updates = try TestSupport.lines(of: other["run/log.jsonl"]).compactMap { $0["update"]?.integer }
    #expect(lines.dropFirst().compactMap { $0["update"]?.integer } == updates && !updates.isEmpty)
    #expect(lines.dropFirst().allSatisfy { ($0["seconds"]?.number ?? 0) > 0 && $0["tokens_per_second"]?.number != nil })
  }

  @Test("dtm: every artefact, the lists of their digests and the report")
  func dtm() throws {
    try compare("dtm", ["dtm", "--config", "dtm.yaml"], Self.few, Self.many, timing: ["dtm/timing.json"])
  }

  @Test("search")
  func search() throws {
    let arguments = [
      "search", "a", "b", "--base", "model", "--tasks", "arc_easy", "--set", "evaluations=9", "--set", "limit=4",
      "--out", "found",
    ]
    for (folder, more) in [(one, Self.few), (other, Self.many)] {
      let done = try Command.run(arguments + more, in: folder)
      #expect(done.status == 0, "\(done.errors)")
    }
    #expect(try files(one, "found") == files(other, "found"))
  }
}
