import Evaluation
import TestSupport
import Testing
import Tokenization

@testable import Inference

@Suite struct TextStreamTests {
  /// Letters, bytes, `▁`, and some words that begin with it.
  private static func tokenizer(
    dropsSpaces: Bool = false, addsPrefix: Bool = true
  ) throws -> SentencePieceTokenizer {
    var proto = SentencePieceProto.characters
    for text in ["\u{2581}a", "\u{2581}\u{2581}", "\u{2581}\u{2581}\u{2581}return", "é", "\u{2581}中"] {
      proto.pieces.append(SentencePieceProto.Piece(text))
    }
    proto.removesExtraSpaces = dropsSpaces
    proto.addsDummyPrefix = addsPrefix
    return try SentencePieceTokenizer(model: proto.serialized(), place: "test")
  }

  private static func text(_ ids: [Int32], _ tokenizer: any Tokenizer, beginsText: Bool) -> String {
    var stream = TextStream(tokenizer, beginsText: beginsText)
    for id in ids { stream.append(id) }
    stream.finish()
    return String(decoding: stream.bytes, as: UTF8.self)
  }

  @Test("equals decoding all tokens at once, whatever they are", arguments: [false, true], [false, true])
  func decoding(dropsSpaces: Bool, addsPrefix: Bool) throws {
    let tokenizer = try Self.tokenizer(dropsSpaces: dropsSpaces, addsPrefix: addsPrefix)
    var random = SeededGenerator(seed: 41)
    let size = Int32(tokenizer.vocabularySize)
    // Bytes of real characters, cut anywhere, among anything.
    let bytes = "é中🎉\u{7FF}\u{800}\u{FFFF}\u{10FFFF}".utf8.map { Int32($0) + 3 }
    for _ in 0..<20_000 {
      var ids: [Int32] = []
      for _ in 0..<Int.random(in: 0...9, using: &random) {
        switch Int.random(in: 0...4, using: &random) {
        case 0: ids.append(Int32.random(in: size - 5..<size, using: &random))
        case 1: ids.append(Int32.random(in: 3..<259, using: &random))
        case 2: ids.append(259)
        case 3:
          let start = Int.random(in: bytes.indices, using: &random)
          ids += bytes[start..<min(bytes.count, start + Int.random(in: 1...5, using: &random))]
        default: ids.append(Int32.random(in: 1..<size, using: &random))
        }
      }
      let plain = ids.filter { !tokenizer.isSpecial($0) }
      #expect(Self.text(ids, tokenizer, beginsText: true) == tokenizer.decode(plain), "\(ids)")
      // Behind a letter nothing is dropped.
      let letter = Int32(260 + 0x61 - 0x21)
      let behind = tokenizer.decode([letter] + plain)
      #expect("a" + Self.text(ids, tokenizer, beginsText: false) == behind, "\(ids)")
    }
  }

  @Test("the first token keeps its space where it continues a prompt")
  func firstSpace() throws {
    let tokenizer = try Self.tokenizer()
    let ids = try tokenizer.encode("    return a")
    #expect(ids.map { tokenizer.piece(of: $0) }.first == "\u{2581}\u{2581}")
    #expect(Self.text(ids, tokenizer, beginsText: false) == "     return a")
    #expect(Self.text(ids, tokenizer, beginsText: true) == "    return a")
  }

  @Test("a character stands in the text once its last byte is there, and not before")
  func characters() throws {
    let tokenizer = try Self.tokenizer()
    var stream = TextStream(tokenizer, beginsText: true)
    for (byte, expected) in zip("a中é".utf8, ["a", "a", "a", "a中", "a中", "a中é"]) {
      stream.append(Int32(byte) + 3)
      #expect(String(decoding: stream.bytes, as: UTF8.self) == expected)
    }
    stream.append(0xE4 + 3)
    stream.append(0xB8 + 3)
    #expect(String(decoding: stream.bytes, as: UTF8.self) == "a中é")
    var ended = stream
    ended.finish()
    #expect(String(decoding: ended.bytes, as: UTF8.self) == "a中é\u{FFFD}\u{FFFD}")
    stream.append(Int32(UInt8(ascii: "b")) + 3)
    #expect(String(decoding: stream.bytes, as: UTF8.self) == "a中é\u{FFFD}\u{FFFD}b")
  }
}

@Suite struct StopSearchTests {
  private static func search(_ stops: [String], _ pieces: [String]) -> (hitAt: Int?, text: String) {
    var search = StopSearch(stops)
    var text: [UInt8] = []
    for (index, piece) in pieces.enumerated() {
      text += piece.utf8
      if search.isHit(text) { return (index, String(decoding: search.cut(text), as: UTF8.self)) }
    }
    return (nil, String(decoding: search.cut(text), as: UTF8.self))
  }

  @Test("stops are found wherever pieces begin and end, as soon as they are whole")
  func pieces() {
    #expect(Self.search(["\n\n"], ["a\n", "b", "\n", "\nc", "d"]) == (3, "a\nb"))
    #expect(Self.search(["Question:"], ["x Que", "sti", "on", "s Question", ":"]) == (4, "x Questions "))
    #expect(Self.search(["é"], ["a", "é"]) == (1, "a"))
    #expect(Self.search(["b"], ["b"]) == (0, ""))
    #expect(Self.search([], ["a", "b"]) == (nil, "ab"))
    #expect(Self.search([""], ["a", "b"]) == (nil, "ab"))
  }

  @Test("cut at one stop after the other, in their order")
  func order() {
    #expect(Self.search(["bc", "ab"], ["xabc"]) == (0, "xa"))
    #expect(Self.search(["ab", "bc"], ["xabc"]) == (0, "x"))
    #expect(Self.search(["d", "b"], ["abcd"]) == (0, "a"))
  }

  @Test("equals a search of the whole text")
  func random() {
    var random = SeededGenerator(seed: 42)
    func word(_ most: Int) -> String {
      String((0..<Int.random(in: 1...most, using: &random)).map { _ in "ab\n".randomElement(using: &random) ?? "a" })
    }
    for _ in 0..<5000 {
      let stops = (0..<3).map { _ in word(4) }, pieces = (0..<12).map { _ in word(3) }
      var expected: Int?
      var text = ""
      for (index, piece) in pieces.enumerated() where expected == nil {
        text += piece
        let bytes = Array(text.utf8)
        let isHit = stops.contains { stop in
          bytes.indices.contains { bytes[$0...].starts(with: stop.utf8) }
        }
        if isHit { expected = index }
      }
      #expect(Self.search(stops, pieces).hitAt == expected)
    }
  }
}
