import Datasets
import Files
import Testing

@Suite("Gzip")
struct GzipTests {
  static let hello: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0x00,
    0x00,
    0xf6, 0xf9, 0x81, 0xed, 0x06, 0x00, 0x00, 0x00,
  ]
  static let gzip: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0xaf, 0xca, 0x2c, 0xe0, 0x02, 0x00,
    0xff,
    0x7c, 0x5e, 0x61, 0x05, 0x00, 0x00, 0x00,
  ]
  static let nothing: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00,
    0x00, 0x00,
  ]
  /// A thousand letters a.
  static let thousand: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0x4c, 0x1c, 0x05, 0xa3, 0x60, 0x14,
    0x0c,
    0x77, 0x00, 0x00, 0x03, 0xda, 0x38, 0x9a, 0xe8, 0x03, 0x00, 0x00,
  ]

  @Test("One member, several members, and an empty one between them are unpacked in order")
  func members() throws {
    #expect(try text(Self.hello) == "hello ")
    #expect(try text(Self.hello + Self.nothing + Self.gzip) == "hello gzip\n")
    #expect(try text(Self.nothing) == "")
    #expect(try text(Self.thousand) == String(repeating: "a", count: 1000))
  }

  @Test("A file that ends too soon, wherever, is said to")
  func cutOff() {
    for count in Self.hello.indices {
      expect(Array(Self.hello[..<count]), "f.gz", "ends before its data do", "the whole file; copy it again")
    }
    expect(
      Self.hello + Self.gzip.dropLast(), "f.gz", "ends before its data do", "the whole file; copy it again")
  }

  @Test("Damage is found: no gzip at all, a wrong checksum, a wrong length, text after the end")
  func damage() {
    var wrongSum = Self.hello
    wrongSum[18] ^= 1
    var wrongLength = Self.hello
    wrongLength[22] ^= 1
    for bytes in [Array("{\"a\": 1}".utf8), wrongSum, wrongLength, Self.hello + Array("more text".utf8)] {
      expect(bytes, "f.gz", "is damaged", "a file packed by gzip was expected")
    }
  }

  @Test("A file may not grow beyond the limit, over all members together")
  func limit() throws {
    #expect(try Gzip.unpack(Self.thousand, place: "f.gz", limit: 1000).count == 1000)
    expect(Self.thousand, limit: 999, "f.gz", "is too large", "at most 999 bytes when unpacked")
    expect(
      Self.thousand + Self.thousand, limit: 1999, "f.gz", "is too large", "at most 1999 bytes when unpacked")
  }

  private func text(_ bytes: [UInt8]) throws -> String {
    String(decoding: try Gzip.unpack(bytes, place: "f.gz"), as: UTF8.self)
  }

  private func expect(
    _ bytes: [UInt8], limit: Int = 2 << 30, _ place: String, _ problem: String, _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: Diagnostic(place, problem, expected: expected), sourceLocation: sourceLocation) {
      try Gzip.unpack(bytes, place: "f.gz", limit: limit)
    }
  }
}
