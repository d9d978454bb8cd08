import Checkpoints
import Files
import Glibc
import TestSupport
import Testing

/// A bit that flips in what Assay made is noticed by the command that goes on from it, by the file's name.
@Suite struct DamagedArtefactTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try folder.prepare(LongJob(name: "", words: ["a"]))
  }

  @discardableResult
  private func run(_ words: String, isExpected: Bool = true) throws -> Command {
    let made = try Command.run(words.split(separator: " ").map(String.init), in: folder)
    #expect(made.status == 0 || !isExpected, "\(words): \(made.errors)")
    return made
  }

  /// Flips a bit in each of some places of a file, and restores what is there before each try.
  /// - Parameters:
  ///   - folders: what the command may change.
  ///   - texts: places by what stands there: the first byte of each is changed.
  private func expectNoticed(
    _ name: String, by words: String, keeping kept: [String], at texts: [String] = [], spread: Int = 5,
    isWarning: Bool = false
  ) throws {
    for kept in kept {
      #expect(try Command.shell("rm -rf '\(kept).kept'; cp -r \(kept) \(kept).kept", in: folder).status == 0)
    }
    let bytes = try FileSystem.bytes(of: folder[name])
    var places = (0..<spread).map { bytes.count * (2 * $0 + 1) / (2 * spread) }
    for text in texts {
      let pattern = Array(text.utf8)
      let place = bytes.indices.first { bytes[$0...].starts(with: pattern) }
      try places.append(#require(place, "\(name) holds no \(text)"))
    }
    for place in places {
      for kept in kept { _ = try Command.shell("rm -rf \(kept); cp -r \(kept).kept \(kept)", in: folder) }
      var damaged = bytes
      damaged[place] ^= 1
      try folder.write(name, damaged)
      _ = try Command.shell("rm -rf made", in: folder)
      let command = try run(words, isExpected: false)
      #expect(
        command.signal == 0 && command.status == (isWarning ? 0 : 1) && command.errors.contains(name),
        "\(name) at \(place) of \(bytes.count), \(command.status): \(command.errors)")
    }
    for kept in kept { _ = try Command.shell("rm -rf \(kept); mv \(kept).kept \(kept)", in: folder) }
  }

  private static let corpus = "--set model=base --set data=corpus.jsonl --set max_length=256"
  private static let train =
    "train \(corpus) --set updates=8 --set batch_size=4 --set lora.rank=2 --set validation.fraction=0.1 "
    + "--set validation.every=4 --set validation.keep_best=true --set checkpoint_every=2 --out out"

  @Test("statistics, by merges that weigh with them", arguments: [("fisher", "fisher"), ("gram", "regmean")])
  func statistics(kind: String, method: String) throws {
    for adapter in ["a", "b"] { try run("estimate \(kind) \(Self.corpus) --samples 2 --adapter \(adapter)") }
    try expectNoticed(
      "a/\(kind).safetensors", by: "merge --method \(method) a b --base base --output dense --out made", keeping: ["a"],
      at: ["\"samples\"", "layers.0.mlp", "data_offsets"])
  }

  /// Stops a run of training behind its fifth update.
  private func stopTraining(_ words: String) throws {
    let running = try RunningCommand(words.split(separator: " ").map(String.init), in: folder)
    let log = folder["out/log.jsonl"]
    #expect(running.waits(for: { ((try? FileSystem.bytes(of: log)) ?? []).count { $0 == 0x0A } >= 5 }))
    running.send(SIGTERM)
    #expect(try running.finish().status == 143)
  }

  @Test(
    "state, best weights, log, probes and result of a training run, by the run that goes on", .timeLimit(.minutes(15)))
  func training() throws {
    let long =
      Self.train.replacing("updates=8", with: "updates=400") + " --set probe.tasks=[arc_easy]"
      + " --set probe.every=4 --set probe.limit=2"
    try stopTraining(long)
    try expectNoticed(
      "out/state.safetensors", by: long, keeping: ["out"], at: ["updates", "identity", "exp_avg", "best"])
    try expectNoticed("out/probe.jsonl", by: long, keeping: ["out"], at: ["value", "items", "check"])
    // The state is of the last update, and nothing but the result is missing.
    try run(Self.train.replacing("out out", with: "out whole"))
    _ = try Command.shell("rm -r out; mv whole out; mv out/adapter adapter", in: folder)
    let finish = Self.train
    try expectNoticed("out/best.safetensors", by: finish, keeping: ["out"], at: ["lora_A", "data_offsets"])
    _ = try Command.shell("mv adapter out/adapter", in: folder)
    for name in ["adapter_model.safetensors", "adapter_config.json", "provenance.json"] {
      try expectNoticed("out/adapter/\(name)", by: finish, keeping: ["out"], spread: 3)
    }
    // A line of the log is no number that anything is computed from: it goes, and that is said.
    let log = String(decoding: try FileSystem.bytes(of: folder["out/log.jsonl"]), as: UTF8.self)
    for text in ["loss\": ", "tokens\": ", "check\": \""] {
      var bytes = Array(log.utf8)
      let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array(text.utf8)) })
      bytes[place + text.utf8.count] ^= 1
      try folder.write("out/log.jsonl", bytes)
      #expect(try run(finish).errors.contains("1 update is missing from log.jsonl"), "\(text)")
    }
  }

  @Test("what a search knows, by the search that goes on")
  func search() throws {
    let words = "search a b --base base --tasks arc_easy --set evaluations=8 --limit 4 --out out"
    try run(words)
    try expectNoticed(
      "out/search.jsonl", by: words, keeping: ["out"], at: ["asked", "shares", "lambda", "sha256"], spread: 8)
  }

  @Test("a dispersal, by the same again, by one beside it, by one that names it, and by training")
  func dispersal() throws {
    let words = "disperse --data corpus.jsonl --embedding base --method kmeans --k 3 --out"
    try run("\(words) out")
    for name in ["assignment.json", "embeddings.safetensors", "manifest.json"] {
      try expectNoticed(
        "out/\(name)", by: "\(words) out", keeping: ["out"], at: name == "manifest.json" ? ["silhouette"] : [])
    }
    let other = words.replacing("k 3", with: "k 2") + " made"
    let embeddings = "out/embeddings.safetensors"
    try expectNoticed(embeddings, by: other, keeping: ["out"], spread: 3, isWarning: true)
    _ = try Command.shell("cp \(embeddings) e", in: folder)
    try expectNoticed("e", by: other + " --set embeddings=e", keeping: ["e"], at: ["truncated", "data_offsets"])
    let train = "train \(Self.corpus) --set updates=1 --set assignment=out/assignment.json --set cluster=1 --out made"
    try expectNoticed("out/assignment.json", by: train, keeping: ["out"])
    try expectNoticed("out/manifest.json", by: train, keeping: ["out"], at: ["corpus_sha256", "files", "record_sha"])
  }

  @Test("a world's files and its list, by training and by scoring")
  func world() throws {
    let job = try #require(LongJob.all.first { $0.name == "world" })
    try run(job.words.joined(separator: " "))
    let source = try #require(try FileSystem.names(in: folder["out/instruction"]).first)
    let train = "train \(Self.corpus) --set updates=1 --out made"
      .replacing("corpus.jsonl", with: "out/instruction/\(source)")
    try expectNoticed("out/instruction/\(source)", by: train, keeping: ["out"], spread: 3)
    try expectNoticed("out/world.json", by: train, keeping: ["out"], at: ["instruction/\(source)", "files", "seed"])
    let score = "score --model base --data out/data --tasks openbookqa --limit 2 --out made"
    try expectNoticed("out/data/openbookqa/test.jsonl", by: score, keeping: ["out"], spread: 3)
    let exemplars = score.replacing("openbookqa", with: "gsm8k")
    try expectNoticed("out/data/gsm8k/train.jsonl", by: exemplars, keeping: ["out"], spread: 3)
    try expectNoticed("out/world.json", by: score, keeping: ["out"], spread: 3)
  }

  @Test("models and adapters that were merged, by scoring", arguments: ["--output dense --base base", ""])
  func merged(output: String) throws {
    try run("merge --method linear a b \(output) --out out")
    let score =
      "score --tasks arc_easy --limit 1 --out made "
      + (output.isEmpty ? "--model base --adapter out" : "--model out")
    for name in try FileSystem.names(in: folder["out"]) {
      try expectNoticed("out/\(name)", by: score, keeping: ["out"], spread: 3)
    }
  }

  @Test("every file of every artefact, by dtm", .timeLimit(.minutes(15)))
  func artefacts() throws {
    try run("dtm --config dtm.yaml")
    let store = try FileSystem.names(in: folder["out/artefacts"]).filter { $0 != "lock" }
    let kinds = Set(store.compactMap { $0.split(separator: "-").first.map(String.init) })
    #expect(kinds == ["clusters", "adapter", "statistics", "merge", "scores"], "\(kinds)")
    for kind in kinds {
      let artefact = try #require(store.first { $0.hasPrefix(kind + "-") })
      let files = try #require(try FolderSeal.digests(of: folder["out/artefacts/\(artefact)"], except: ["lock"]).object)
      // Times are no part of what an artefact is.
      let times = [TimingFile.name, TimingFile.logName]
      for name in files.members.map(\.key) where name != "artefact.json" && !times.contains(where: name.hasSuffix) {
        try expectNoticed(
          "out/artefacts/\(artefact)/\(name)", by: "dtm --config dtm.yaml", keeping: ["out"], spread: 1)
      }
    }
  }
}
