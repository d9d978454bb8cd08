import Files
import TestSupport
import Testing
import Tokenization

/// Tables of characters that lead out of themselves: libsentencepiece reads wherever they point to.
@Suite struct PrecompiledMapTests {
  /// A double array of two texts, `a` and `ab`, and what stands for them.
  private static var units: [UInt32] {
    var units = [UInt32](repeating: 0, count: 256)
    units[0] = 1 << 10
    // `a`: behind the root's children, with a value at 0x70 and a child at 0x12.
    units[0x60] = 0x10 << 10 | 1 << 8 | 0x61
    units[0x70] = 1 << 31
    units[0x12] = 0x08 << 10 | 1 << 8 | 0x62
    units[0x1A] = 1 << 31 | 2
    return units
  }

  private static func model(_ units: [UInt32], texts: [UInt8] = [0x63, 0, 0x64, 0], size: Int? = nil) -> [UInt8] {
    func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) } }
    func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
      [number << 3 | 2, UInt8(content.count & 0x7F) | 0x80, UInt8(content.count >> 7)] + content
    }
    let map = word(UInt32(size ?? 4 * units.count)) + units.flatMap(word) + texts
    // A message that occurs twice is merged with the first.
    return SentencePieceProto.characters.serialized() + field(3, field(2, map))
  }

  @Test("A sound table is obeyed: the longest text first")
  func sound() throws {
    let tokenizer = try SentencePieceTokenizer(model: Self.model(Self.units), place: "t")
    let plain = try SentencePieceTokenizer(model: SentencePieceProto.characters.serialized(), place: "t")
    #expect(try tokenizer.encode("abxa") == plain.encode("dxc"))
  }

  @Test("Places outside of the array, values outside of the texts, and lengths that lie")
  func damaged() throws {
    func refuses(_ model: [UInt8], _ what: Comment) {
      let error = #expect(throws: Diagnostic.self, what) { try SentencePieceTokenizer(model: model, place: "t") }
      #expect(error?.problem.hasPrefix("is not a SentencePiece model (damaged") == true, what)
    }
    for (place, value, what) in [
      (0, UInt32(0x7F00) << 10, "the root's children are far outside"),
      (0, 1 << 10 | 1 << 9, "and so with the long offset"),
      (0x60, 0x1FFF << 10 | 1 << 8 | 0x61, "a value is outside"), (0x70, 1 << 31 | 4, "a text begins behind the last"),
      (0x70, .max, "a text begins far behind the last"),
    ] as [(Int, UInt32, Comment)] {
      var units = Self.units
      units[place] = value
      refuses(Self.model(units), what)
    }
    refuses(Self.model(Array(Self.units.prefix(128))), "children of the root are cut off")
    for size in [0, 1, 6, 1023, 1028, 1 << 31] { refuses(Self.model(Self.units, size: size), "its length is \(size)") }
    refuses(Self.model(Self.units, texts: []), "no texts")
    // A unit that is its own child: more texts than the library has room for.
    var units = [UInt32](repeating: 0, count: 256)
    units[0] = 1 << 10
    units[0x60] = 0x61 << 10 | 1 << 8 | 0x61
    refuses(Self.model(units), "a text is the beginning of endlessly many")
  }
}
