import Files
import TestSupport
import Testing

/// `assay tokenizer`, as its users run it.
@Suite struct TokenizerTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    let words = (0..<300).map { "The number after \($0) is \($0 + 1).\n\nIt isn't \($0 - 1)…" }
    try folder.write("text.txt", words.joined(separator: "\n"))
  }

  private func run(_ words: String..., status: Int32 = 0) throws -> String {
    let result = try Command.run(["tokenizer"] + words, in: folder)
    #expect(result.status == status, "\(words): \(result.errors)")
    return status == 0 || !result.output.isEmpty ? result.output : result.errors
  }

  @Test("Byte-level BPE is trained, the same each time; encodes and decodes; and is compared")
  func all() throws {
    for name in ["a.json", "b.json"] {
      #expect(
        try run("train", name, "--data", "text.txt", "--kind", "byte-bpe", "--pieces", "300") == "\(name): 300 pieces\n"
      )
    }
    let bytes = try FileSystem.bytes(of: folder["a.json"])
    #expect(bytes == (try FileSystem.bytes(of: folder["b.json"])))
    let json = try JSON(parsing: String(decoding: bytes, as: UTF8.self))
    #expect(json["model"]?["merges"]?.array?.count == 300 - 257 && json["model"]?["vocab"]?["<|endoftext|>"] == 0)
    let ids = try run("encode", "a.json", "The number é\u{2028}", "<|endoftext|> x")
    let lines = ids.split(separator: "\n").map(String.init)
    #expect(lines.count == 2 && lines[1].hasPrefix("0 "))
    // A piece of many words has become one.
    #expect(lines[0].split(separator: " ").count < 12)
    let first = lines[0].split(separator: " ").map(String.init)
    let decoded = try Command.run(["tokenizer", "decode", "a.json"] + first, in: folder)
    #expect(decoded.output == "The number é\u{2028}\n")
    #expect(try run("encode", "a.json", "--pieces", "The é").hasPrefix("\"The\" \""))
    let report = try JSON(parsing: try run("encode", "a.json", "--json", "--file", "text.txt", "--lines"))
    #expect(report["texts"]?.array?.count == 900 && report["texts"]?.array?[1]["ids"] == [])
    try folder.write("texts.jsonl", "\"a\\nb\"\n\"c\"\n")
    #expect(
      try run("compare", "a.json", "b.json", "--file", "texts.jsonl", "--json-lines") == "2 texts: the same ids\n")
  }

  @Test("Tokenizers that differ are an exit code and an example")
  func different() throws {
    _ = try run("train", "a.json", "--data", "text.txt", "--kind", "byte-bpe", "--pieces", "300")
    _ = try run("train", "b.json", "--data", "text.txt", "--kind", "byte-bpe", "--pieces", "260")
    let words = try run("compare", "a.json", "b.json", "x", "The number", status: 1)
    #expect(words.hasPrefix("2 texts: 1 with other ids\nthe first, from token 0 on: \"The number\"\n"))
    let report = try JSON(parsing: try run("compare", "a.json", "b.json", "The", "--json", status: 1))
    #expect(report["differing"] == 1 && report["example"]?["token"] == 0)
  }

  @Test("Wrong use is named")
  func wrong() throws {
    _ = try run("train", "a.json", "--data", "text.txt", "--kind", "byte-bpe", "--pieces", "300")
    #expect(try run("decode", "a.json", "300", status: 64).hasPrefix("error: ids: 300 is no token"))
    #expect(
      try run("train", "c.json", "--data", "text.txt", "--kind", "byte", status: 64)
        .hasPrefix("error: --kind: 'byte' is no kind"))
    #expect(
      try run("train", "c.json", "--data", "text.txt", "--kind", "byte-bpe", "--pieces", "256", status: 64)
        .hasPrefix("error: --pieces: 256 is out of range"))
    try folder.write("bad.jsonl", "a\n")
    #expect(
      try run("encode", "a.json", "--file", "bad.jsonl", "--json-lines", status: 1)
        .hasPrefix("error: bad.jsonl:1: is no JSON string"))
    try folder.write("ranks.tiktoken", "IQ== 0\nIg== 1\n")
    #expect(
      try run("encode", "ranks.tiktoken", "a", status: 1)
        .hasPrefix("error: ranks.tiktoken: holds 2 pieces, and does not say how texts are cut"))
  }
}
