import Files
import TestSupport
import Testing

/// `assay generate`, as its users run it.
@Suite struct GenerateTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
  }

  private func generate(_ out: String, _ arguments: [String]) throws -> Command {
    try Command.run(["generate", "--model", "model", "--out", out, "--max-new-tokens", "24"] + arguments, in: folder)
  }

  @Test("The same texts for any threads and batches; more of them begin with the same; another seed, others")
  func sameness() throws {
    let first = try generate("one.jsonl", ["--count", "6", "--threads", "1", "--batch-tokens", "1"])
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("one.jsonl: ") && first.output.contains(" tokens"))
    let bytes = try FileSystem.bytes(of: folder["one.jsonl"])
    #expect(try generate("three.jsonl", ["--count", "6", "--threads", "3"]).status == 0)
    #expect(try FileSystem.bytes(of: folder["three.jsonl"]) == bytes)
    #expect(try generate("more.jsonl", ["--count", "9"]).status == 0)
    #expect(try FileSystem.bytes(of: folder["more.jsonl"]).starts(with: bytes))
    #expect(try generate("other.jsonl", ["--count", "6", "--seed", "1"]).status == 0)
    #expect(try FileSystem.bytes(of: folder["other.jsonl"]) != bytes)
    let texts = try TestSupport.lines(of: folder["one.jsonl"]).compactMap { $0["text"]?.string }
    #expect(!texts.isEmpty && Set(texts).count == texts.count)
  }

  @Test("What is there is not written over, and what cannot be is refused")
  func refusals() throws {
    try folder.write("there.jsonl", "mine")
    let there = try generate("there.jsonl", ["--count", "2"])
    #expect(there.status == 1 && there.errors.hasPrefix("error: there.jsonl: is there already"), "\(there.errors)")
    let forced = try generate("there.jsonl", ["--count", "2", "--force", "--json"])
    #expect(forced.status == 0, "\(forced.errors)")
    let report = try JSON(parsing: forced.output)
    #expect(report["sha256"]?.string == (try SHA256.hexadecimal(ofFile: folder["there.jsonl"])))
    let long = try Command.run(
      ["generate", "--model", "model", "--out", "long.jsonl", "--max-new-tokens", "100000"], in: folder)
    #expect(long.status == 64 && long.errors.contains("the model's context has"), "\(long.errors)")
    let cold = try generate("cold.jsonl", ["--temperature", "0"])
    #expect(cold.status == 64 && cold.errors.contains("--temperature"), "\(cold.errors)")
    let inside = try generate("model/config.json", ["--force"])
    #expect(inside.status == 64, "\(inside.errors)")
  }
}
