import Files
import TestSupport
import Testing

/// `assay train` and `assay tokenizer train`, as their users run them.
@Suite struct TrainTests {
  let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    let lines = (0..<40).map { #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40)."}"# }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
    let made = try Command.run(["import", "random", "model"], in: folder)
    #expect(made.status == 0)
    try folder.write(
      "train.yaml",
      """
      # a small run
      preset: paper-code
      model: model
      data: corpus.jsonl
      max_length: 256
      warmup: 2
      batch_size: 4
      epochs: 2
      checkpoint_every: 3
      lora:
        rank: 4
        targets: [q_proj, v_proj, down_proj]
      """)
  }

  func train(_ arguments: [String], kill: Command.Kill? = nil) throws -> Command {
    try Command.run(["train", "--config", "train.yaml"] + arguments, in: folder, kill: kill)
  }

  func digest(_ run: String) throws -> String {
    try SHA256.hexadecimal(ofFile: folder[run] + "/adapter/adapter_model.safetensors")
  }

  @Test("The adapter has the same bytes for any threads and memory, and after kill -9")
  func sameness() throws {
    let first = try train(["--out", "one", "--threads", "1"])
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("one/adapter: 20 updates, last loss "))
    let expected = try digest("one")
    #expect(first.output.hasSuffix("sha256 \(expected)\n"))
    for threads in [2, 3, 8] {
      let other = try train(["--out", "threads\(threads)", "--threads", "\(threads)"])
      #expect(other.status == 0, "\(other.errors)")
      #expect(try digest("threads\(threads)") == expected)
    }
    for lines in [1, 5, 12] {
      let log = folder["killed"] + "/log.jsonl"
      let killed = try train(
        ["--out", "killed"],
        kill: Command.Kill(signal: 9) {
          ((try? FileSystem.bytes(of: log)) ?? []).count { $0 == 0x0A } >= lines
        })
      #expect(killed.signal == 9 || killed.status == 0)
    }
    let resumed = try train(["--out", "killed"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try digest("killed") == expected)
    let log = try TestSupport.lines(of: folder["killed"] + "/log.jsonl")
    #expect(log.compactMap { $0["update"]?.integer } == Array(1...20))
  }

  @Test("What it made can be scored, and says where it comes from")
  func outputs() throws {
    let trained = try train(["--out", "run"])
    #expect(trained.status == 0, "\(trained.errors)")
    let scored = try Command.run(
      ["score", "--model", "model", "--adapter", "run/adapter", "--tasks", "arc_easy", "--limit", "2", "--out", "s"],
      in: folder)
    #expect(scored.status == 0, "\(scored.errors)")
    let provenance = try JSON(file: folder["run"] + "/adapter/provenance.json")
    #expect(provenance["updates"]?.integer == 20 && provenance["samples"]?.integer == 40)
    #expect(provenance["recipe"]?["beta2"]?.number == 0.98)
    let svg = String(decoding: try FileSystem.bytes(of: folder["run"] + "/loss.svg"), as: UTF8.self)
    #expect(svg.hasPrefix("<svg ") && svg.contains("<polyline"))
    let table = String(decoding: try FileSystem.bytes(of: folder["run"] + "/log.csv"), as: UTF8.self)
    #expect(table.split(separator: "\n").count == 21)
  }

  @Test("A run goes on only with the same base, corpus and recipe")
  func others() throws {
    #expect(try train(["--out", "run"]).status == 0)
    let recipe = try train(["--out", "run", "--set", "learning_rate=1e-2"])
    #expect(recipe.status == 1 && recipe.errors.contains("learning_rate was 0.0003, is 0.01"))
    try folder.write("other.jsonl", #"{"instruction": "a", "output": "b"}"#)
    let corpus = try train(["--out", "run", "--set", "data=other.jsonl"])
    #expect(
      corpus.status == 1 && corpus.errors.contains("this run was begun with another corpus: data was ")
        && corpus.errors.contains(", is other.jsonl\n"), "\(corpus.errors)")
    #expect(try Command.run(["import", "random", "second", "--seed", "2"], in: folder).status == 0)
    let base = try train(["--out", "run", "--set", "model=second"])
    #expect(
      base.status == 1 && base.errors.contains("this run was begun with another base: model was ")
        && base.errors.contains(", is second\n"), "\(base.errors)")
    let fresh = try train(["--out", "run", "--set", "learning_rate=1e-2", "--fresh"])
    #expect(fresh.status == 0, "\(fresh.errors)")
  }

  @Test("A fresh base with a tokenizer of its own is trained from text, and scored")
  func fresh() throws {
    let words = (0..<300).map { "The number after \($0) is \($0 + 1), and before it stands \($0 - 1)." }
    try folder.write("text.txt", words.joined(separator: "\n"))
    let tokenizer = try Command.run(
      ["tokenizer", "train", "t.model", "--data", "text.txt", "--pieces", "300"], in: folder)
    #expect(tokenizer.status == 0, "\(tokenizer.errors)")
    try folder.write(
      "base.yaml",
      """
      method: full
      init: {hidden_size: 32, intermediate_size: 64, num_hidden_layers: 2, num_attention_heads: 4,
             max_position_embeddings: 2048, tie_word_embeddings: true}
      tokenizer: t.model
      data: text.txt
      documents: line
      max_length: 64
      learning_rate: 3e-3
      updates: 40
      batch_size: 8
      validation: {fraction: 0.1, every: 10}
      out: base
      """)
    let trained = try Command.run(["train", "--config", "base.yaml"], in: folder)
    #expect(trained.status == 0, "\(trained.errors)")
    let log = try TestSupport.lines(of: folder["base"] + "/log.jsonl")
    let losses = log.compactMap { $0["loss"]?.number }
    #expect(losses.count == 40 && (losses.last ?? 9) < 0.7 * losses[0])
    #expect(log.count { $0["validation_loss"] != nil } == 4)
    let scored = try Command.run(
      ["score", "--model", "base/model", "--tasks", "arc_easy", "--limit", "2", "--out", "s"], in: folder)
    #expect(scored.status == 0, "\(scored.errors)")
  }

  @Test("A fresh base is trained with a tokenizer.json, which goes with it, and scored")
  func freshByteLevel() throws {
    let words = (0..<100).map { "The number after \($0) is \($0 + 1)." }
    try folder.write("text.txt", words.joined(separator: "\n"))
    let made = try Command.run(
      ["tokenizer", "train", "tok/tokenizer.json", "--kind", "byte-bpe", "--data", "text.txt", "--pieces", "300"],
      in: folder)
    #expect(made.status == 0, "\(made.errors)")
    for (run, tokenizer) in [("file", "tok/tokenizer.json"), ("folder", "tok")] {
      try folder.write(
        "\(run).yaml",
        """
        method: full
        init: {hidden_size: 32, intermediate_size: 64, num_hidden_layers: 1, num_attention_heads: 4,
               max_position_embeddings: 2048, tie_word_embeddings: true}
        tokenizer: \(tokenizer)
        data: text.txt
        documents: line
        max_length: 64
        updates: 3
        batch_size: 4
        out: \(run)
        """)
      let trained = try Command.run(["train", "--config", "\(run).yaml"], in: folder)
      #expect(trained.status == 0, "\(trained.errors)")
      #expect(
        try FileSystem.bytes(of: folder[run] + "/model/tokenizer.json")
          == FileSystem.bytes(of: folder["tok"] + "/tokenizer.json"))
    }
    let scored = try Command.run(
      ["score", "--model", "file/model", "--tasks", "arc_easy", "--limit", "2", "--out", "s"], in: folder)
    #expect(scored.status == 0, "\(scored.errors)")
    #expect(
      try FileSystem.bytes(of: folder["file"] + "/model/model.safetensors")
        == FileSystem.bytes(of: folder["folder"] + "/model/model.safetensors"))
  }

  @Test("Samples are shown with what is learned in brackets, and all keys are described")
  func views() throws {
    let shown = try train(["--out", "run", "--show", "2"])
    #expect(shown.status == 0 && !FileSystem.exists(folder["run"]))
    #expect(shown.output.contains("corpus.jsonl:1: ") && shown.output.contains("[I][t][·][i][s]"), "\(shown.output)")
    let help = try Command.run(["train", "--help-config"], in: folder)
    #expect(help.output.contains("lora.rank: 16\n") && help.output.contains("paper-code: what the paper's"))
  }

  @Test("A probe scores on the way, and changes nothing of what is trained")
  func probe() throws {
    #expect(try train(["--out", "plain"]).status == 0)
    let probe = ["--set", "probe.tasks=[arc_easy, mmlu]", "--set", "probe.every=8", "--set", "probe.limit=2"]
    let log = folder["probed"] + "/probe.jsonl"
    let killed = try train(
      ["--out", "probed"] + probe,
      kill: Command.Kill(signal: 9) { ((try? FileSystem.bytes(of: log)) ?? []).count { $0 == 0x0A } >= 4 })
    #expect(killed.signal == 9 || killed.status == 0)
    let probed = try train(["--out", "probed"] + probe)
    #expect(probed.status == 0, "\(probed.errors)")
    #expect(try digest("probed") == digest("plain"))
    let lines = try TestSupport.lines(of: log)
    #expect(lines.compactMap { $0["update"]?.integer } == [0, 0, 8, 8, 16, 16, 20, 20])
    #expect(Set(lines.compactMap { $0["task"]?.string }) == ["arc_easy", "mmlu"])
    #expect(FileSystem.exists(folder["probed"] + "/probe/update-8/results.json"))
    #expect(!FileSystem.exists(folder["probed"] + "/probe/update-8.weights"))
    let svg = String(decoding: try FileSystem.bytes(of: folder["probed"] + "/probe.svg"), as: UTF8.self)
    #expect(svg.contains("arc_easy (acc)") && svg.contains("<circle "))
    let wrong = try train(["--out", "wrong", "--set", "probe.tasks=mlu"])
    #expect(wrong.status == 64 && wrong.errors.contains("mmlu"), "\(wrong.errors)")
  }

  @Test("Several runs in one process give what each gives alone, and stand on one base")
  func several() throws {
    let base = "model: model\nbatch_size: 4\nupdates: 5\nlora.rank: 4\n"
    for name in ["a", "b"] {
      let lines = (0..<12).map { #"{"instruction": "\#(name) \#($0)", "output": "It is \#($0)."}"# }
      try folder.write("\(name).jsonl", lines.joined(separator: "\n"))
      try folder.write("\(name).yaml", base + "data: \(name).jsonl\nout: \(name)\n")
      try folder.write("\(name)-alone.yaml", base + "data: \(name).jsonl\nout: \(name)-alone\n")
    }
    let both = try Command.run(["train", "--config", "a.yaml", "--config", "b.yaml"], in: folder)
    #expect(both.status == 0, "\(both.errors)")
    for name in ["a", "b"] {
      #expect(try Command.run(["train", "--config", "\(name)-alone.yaml"], in: folder).status == 0)
      #expect(try digest(name) == digest(name + "-alone"))
    }
    #expect(try digest("a") != digest("b"))

    func score(_ out: String, _ arguments: [String]) throws -> Command {
      try Command.run(
        [
          "score", "--model", "model", "--tasks", "arc_easy,gsm8k", "--limit", "2", "--max-new-tokens", "8", "--out",
          out,
        ]
          + arguments, in: folder)
    }
    func outcome(_ run: String) throws -> String {
      String(decoding: try FileSystem.bytes(of: folder[run] + "/digest"), as: UTF8.self)
    }
    #expect(try score("single", ["--adapter", "a/adapter"]).status == 0)
    let twice = try score("twice", ["--ensemble", "a/adapter", "--ensemble", "a/adapter"])
    #expect(twice.status == 0, "\(twice.errors)")
    #expect(try outcome("twice") == outcome("single"))
    let mixed = try score(
      "mixed", ["--ensemble", "a/adapter", "--ensemble", "model", "--mixing", "probabilities"])
    #expect(mixed.status == 0, "\(mixed.errors)")
    #expect(try outcome("mixed") != outcome("single"))
    let other = try score("mixed", ["--ensemble", "a/adapter", "--ensemble", "b/adapter"])
    #expect(other.status == 3 || other.status == 1, "another ensemble cannot go on with a run: \(other.errors)")
    #expect(try score("x", ["--ensemble", "a/adapter", "--adapter", "b/adapter"]).status == 64)
    #expect(try score("x", ["--ensemble", "a/adapter", "--mixing", "votes"]).status == 64)
  }

  @Test("Statistics for merging are measured of what was trained")
  func estimates() throws {
    #expect(try train(["--out", "run"]).status == 0)
    let fisher = try Command.run(
      ["estimate", "fisher", "--config", "train.yaml", "--adapter", "run/adapter", "--samples", "5"], in: folder)
    #expect(
      fisher.status == 0 && fisher.output == "run/adapter/fisher.safetensors: fisher of 5 samples\n", "\(fisher.errors)"
    )
    let gram = try Command.run(
      ["estimate", "gram", "--config", "train.yaml", "--samples", "3", "--out", "g.safetensors"], in: folder)
    #expect(gram.status == 0 && FileSystem.exists(folder["g.safetensors"]), "\(gram.errors)")
    let nowhere = try Command.run(["estimate", "gram", "--config", "train.yaml"], in: folder)
    #expect(nowhere.status == 64 && nowhere.errors.hasPrefix("error: --out: "), "\(nowhere.errors)")
    let wrong = try Command.run(["estimate", "fisher", "--set", "model=model", "--labels", "mine"], in: folder)
    #expect(wrong.status == 64)
    let small = try Command.run(
      ["estimate", "gram", "--config", "train.yaml", "--memory", "1K", "--out", "g2"], in: folder)
    #expect(small.status == 1 && small.errors.contains("a smaller model"), "\(small.errors)")
  }
}
