import Files
import TestSupport
import Testing
import Tokenization

@testable import Inference

/// Texts that come in token by token from a byte-level tokenizer.
@Suite struct ByteLevelStreamTests {
  private static func text(_ ids: [Int32], _ tokenizer: any Tokenizer) -> String {
    var stream = TextStream(tokenizer, beginsText: true)
    for id in ids { stream.append(id) }
    stream.finish()
    return String(decoding: stream.bytes, as: UTF8.self)
  }

  @Test(
    "byte-level pieces that begin or end inside of characters; broken ones become U+FFFD as often as decoding has it")
  func byteLevel() throws {
    // Every byte, and two pieces across borders of characters.
    let json: JSON = [
      "decoder": ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true],
      "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false, "use_regex": false],
      "model": [
        "type": "BPE",
        "vocab": .object(JSONObject(Self.bytePieces.enumerated().map { (key: $1, value: .integer($0)) })),
        "merges": [],
      ],
    ]
    let tokenizer = try FastTokenizer(json: json, place: "t", digest: "")
    var random = SeededGenerator(seed: 11)
    let bytes = "aé中🎉\u{7FF}\u{800}\u{FFFF}\u{10FFFF}".utf8.map { Int32($0) }
    for _ in 0..<20_000 {
      var ids: [Int32] = []
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let start = Int.random(in: bytes.indices, using: &random)
        ids += bytes[start..<min(bytes.count, start + Int.random(in: 1...5, using: &random))]
        if Bool.random(using: &random) { ids.append(Int32.random(in: 0..<258, using: &random)) }
      }
      #expect(Self.text(ids, tokenizer) == tokenizer.decode(ids), "\(ids)")
    }
  }

  /// The characters that stand for bytes, by their bytes; then " é" cut in the middle, and its rest with a letter.
  private static let bytePieces: [String] = {
    var next: UInt32 = 0x100
    let names = (0...255).map { (byte: UInt32) -> String in
      if (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte) {
        return String(Character(Unicode.Scalar(UInt8(byte))))
      }
      defer { next += 1 }
      return Unicode.Scalar(next).map { String(Character($0)) } ?? ""
    }
    return names + [names[0x20] + names[0xC3], names[0xA9] + "x"]
  }()
}
