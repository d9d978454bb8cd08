import Checkpoints
import Files
import Glibc
import TestSupport
import Testing

/// `--worker`: several processes at one folder.
@Suite struct WorkerTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    let lines = (0..<24).map {
      #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40).", "source": "\#($0 % 2)"}"#
    }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    try folder.write(
      "dtm.yaml",
      """
      base: model
      data: corpus.jsonl
      out: dtm
      k: 3
      train: {preset: paper-text, max_length: 256, epochs: 2, batch_size: 4, learning_rate: 1e-2, lora: {rank: 2}}
      dispersals: [random]
      merges: [linear, fisher]
      ensemble: none
      lambdas: [0.5]
      baselines: [l2, configuration-soup]
      statistics: 4
      score: {preset: lm-eval, groups: [{tasks: [arc_easy, openbookqa], limit: 4}]}
      """)
  }

  /// All files below a folder but what differs from run to run: times, and locks.
  private func files(_ path: String, below prefix: String = "") throws -> [String: [UInt8]] {
    var all: [String: [UInt8]] = [:]
    for name in try FileSystem.names(in: path) where name != "lock" && !name.hasPrefix("timing.json") {
      let inner = path + "/" + name
      if FileSystem.isDirectory(inner) {
        all[prefix + name + "/"] = []
        all.merge(try files(inner, below: prefix + name + "/")) { $1 }
      } else {
        all[prefix + name] = try FileSystem.bytes(of: inner)
      }
    }
    return all
  }

  private func same(_ job: [String], _ out: String, kills: [Int]) throws {
    let alone = try Command.run(job, in: folder)
    #expect(alone.status == 0, "\(alone.errors)")
    try FileSystem.move(folder[out], to: folder["alone"])
    let store = folder[out] + "/artefacts"
    var workers = try (0..<3).map { try RunningCommand(job + ["--worker"], in: folder, name: "\($0)") }
    for (index, count) in kills.enumerated() {
      let victim = workers[index % workers.count]
      _ = victim.waits { ((try? FileSystem.names(in: store)) ?? []).count >= count }
      victim.send(SIGKILL)
      let killed = try victim.finish()
      #expect(killed.signal == SIGKILL || killed.status == 0, "\(killed.errors)")
      workers[index % workers.count] = try RunningCommand(
        job + ["--worker", "--threads", "1"], in: folder, name: "again\(index)")
    }
    for worker in workers {
      let ended = try worker.finish()
      #expect(ended.status == 0, "\(ended.errors)")
      // Speeds differ.
      #expect(ended.output.split(separator: "\n").count == alone.output.split(separator: "\n").count)
    }
    let one = try files(folder["alone"]), many = try files(folder[out])
    #expect(one.keys.sorted() == many.keys.sorted())
    for (name, bytes) in one { #expect(many[name] == bytes, "\(name)") }
    #expect(!many.keys.contains { $0.contains("leases") || $0.contains(".unfinished") })
  }

  @Test("Three workers, two of them killed and begun again, leave the bytes of one process, and no lease")
  func comparison() throws { try same(["dtm", "--config", "dtm.yaml"], "dtm", kills: [4, 9]) }

  @Test("The plan names what there is to make, with a script for its workers, and makes nothing")
  func plan() throws {
    let before = try FileSystem.names(in: folder.path)
    let plan = try Command.run(["dtm", "--config", "dtm.yaml", "--plan"], in: folder)
    #expect(plan.status == 0, "\(plan.errors)")
    for words in ["train vanilla ", "train sub-models: random ", "measure for: random, fisher ", "score "] {
      #expect(plan.output.split(separator: "\n").contains { $0.hasPrefix(words) }, "\(plan.output)")
    }
    #expect(plan.output.contains("exec assay dtm --config dtm.yaml --worker --threads"))
    #expect(
      try FileSystem.names(in: folder.path).filter { !$0.hasPrefix("std") } == before.filter { !$0.hasPrefix("std") })
    let json = try JSON(
      parsing: try Command.run(["dtm", "--config", "dtm.yaml", "--plan", "--json"], in: folder).output)
    let steps = try #require(json["steps"]?.array)
    // Base, vanilla, x0.5, size-matched, soup, two baselines, three sub-models, two merges, each with a vanilla of its length.
    #expect(steps.last?["count"]?.integer == 14 && (json["seconds"]?.number ?? 0) > 0)
    #expect(json["script"]?.string?.hasPrefix("#!/bin/bash\n") == true)
  }

  @Test("While workers are at a folder, one that works alone is refused, and the reverse")
  func alone() throws {
    let worker = try RunningCommand(["dtm", "--config", "dtm.yaml", "--worker"], in: folder)
    _ = worker.waits { FileSystem.exists(folder["dtm/artefacts/leases"]) }
    let other = try RunningCommand(["dtm", "--config", "dtm.yaml"], in: folder, name: "other").finish()
    worker.send(SIGKILL)
    _ = try worker.finish()
    #expect(other.status == 1 && other.errors.contains("another process is writing this run"), "\(other.errors)")
    let wrong = try Command.run(["dtm", "--config", "dtm.yaml", "--worker-timeout", "9"], in: folder)
    #expect(wrong.status == 64 && wrong.errors.contains("--worker"), "\(wrong.errors)")
  }

  @Test(
    "A worker that is stopped for longer than the time-out loses its work to another one, and ends when it wakes up")
  func stopped() throws {
    let job = ["dtm", "--config", "dtm.yaml", "--worker", "--worker-timeout", "2"]
    let sleeper = try RunningCommand(job, in: folder, name: "sleeper")
    let leases = folder["dtm/artefacts/leases"]
    #expect(sleeper.waits { ((try? FileSystem.names(in: leases)) ?? []).contains { $0.hasPrefix("adapter-") } })
    sleeper.send(SIGSTOP)
    let other = try RunningCommand(job, in: folder, name: "other")
    // What a stopped process has locked stays locked where the file system knows locks, as this one does: the other one waits.
    usleep(4_000_000)
    sleeper.send(SIGCONT)
    let ended = try other.finish(), woken = try sleeper.finish()
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(woken.status == 0 || woken.errors.contains("was taken over by another worker"), "\(woken.errors)")
    let report = folder["dtm/report.md"], bytes = try FileSystem.bytes(of: report)
    try FileSystem.move(folder["dtm"], to: folder["workers"])
    #expect(try Command.run(["dtm", "--config", "dtm.yaml"], in: folder).status == 0)
    #expect(try FileSystem.bytes(of: report) == bytes)
  }

  @Test("A study by three workers, one of them killed, leaves the bytes of one process")
  func study() throws {
    try folder.write(
      "study.yaml",
      """
      out: study
      worlds: [1, 2]
      seeds: [5]
      k: 2
      tokenizer: {pieces: 400}
      world: {people: 40, places: 20, things: 20, creatures: 20, documents: 300, items: 12, records: 9}
      base:
        init: {hidden_size: 16, intermediate_size: 24, num_hidden_layers: 1, num_attention_heads: 2, max_position_embeddings: 512}
        max_length: 64
        batch_size: 32
        limit: 64
        epochs: 1
      dtm:
        train: {batch_size: 8, epochs: 1, max_length: 300, lora: {rank: 2}, learning_rate: 1e-2}
        dispersals: [random]
        merges: [linear]
        ensemble: none
        score: {preset: lm-eval, groups: [{tasks: [arc_easy, openbookqa], limit: 4}]}
      """)
    try same(["study", "--config", "study.yaml"], "study", kills: [3])
  }

  @Test("A search by three workers, one of them killed, proposes and finds what one process does")
  func search() throws {
    let shape = try Checkpoint(directory: folder["model"]).configuration
    for (seed, name) in ["one", "two", "three"].enumerated() {
      _ = try RandomAdapter.write(
        name, [.gate, .up, .down], rank: 2, for: shape, in: folder, seed: UInt64(seed + 1), size: 0.3)
    }
    let job = [
      "search", "one", "two", "three", "--base", "model", "--tasks", "arc_easy,mmlu", "--set", "evaluations=21",
      "--set",
      "limit=4", "--out",
    ]
    let alone = try Command.run(job + ["alone"], in: folder)
    #expect(alone.status == 0, "\(alone.errors)")
    var workers = try (0..<3).map { try RunningCommand(job + ["shared", "--worker"], in: folder, name: "\($0)") }
    _ = workers[0].waits { ((try? FileSystem.names(in: folder["shared/artefacts"])) ?? []).count >= 4 }
    workers[0].send(SIGKILL)
    _ = try workers[0].finish()
    workers[0] = try RunningCommand(job + ["shared", "--worker", "--threads", "1"], in: folder, name: "again")
    for worker in workers {
      let ended = try worker.finish()
      #expect(ended.status == 0, "\(ended.errors)")
      #expect(ended.output == alone.output.replacing("alone/merged", with: "shared/merged"))
    }
    let one = try files(folder["alone"]), many = try files(folder["shared"]).filter { !$0.key.hasPrefix("artefacts/") }
    #expect(one.keys.sorted() == many.keys.sorted())
    for (name, bytes) in one { #expect(many[name] == bytes, "\(name)") }
    // One process goes on with it, and has nothing to do.
    let again = try Command.run(job + ["shared"], in: folder)
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output == alone.output.replacing("alone/merged", with: "shared/merged"))
  }
}
