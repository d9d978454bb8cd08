import Checkpoints
import Files
import Glibc
import TestSupport
import Testing

/// Every command that works for longer than a moment ends on INT, TERM and HUP: with a sentence, 128 and the signal's number, and
/// what a later run goes on from.
@Suite struct SignalTests {
  private let folder: ScratchDirectory
  static let signals = [SIGINT, SIGTERM, SIGHUP]

  init() throws {
    folder = try ScratchDirectory()
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    let lines = (0..<400).map {
      #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40).", "source": "\#($0 % 2)"}"#
    }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
  }

  /// Sends the signal when a file of the run is there, or after so many turns of half a millisecond.
  private func stopped(_ arguments: [String], _ signal: Int32, when path: String) throws -> Command {
    let full = folder[path]
    return try Command.run(
      arguments, in: folder, kill: Command.Kill(signal: signal) { ((try? FileSystem.bytes(of: full)) ?? []).count > 0 })
  }

  private func expectInterrupted(_ command: Command, _ signal: Int32, _ place: String) {
    let errors = command.errors.split(separator: "\n").map(String.init)
    #expect(command.signal == 0 && command.status == 128 + signal, "\(command.status) \(command.signal) \(errors)")
    let line = errors.firstIndex { $0.hasPrefix("error: \(place): interrupted") }
    #expect(line == errors.count - 2, "\(errors)")
    #expect(command.output.isEmpty)
  }

  @Test("assay train keeps its state", .timeLimit(.minutes(15)), arguments: signals)
  func train(signal: Int32) throws {
    try folder.write(
      "train.yaml",
      "model: model\ndata: corpus.jsonl\nmax_length: 256\nbatch_size: 4\nepochs: 50\nlora: {rank: 4}\ncheckpoint_every: 1000\n"
    )
    let command = try stopped(["train", "--config", "train.yaml", "--out", "run"], signal, when: "run/log.jsonl")
    expectInterrupted(command, signal, "run")
    #expect(FileSystem.exists(folder["run/state.safetensors"]))
  }

  @Test("assay score keeps its journal", .timeLimit(.minutes(15)), arguments: signals)
  func score(signal: Int32) throws {
    let arguments = ["score", "--model", "model", "--tasks", "gsm8k,mmlu,arc,race,bbh", "--out", "run"]
    expectInterrupted(try stopped(arguments, signal, when: "run/journal.jsonl"), signal, "run")
    #expect(try FileSystem.bytes(of: folder["run/journal.jsonl"]).count > 0)
  }

  @Test("assay execute writes nothing", .timeLimit(.minutes(15)), arguments: signals)
  func execute(signal: Int32) throws {
    try folder.write(
      "problems.jsonl",
      #"{"task_id": "T/0", "prompt": "def one():\n", "entry_point": "one", "test": "def check(f):\n    assert f() == 1\n"}"#
    )
    let slow = #"{"task_id": "T/0", "completion": "    while True: pass\n"}"# + "\n"
    try folder.write("samples.jsonl", String(repeating: slow, count: 50))
    var turns = 0
    let command = try Command.run(
      ["execute", "problems.jsonl", "samples.jsonl", "--threads", "1"], in: folder,
      kill: Command.Kill(signal: signal) {
        turns += 1
        return turns > 4000
      })
    let errors = command.errors
    #expect(command.signal == 0 && command.status == 128 + signal, "\(errors)")
    #expect(errors.contains(": interrupted"), "\(errors)")
    // What a stopped process had staged is swept by the next run.
    let left = try FileSystem.names(in: folder.path).filter { $0.hasPrefix("samples.jsonl_") }
    #expect(left.allSatisfy { $0.hasSuffix(".assay.tmp") }, "\(left)")
  }

  @Test("assay dtm keeps what is finished", .timeLimit(.minutes(15)), arguments: signals)
  func dtm(signal: Int32) throws {
    try folder.write(
      "dtm.yaml",
      "base: model\ndata: corpus.jsonl\nout: dtm\nk: 2\ntrain: {max_length: 256, epochs: 20, batch_size: 4, lora: {rank: 2}}\n"
        + "score: {preset: lm-eval, groups: [{tasks: arc_easy, limit: 6}]}\n")
    let store = folder["dtm/artefacts"]
    let command = try Command.run(
      ["dtm", "--config", "dtm.yaml"], in: folder,
      kill: Command.Kill(signal: signal) { ((try? FileSystem.names(in: store)) ?? []).count >= 2 })
    expectInterrupted(command, signal, "dtm")
  }

  /// Commands that are told to stop before they look whether they are: the program ends where it stands.
  @Test(
    "a command that waits, or works without looking, ends as well", .timeLimit(.minutes(15)),
    arguments: [
      ["tokenizer", "train", "made.model", "--data", "large.txt", "--pieces", "8000", "--kind", "unigram"],
      [
        "disperse", "--data", "large.txt", "--set", "documents=line", "--method", "random", "--k", "4", "--out", "made",
      ],
      [
        "estimate", "fisher", "--set", "model=model", "--set", "data=corpus.jsonl", "--samples", "all", "--out", "made",
      ],
    ])
  func others(arguments: [String]) throws {
    var generator = SeededGenerator(seed: 3)
    let words = (0..<5000).map { _ in
      String((0..<7).map { _ in "abcdefghijklmnop".randomElement(using: &generator) ?? "a" })
    }
    let text = (0..<60_000).map { _ in
      (0..<12).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
    }
    try folder.write("large.txt", text.joined(separator: "\n"))
    for signal in Self.signals {
      var turns = 0
      let command = try Command.run(
        arguments, in: folder,
        kill: Command.Kill(signal: signal) {
          turns += 1
          return turns > 300
        })
      #expect(command.signal == 0 && command.status == 128 + signal, "\(command.status) \(command.errors)")
      #expect(command.errors.contains(": interrupted"), "\(command.errors)")
      #expect(!FileSystem.exists(folder["made"]) && !FileSystem.exists(folder["made.model"]))
    }
  }

  @Test("whoever starts the program to ignore a signal is obeyed")
  func ignored() throws {
    var turns = 0
    let command = try Command.run(
      ["score", "--model", "model", "--tasks", "arc_easy", "--out", "run"], in: folder,
      kill: Command.Kill(signal: SIGHUP) {
        turns += 1
        return turns > 40
      }, shell: "trap '' HUP")
    #expect(command.status == 0, "\(command.errors)")
  }
}
