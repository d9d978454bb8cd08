import Files
import TestSupport
import Testing

@Suite struct ImportTests {
  private static let shared = TestSupport.shared ?? ""

  @Test(
    "parity: an imported llama2.c checkpoint scores as its Hugging Face directory does, to the bit",
    .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
  func llama2c() throws {
    let folder = try ScratchDirectory()
    let models = Self.shared + "/data/models"
    let made = try Command.run(
      [
        "import", "llama2c", models + "/stories260K/stories260K.bin", folder["model"],
        "--tokenizer", models + "/stories260K-hf/tokenizer.model",
      ], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output == "\(folder["model"])\n")
    var digests: [[UInt8]] = []
    for (run, model) in [("imported", folder["model"]), ("published", models + "/stories260K-hf")] {
      let scored = try Command.run(
        ["score", "--model", model, "--tasks", "arc_easy", "--preset", "paper", "--out", folder[run]], in: folder)
      #expect(scored.status == 0, "\(scored.errors)")
      digests.append(try FileSystem.bytes(of: folder[run] + "/digest"))
    }
    #expect(digests[0] == digests[1])
  }

  @Test(
    "a GGUF file, and the folder that is imported of it, end with one digest; only scoring reads the file",
    arguments: ["q8_0", "q4_0", "q4_k", "f16"])
  func gguf(type: String) throws {
    let folder = try ScratchDirectory()
    #expect(try Command.run(["import", "random", folder["tiny"]], in: folder).status == 0)
    let written = try Command.run(["export", "gguf", folder["tiny"], folder["m.gguf"], "--type", type], in: folder)
    #expect(written.status == 0 && written.output == "\(folder["m.gguf"])\n", "\(written.errors)")
    let made = try Command.run(["import", "gguf", folder["m.gguf"], folder["back"], "--json"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    var digests: Set<[UInt8]> = []
    for (run, model, threads) in [("file", "m.gguf", "1"), ("again", "m.gguf", "3"), ("folder", "back", "2")] {
      let scored = try Command.run(
        ["score", "--model", folder[model], "--tasks", "arc_easy,gsm8k", "--preset", "paper", "--limit", "4"]
          + ["--threads", threads, "--out", folder[run]], in: folder)
      #expect(scored.status == 0, "\(scored.errors)")
      digests.insert(try FileSystem.bytes(of: folder[run] + "/digest"))
    }
    #expect(digests.count == 1)
    try folder.write("train.yaml", "model: \(folder["m.gguf"])\ndata: \(folder["x.jsonl"])\nout: \(folder["out"])\n")
    try folder.write("x.jsonl", #"{"text": "a"}"#)
    let trained = try Command.run(["train", "--config", folder["train.yaml"]], in: folder)
    #expect(trained.status != 0 && trained.errors.contains("assay import gguf"), "\(trained.errors)")
    let twice = try Command.run(["export", "gguf", folder["tiny"], folder["m.gguf"]], in: folder)
    #expect(twice.status == 1 && twice.errors.contains("is there already"))
    let unknown = try Command.run(["export", "gguf", folder["tiny"], folder["n.gguf"], "--type", "q9"], in: folder)
    #expect(unknown.status == 64 && !FileSystem.exists(folder["n.gguf"]))
  }

  @Test(
    "of today's families a GGUF file, and the folder that is imported of it, end with one digest",
    .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"),
    arguments: ["phi3", "phi3-longrope", "pythia", "neox-sequential", "gpt2", "olmoe", "qwen3"])
  func families(model: String) throws {
    let folder = try ScratchDirectory(), original = Self.shared + "/golden/families/models/" + model
    let written = try Command.run(["export", "gguf", original, folder["m.gguf"], "--type", "q4_0"], in: folder)
    #expect(written.status == 0, "\(written.errors)")
    let made = try Command.run(["import", "gguf", folder["m.gguf"], folder["back"]], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    var digests: Set<[UInt8]> = []
    for (run, model, threads) in [("file", "m.gguf", "3"), ("folder", "back", "1")] {
      let scored = try Command.run(
        ["score", "--model", folder[model], "--tasks", "arc_easy,gsm8k", "--preset", "paper", "--limit", "3"]
          + ["--threads", threads, "--out", folder[run]], in: folder)
      #expect(scored.status == 0, "\(scored.errors)")
      digests.insert(try FileSystem.bytes(of: folder[run] + "/digest"))
    }
    #expect(digests.count == 1)
  }

  @Test("what is no checkpoint is refused, and nothing is made")
  func refused() throws {
    let folder = try ScratchDirectory()
    try folder.write("text.bin", "This is no model.")
    let made = try Command.run(["import", "llama2c", folder["text.bin"], folder["model"]], in: folder)
    #expect(made.status == 1)
    #expect(made.errors.hasPrefix("error: \(folder["text.bin"]): "))
    #expect(!FileSystem.exists(folder["model"]))
  }
}
