import Files
import Glibc
import TestSupport
import Testing

/// What `assay train` refuses, and what it survives.
extension TrainTests {
  @Test(
    "Wrong configurations are refused, each by its line",
    arguments: [
      ("lerning_rate: 1", "did you mean learning_rate?"), ("rank: 4", "did you mean lora.rank or loramoe.rank?"),
      ("epochs: none", "epochs is \"none\""), ("schedule: [1]", "cosine, linear, constant"),
      ("preset: paper", "paper-text or paper-code"), ("a: b: c", "mapping values"), ("lora.dropout: 1.0", "to below 1"),
      ("init: {hidden_size: 3}", "both model and init"), ("max_length: 100000", "beyond the model's context"),
      ("data: corpus.jsonl", "names data twice"), ("template: own", "no prompt"),
      ("tokenizer: x", "both model and tokenizer"),
      ("template: alpaca\nprompt: '{instruction}'", "template: own"), ("validation.patience: 3", "validation.fraction"),
      ("clip: 0", "above 0"), ("lora.plus_ratio: 0", "above 0"), ("lora.rank: 99999999", "a smaller lora.rank"),
      ("baseline: l3", "vanilla, l2, ewc, replay"),
      ("l2.lambda: 1", "l2.lambda is of baseline: l2, and this run's baseline is vanilla"),
      ("baseline: l2\nl2.lambda: -1", "l2.lambda is -1"),
      ("baseline: l2\nl2.mode: sp", "l2sp, adapter, decoupled, full"),
      ("averaging.decay: 0.9", "averaging.decay is of averaging.kind: ema, and it is none"),
      ("averaging.kind: mean", "none, ema, lawa"),
      ("averaging.kind: ema\nvalidation.fraction: 0.1", "the best validation is the result"),
      ("baseline: ewc", "ewc without ewc.fisher"), ("baseline: ewc\newc.fisher: none.safetensors", "none.safetensors"),
      ("baseline: ewc\newc.fisher: corpus.jsonl\nmethod: full", "method: full has none"),
      ("baseline: ewc\newc.fisher: corpus.jsonl\nmethod: loramoe", "method: loramoe has none"),
      ("baseline: l2\nmethod: loramoe", "LoRA experts make none"),
      ("baseline: replay", "replay without replay.data"),
      ("baseline: replay\nreplay.data: corpus.jsonl", "is no plain text"),
      ("baseline: replay\nreplay.data: corpus.jsonl\newc.lambda: 3", "ewc.lambda is of baseline: ewc"),
      ("baseline: replay\nreplay.unit: words", "samples, tokens"),
      ("baseline: replay\nreplay.weight: 1", "replay.weight is 1"),
      ("baseline: l2\nl2.mode: adapter\nmethod: full", "all weights are trained"),
      ("baseline: l2\nl2.mode: decoupled\nweight_decay: 0.1", "one of the two"),
    ])
  func mistakes(line: String, sentence: String) throws {
    try folder.write("wrong.yaml", "model: model\ndata: corpus.jsonl\nout: run\n\(line)\n")
    let made = try Command.run(["train", "--config", "wrong.yaml"], in: folder)
    #expect(made.status == 64 || made.status == 1)
    #expect(made.errors.hasPrefix("error: ") && made.errors.contains(sentence), "\(made.errors)")
  }

  @Test("A fresh base is refused for a key that no shape has, and a shape that cannot fit")
  func shapes() throws {
    try folder.write("text.txt", (0..<200).map { "Line \($0) is \($0 * 3)." }.joined(separator: "\n"))
    #expect(
      try Command.run(["tokenizer", "train", "t.model", "--data", "text.txt", "--pieces", "300"], in: folder).status
        == 0)
    let shape =
      "hidden_size: 32, intermediate_size: 64, num_hidden_layers: 2, num_attention_heads: 4, max_position_embeddings: 64"
    for (extra, sentence) in [
      ("foo: 1", #"there is no key "foo" in init"#), ("hiden_act: silu", "hidden_act"),
      ("vocab_size: 10000000", "a smaller shape"),
    ] {
      try folder.write(
        "base.yaml",
        "method: full\ninit: {\(shape), \(extra)}\ntokenizer: t.model\ndata: text.txt\nmax_length: 32\nout: b\n")
      let made = try Command.run(["train", "--config", "base.yaml", "--memory", "100M"], in: folder)
      #expect(made.status == 64 || made.status == 1, "\(made.status)")
      #expect(made.errors.hasPrefix("error: ") && made.errors.contains(sentence), "\(made.errors)")
    }
  }

  @Test("A loss that blows up at once stops the run, too")
  func explodes() throws {
    let made = try train([
      "--out", "run", "--set", "method=full", "--set", "learning_rate=3", "--set", "warmup=0", "--set", "epochs=20",
    ])
    #expect(made.status == 1 && made.errors.contains("has doubled since the run began"), "\(made.errors)")
  }

  @Test("A run that another process is at work in is told before the base is looked at")
  func lockFirst() throws {
    try FileSystem.makeDirectory(folder["run"])
    let lock = try DirectoryLock(folder["run"])
    let made = try train(["--out", "run", "--set", "model=none"])
    #expect(
      made.status == 1 && made.errors.hasPrefix("error: run: another process is writing this run"), "\(made.errors)")
    withExtendedLifetime(lock) {}
    try folder.write("foreign/note.txt", "mine")
    let foreign = try train(["--out", "foreign", "--set", "model=none"])
    #expect(foreign.errors.hasPrefix("error: foreign: holds note.txt and is no training run"), "\(foreign.errors)")
  }

  @Test("A damaged state is found, and a torn log is said")
  func damage() throws {
    #expect(try train(["--out", "run"]).status == 0)
    let log = folder["run"] + "/log.jsonl"
    let whole = try FileSystem.bytes(of: log)
    try FileSystem.write(String(decoding: whole.dropLast(20), as: UTF8.self), to: log)
    let torn = try train(["--out", "run"])
    #expect(torn.status == 0 && torn.errors.contains("1 update is missing from log.jsonl"), "\(torn.errors)")
    let state = folder["run"] + "/state.safetensors"
    var bytes = try FileSystem.bytes(of: state)
    bytes[bytes.count - 7] ^= 1
    try FileSystem.write(bytes, to: state)
    let damaged = try train(["--out", "run"])
    #expect(damaged.status == 1 && damaged.errors.contains("is damaged"), "\(damaged.errors)")
  }

  @Test("A run that does not fit says what it needs, and advises")
  func memory() throws {
    let made = try train(["--out", "run", "--memory", "1M"])
    #expect(made.status == 1)
    #expect(made.errors.contains("this run needs ") && made.errors.contains("a smaller max_length"))
  }

  @Test("A loss that is no number stops the run, with the batch's names")
  func diverges() throws {
    let made = try train(
      [
        "--out", "run", "--set", "learning_rate=1e30", "--set", "clip=null", "--set",
        "lora.targets=[gate_proj, up_proj, down_proj]",
      ])
    #expect(made.status == 1)
    #expect(made.errors.contains("its batch: corpus.jsonl:"), "\(made.errors)")
  }

  @Test("A disk that takes no more leaves the last good state, and a later run goes on from it")
  func fullDisk() throws {
    #expect(try train(["--out", "whole"]).status == 0)
    let log = folder["run"] + "/log.jsonl"
    let stopped = try train(
      ["--out", "run"],
      kill: Command.Kill(signal: SIGINT) { ((try? FileSystem.bytes(of: log)) ?? []).count { $0 == 0x0A } >= 4 })
    #expect(stopped.status == 130 || stopped.status == 0)
    let state = folder["run"] + "/state.safetensors"
    let before = try SHA256.hexadecimal(ofFile: state)
    // Files end at half a state, which the log stays below.
    let size = try FileSystem.bytes(of: state).count
    let full = try Command.run(
      ["train", "--config", "train.yaml", "--out", "run"], in: folder, fileBlocks: size / 1024)
    if stopped.status == 130 {
      #expect(
        full.status == 1 && full.errors.contains("error: run/state.safetensors"),
        "\(full.status) \(full.signal) \(full.errors)")
      #expect(try SHA256.hexadecimal(ofFile: state) == before)
    }
    #expect(try train(["--out", "run"]).status == 0)
    #expect(try digest("run") == digest("whole"))
  }
}
