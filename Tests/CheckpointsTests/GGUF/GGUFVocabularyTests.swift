import Files
import TestSupport
import Testing

@testable import Checkpoints
@testable import Tokenization

/// GGUF files that hold a vocabulary and no weights, of the kinds that models have.
@Suite struct GGUFVocabularyTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func tokenizer(_ entries: [(key: String, value: GGUFValue)]) throws -> any Tokenizer {
    let path = folder["v\(entries.count)-\(entries[0].value.text ?? "").gguf"]
    let writer = try GGUFWriter(
      path,
      metadata: [("general.architecture", .text("llama"))] + entries.map { ("tokenizer.ggml.\($0.key)", $0.value) },
      tensors: [])
    try writer.finish()
    return try NamedTokenizer.open(path)
  }

  @Test("BERT's: words are cut into the longest pieces, in lower case and without accents")
  func wordPiece() throws {
    let tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁un", "able", "▁table", "▁,", "▁日", "▁[", "[unused1]"]
    let tokenizer = try tokenizer([
      ("model", .text("bert")), ("tokens", .texts(tokens)),
      ("token_type", .integers([3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 3])), ("unknown_token_id", .integer(1)),
      ("cls_token_id", .integer(2)), ("seperator_token_id", .integer(3)),
    ])
    #expect(try tokenizer.encode("Unable, TÁBLE 日日 [ xyz") == [4, 5, 7, 6, 8, 8, 9, 1])
    #expect(tokenizer.framed([4]) == [2, 4, 3] && tokenizer.warnings.isEmpty)
  }

  @Test("Gemma's: spaces are signs, and what is no piece is bytes")
  func characters() throws {
    let bytes = (0...255).map { "<0x" + String($0 + 256, radix: 16, uppercase: true).dropFirst() + ">" }
    let tokens = ["<pad>", "<eos>", "<bos>", "<unk>", "a", "b", "▁", "ab", "▁ab", "\n", "\n\n"] + bytes
    let tokenizer = try tokenizer([
      ("model", .text("gemma4")), ("tokens", .texts(tokens)),
      ("token_type", .integers([3, 3, 3, 2] + Array(repeating: 1, count: 7) + Array(repeating: 6, count: 256))),
      ("merges", .texts(["a b", "▁ ab", "\n \n"])), ("bos_token_id", .integer(2)), ("eos_token_id", .integer(1)),
      ("unknown_token_id", .integer(3)),
    ])
    #expect(try tokenizer.encode(" abab\n\nb a\u{E9}") == [8, 7, 10, 5, 6, 4, 11 + 0xC3, 11 + 0xA9])
    #expect(tokenizer.framed([4]) == [2, 4])
    #expect(tokenizer.decode([8, 7, 10, 5]) == " abab\n\nb")
  }

  @Test(
    "texts are cut as each word of `pre` says",
    arguments: [
      // Falcon: threes of digits, punctuation in runs.
      ("falcon", "a1234!?", ["a", "123", "4", "!?"]),
      ("deepseek-llm", "ab12\n, 日本é", ["ab", "1", "2", "\n", ",", " ", "日本", "é"]),
      ("deepseek-coder", "ab12\n, x", ["ab", "1", "2", "\n", ",", " x"]),
      ("qwen35", "a1 e\u{301}x", ["a", "1", " e\u{301}x"]), ("qwen2", "don't 12", ["don", "'t", " ", "1", "2"]),
    ])
  func splits(word: String, text: String, expected: [String]) throws {
    // Each byte is a token, and everything that stands in one word is merged.
    let names = ByteCharacters.characters.map { String(decoding: $0, as: UTF8.self) }
    var tokens = names, merges: [String] = []
    for part in expected {
      var piece = ""
      for name in Array(part.utf8).map({ names[Int($0)] }) {
        if !piece.isEmpty, !tokens.contains(piece + name) {
          tokens.append(piece + name)
          merges.append("\(piece) \(name)")
        }
        piece += name
      }
    }
    // What no cut must let together.
    for (left, right) in zip(expected, expected.dropFirst()) {
      let last = names[Int(Array(left.utf8).last ?? 0)], first = names[Int(Array(right.utf8)[0])]
      if !tokens.contains(last + first) {
        tokens.append(last + first)
        merges.insert("\(last) \(first)", at: 0)
      }
    }
    let tokenizer = try tokenizer([
      ("model", .text("gpt2")), ("pre", .text(word)), ("tokens", .texts(tokens)), ("merges", .texts(merges)),
    ])
    let ids = try tokenizer.encode(text)
    #expect(ids.map { tokenizer.decode([$0]) }.joined() == expected.joined())
    #expect(ids.count == expected.count, "\(ids.map { tokenizer.piece(of: $0) ?? "" })")
  }

  @Test("SentencePiece's: a placeholder that is called unknown, as the one piece is, is no piece of a text")
  func placeholder() throws {
    let tokenizer = try tokenizer([
      ("model", .text("llama")), ("tokens", .texts(["<unk>", "<s>", "</s>", "<|p1|>", "▁", "a", "▁a"])),
      ("scores", .numbers([0, 0, 0, 0, -3, -2, -1])), ("token_type", .integers([2, 3, 3, 2, 1, 1, 1])),
      ("unknown_token_id", .integer(0)),
    ])
    #expect(try tokenizer.encode("a a") == [6, 6] && tokenizer.unknownID == 0)
  }

  @Test("kinds that are not read are refused by their names")
  func unknown() throws {
    for kind in ["t5", "rwkv", "plamo2", "none"] {
      let error = #expect(throws: Diagnostic.self) {
        try tokenizer([("model", .text(kind)), ("tokens", .texts(["a"]))])
      }
      #expect(error?.problem.contains(kind) == true)
    }
  }
}
