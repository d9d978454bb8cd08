import Files
import TestSupport
import Testing

@testable import Tokenization

@Suite struct WordEncoderTests {
  /// A model whose merges fight over the same letters.
  private static func proto() -> SentencePieceProto {
    var proto = SentencePieceProto.characters
    let merges = [
      "\u{2581}a", "ab", "abc", "bc", "\u{2581}ab", "\u{2581}\u{2581}", "\u{2581}\u{2581}\u{2581}",
      "\u{2581}\u{2581}a",
      "aa", "aaa", "a\n", "é", "\u{2581}é", "ca", "caab", "\u{2581}b",
    ]
    for (index, text) in merges.enumerated() {
      proto.pieces.append(SentencePieceProto.Piece(text, score: Float((index * 7) % 5) - 10))
    }
    return proto
  }

  private static let alphabet = [
    "a", "b", "c", " ", " ", "  ", "\n", "\t", "é", "e\u{301}", "\u{A0}", "\u{3000}", "😀", "\u{0}", "<s>",
  ]

  private func expectSame(_ bytes: [UInt8], _ alphabet: [String], texts: Int, seed: UInt64) throws {
    let model = try SentencePieceModel(bytes, place: "test")
    let words = try #require(WordEncoder(model, bytes: bytes))
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<texts {
      let count = Int.random(in: 0...30, using: &generator)
      let text = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
      #expect(try words.encode(text) == model.encode(text), "\(text.debugDescription)")
    }
  }

  @Test(
    "word by word gives the ids of the whole text, with extra spaces kept and dropped",
    arguments: [false, true])
  func words(removesExtraSpaces: Bool) throws {
    var proto = Self.proto()
    proto.removesExtraSpaces = removesExtraSpaces
    try expectSame(proto.serialized(), Self.alphabet, texts: 4000, seed: 1)
    try expectSame(proto.serialized(), Self.alphabet + ["\u{2581}"], texts: 1000, seed: 2)
    for text in ["", " ", "  ", "a", "a ", "a  ", " a", "  a", " a ", "a b ", "\u{2581}", "a\u{2581} "] {
      let model = try SentencePieceModel(proto.serialized(), place: "test")
      #expect(try WordEncoder(model, bytes: proto.serialized())?.encode(text) == model.encode(text))
    }
  }

  @Test("models whose words depend on each other are left to SentencePiece")
  func traits() throws {
    func accepts(_ change: (inout SentencePieceProto) -> Void) throws -> Bool {
      var proto = Self.proto()
      change(&proto)
      return SentencePieceTraits(proto.serialized()).wordsAreIndependent
    }
    #expect(try accepts { _ in })
    #expect(try !accepts { $0.pieces.append(.init("a\u{2581}")) })
    #expect(try !accepts { $0.pieces.append(.init("\u{2581}a\u{2581}b")) })
    #expect(try !accepts { $0.pieces.append(.init("a b")) })
    #expect(try !accepts { $0.addsDummyPrefix = false })
    #expect(try !accepts { $0.pieces.removeAll { $0.kind == .byte } })
    let good = Self.proto().serialized()
    // A character map; the unigram algorithm; a field cut off.
    #expect(!SentencePieceTraits(good + [0x1A, 0x03, 0x12, 0x01, 0x00]).wordsAreIndependent)
    #expect(!SentencePieceTraits(good + [0x12, 0x02, 0x18, 0x01]).wordsAreIndependent)
    #expect(!SentencePieceTraits(good + [0x1A, 0x03, 0x12]).wordsAreIndependent)
    // A user-defined piece.
    #expect(!SentencePieceTraits(good + [0x0A, 0x05, 0x0A, 0x01, 0x78, 0x18, 0x04]).wordsAreIndependent)
    #expect(SentencePieceTraits(good + [0x0A, 0x05, 0x0A, 0x01, 0x78, 0x18, 0x01]).wordsAreIndependent)
  }

  @Test("the table tells words apart by their bytes, and grows")
  func table() throws {
    var table = WordTable()
    var generator = SeededGenerator(seed: 3)
    var expected: [[UInt8]: [Int32]] = [:]
    for number in 0..<20_000 {
      let word = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
        UInt8.random(in: 97...99, using: &generator)
      }
      word.withUnsafeBytes { bytes in
        if let known = expected[word] {
          #expect(table.ids(of: bytes).map(Array.init) == known)
        } else {
          #expect(table.ids(of: bytes) == nil)
          let ids = [Int32](repeating: Int32(number), count: number % 4)
          table.insert(bytes, ids)
          expected[word] = ids
        }
      }
    }
    #expect(expected.count > 8000)
    for (word, ids) in expected { #expect(word.withUnsafeBytes { table.ids(of: $0).map(Array.init) } == ids) }
  }

  @Test(
    "parity: on benchmark texts and random ones, the ids of libsentencepiece",
    .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"),
    arguments: [
      "tokenizers/llama2/tokenizer.model", "tokenizers/mistral/tokenizer.model.v1",
      "models/stories260K-hf/tokenizer.model",
    ])
  func realModels(name: String) throws {
    let data = (TestSupport.shared ?? "") + "/data/"
    let bytes = try FileSystem.bytes(of: data + name)
    try expectSame(
      bytes, Self.alphabet + ["the", " The", "ing", "日本", "\r\n", "    ", "0", "$"], texts: 1000, seed: 4)
    let model = try SentencePieceModel(bytes, place: name)
    let words = try #require(WordEncoder(model, bytes: bytes))
    var texts = 0
    for (file, key) in [
      ("race/test_high.jsonl.gz", "article"), ("mbpp/mbpp.jsonl", "code"), ("gsm8k/test.jsonl", "answer"),
    ] {
      for line in try TestSupport.lines(of: data + file).prefix(150) {
        let text = try #require(line[key]?.string)
        #expect(try words.encode(text) == model.encode(text))
        texts += 1
      }
    }
    #expect(texts == 450)
  }
}
