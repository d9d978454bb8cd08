import Files
import TestSupport
import Testing

@testable import Checkpoints

/// Headers that are damaged, foreign or in parts.
@Suite struct GGUFFileTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  /// A file that is written by hand, byte by byte.
  struct Bytes {
    var bytes: [UInt8] = []

    mutating func number<Value: FixedWidthInteger>(_ value: Value) {
      withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }
    mutating func text(_ text: String) {
      number(UInt64(text.utf8.count))
      bytes += Array(text.utf8)
    }
    mutating func key(_ key: String, _ kind: UInt32) {
      text(key)
      number(kind)
    }
  }

  /// Keys of all types, and two tensors; `parts` says which part of how many it is.
  static func file(
    version: UInt32 = 3, names: [String] = ["a", "b"], part: (number: Int, count: Int)? = nil
  ) -> [UInt8] {
    var file = Bytes(bytes: Array("GGUF".utf8))
    file.number(version)
    file.number(UInt64(names.count))
    file.number(UInt64(part == nil ? 9 : 11))
    file.key("general.architecture", 8)
    file.text("llama")
    file.key("u8", 0)
    file.number(UInt8(200))
    file.key("i16", 3)
    file.number(Int16(-3))
    file.key("f32", 6)
    file.number(Float(1e-5).bitPattern)
    file.key("flag", 7)
    file.number(UInt8(1))
    file.key("u64", 10)
    file.number(UInt64(1) << 40)
    file.key("f64", 12)
    file.number(0.25.bitPattern)
    file.key("texts", 9)
    file.number(UInt32(8))
    file.number(UInt64(2))
    file.text("x")
    file.text("日本")
    file.key("numbers", 9)
    file.number(UInt32(5))
    file.number(UInt64(2))
    file.number(Int32(7))
    file.number(Int32(-1))
    if let part {
      file.key("split.no", 2)
      file.number(UInt16(part.number))
      file.key("split.count", 2)
      file.number(UInt16(part.count))
    }
    for (index, name) in names.enumerated() {
      file.text(name)
      file.number(UInt32(2))
      file.number(UInt64(32))
      file.number(UInt64(2))
      file.number(UInt32(8))
      file.number(UInt64(index * 96))
    }
    file.bytes += [UInt8](repeating: 0, count: (32 - file.bytes.count % 32) % 32 + 96 * names.count)
    return file.bytes
  }

  @Test("keys of every type and tensors are read, in versions 2 and 3", arguments: [2, 3])
  func read(version: UInt32) throws {
    let file = try GGUFFile(try folder.write("m.gguf", Self.file(version: version)))
    #expect(file.keys.count == 9)
    #expect(file.metadata["u8"] == .integer(200) && file.metadata["i16"] == .integer(-3))
    #expect(file.metadata["f32"] == .number(1e-05) && file.metadata["f64"] == .number(0.25))
    #expect(file.metadata["flag"] == .flag(true) && file.metadata["u64"] == .integer(1 << 40))
    #expect(file.metadata["texts"] == .texts(["x", "日本"]) && file.metadata["numbers"] == .integers([7, -1]))
    #expect(file.tensors.map(\.name) == ["a", "b"] && file.tensors[1].shape == [2, 32])
    #expect(file.tensors[1].bytes.count == 68 && file.tensors[1].dtype == .q80)
  }

  @Test("a file that is cut anywhere is refused, and so is each count that is larger than the file")
  func cut() throws {
    let whole = Self.file()
    // The last tensor does not fill its place.
    for length in 0..<whole.count - 28 {
      #expect(throws: Diagnostic.self, "\(length)") {
        try GGUFFile(try folder.write("m.gguf", Array(whole[..<length])))
      }
    }
    for place in [8, 16, 24, 24 + 28 + 4] {
      var bytes = whole
      bytes.replaceSubrange(place..<place + 8, with: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])
      let error = #expect(throws: Diagnostic.self) { try GGUFFile(try folder.write("m.gguf", bytes)) }
      #expect(error?.problem.contains("says that it has") == true)
    }
  }

  @Test(
    "other versions, byte orders and types are named",
    arguments: [
      (Array("GGML".utf8), 0, "is no GGUF file"), ([1, 0, 0, 0], 4, "has version 1"),
      ([0, 0, 0, 3], 4, "is big-endian"),
    ])
  func foreign(bytes: [UInt8], place: Int, problem: String) throws {
    var file = Self.file()
    file.replaceSubrange(place..<place + bytes.count, with: bytes)
    let error = #expect(throws: Diagnostic.self) { try GGUFFile(try folder.write("m.gguf", file)) }
    #expect(error?.problem == problem)
  }

  @Test("parts of a model are found by their names, whichever is given; a missing or foreign one is named")
  func parts() throws {
    let names = ["m-00001-of-00002.gguf", "m-00002-of-00002.gguf"]
    try folder.write(names[0], Self.file(names: ["a"], part: (0, 2)))
    let missing = #expect(throws: Diagnostic.self) { try GGUFParts(folder[names[0]]) }
    #expect(missing?.place == folder[names[1]])
    try folder.write(names[1], Self.file(names: ["b", "c"], part: (1, 2)))
    for name in names {
      #expect(try GGUFParts(folder[name]).files.map(\.path) == names.map { folder[$0] })
    }
    try folder.write(names[1], Self.file(names: ["b"], part: (0, 2)))
    #expect(throws: Diagnostic.self) { try GGUFParts(folder[names[0]]) }
    try folder.write("other.gguf", Self.file(names: ["a"], part: (0, 2)))
    #expect(throws: Diagnostic.self) { try GGUFParts(folder["other.gguf"]) }
  }

  @Test("tensors that overlap, stand twice or lie beyond the file are refused")
  func tensors() throws {
    let twice = #expect(throws: Diagnostic.self) {
      try GGUFFile(try folder.write("m.gguf", Self.file(names: ["a", "a"])))
    }
    #expect(twice?.problem == "holds tensor 'a' twice")
    var bytes = Self.file()
    // The offset of the second tensor stands last in the header.
    let header = bytes.count - 192
    let place = (0..<header).last { bytes[$0] == 96 && bytes[$0 + 1..<$0 + 8].allSatisfy { $0 == 0 } }
    let offset = try #require(place)
    for (value, word) in [(64, "within"), (97, "not aligned"), (1 << 20, "ends before")] {
      withUnsafeBytes(of: UInt64(value).littleEndian) { bytes.replaceSubrange(offset..<offset + 8, with: $0) }
      let error = #expect(throws: Diagnostic.self) { try GGUFFile(try folder.write("m.gguf", bytes)) }
      #expect(error?.problem.contains(word) == true, "\(error?.problem ?? "")")
    }
  }
}
