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
