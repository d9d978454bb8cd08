import Checkpoints
import Files
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  /// A file with this header and so many bytes of data.
  static func file(_ header: String, data: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
      + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
  }

  static func entry(_ name: String, _ dtype: String, _ shape: String, _ begin: Int, _ end: Int) -> String {
    #""\#(name)": {"dtype": "\#(dtype)", "shape": \#(shape), "data_offsets": [\#(begin), \#(end)]}"#
  }

  @Test("what is written is read: odd shapes, all formats, numbers of no dimension and of no size")
  func roundTrip() throws {
    let folder = try ScratchDirectory()
    var tensors = ScalarType.allCases.filter { !$0.isInBlocks }.enumerated().map {
      SafetensorsWriter.Tensor("t.\($1.rawValue)", $1, [$0 + 1, 3])
    }
    tensors.append(SafetensorsWriter.Tensor("scalar", .f64, []))
    tensors.append(SafetensorsWriter.Tensor("nothing", .f32, [0, 7]))
    tensors.append(SafetensorsWriter.Tensor("é \"quoted\"", .u8, [5]))
    let path = folder.path + "/model.safetensors"
    let writer = try SafetensorsWriter(path, tensors: tensors, metadata: ["format": "pt", "a": "b"])
    var next: UInt8 = 0
    for tensor in tensors {
      for _ in 0..<tensor.byteCount {
        try writer.append([next])
        next &+= 7
      }
    }
    #expect(!FileSystem.exists(path))
    try writer.finish()
    let file = try SafetensorsFile(path)
    #expect(file.metadata == ["format": "pt", "a": "b"])
    next = 0
    for tensor in tensors {
      let view = try #require(file[tensor.name])
      #expect(view.dtype == tensor.dtype && view.shape == tensor.shape && view.name == tensor.name)
      #expect(view.bytes.count == tensor.byteCount)
      for byte in view.bytes {
        #expect(byte == next)
        next &+= 7
      }
    }
    #expect(file["none"] == nil)
    #expect(try FileSystem.names(in: folder.path) == ["model.safetensors"])
  }

  @Test("a writer that is dropped leaves nothing")
  func dropped() throws {
    let folder = try ScratchDirectory()
    do {
      let writer = try SafetensorsWriter(folder.path + "/m", tensors: [.init("a", .f32, [2])])
      try writer.append([0, 0, 0, 0])
    }
    #expect(try FileSystem.names(in: folder.path).isEmpty)
  }

  @Test("a view outlives its file value, and unaligned data is fine")
  func lifetime() throws {
    let folder = try ScratchDirectory()
    let header = "{" + Self.entry("u", "U8", "[1]", 0, 1) + "," + Self.entry("w", "F32", "[1]", 1, 5) + "}"
    func view() throws -> TensorView? {
      try SafetensorsFile(try folder.write("m.safetensors", Self.file(header, data: 5)))["w"]
    }
    let tensor = try #require(try view())
    #expect(Array(tensor.bytes) == [1, 2, 3, 4])
    #expect(tensor.count == 1)
  }

  @Test(
    "every lie is named",
    arguments: [
      (file("{}", data: 0).prefix(5).map { $0 }, "is too short: 5 bytes"),
      (
        Array(repeating: 0xFF, count: 40),
        "has a header of 18446744073709551615 bytes; more than 100000000 are not allowed"
      ),
      ([0, 0xE1, 0xF5, 5, 0, 0, 0, 0, 0x7B], "is cut off: the header takes 100000000 bytes and 1 are left"),
      (Array(file("{}", data: 0).dropLast()), "is cut off: the header takes 2 bytes and 1 are left"),
      (file("{\"a\": }", data: 0), "has a broken header, at byte 14: a value was expected here"),
      (file("[]", data: 0), "has a header that is no JSON object"),
      (
        file(String(repeating: "{\"a\":", count: 9), data: 0),
        "has a broken header, at byte 48: nested more than 8 deep"
      ),
      (file("{\"a\": 1}", data: 0), "tensor 'a' is not described by an object"),
      (file("{\"__metadata__\": []}", data: 0), "has a __metadata__ that is no JSON object"),
      (file("{\"__metadata__\": {\"k\": 1}}", data: 0), "has a __metadata__ whose 'k' is no string"),
      (file("{\"a\": {\"shape\": [], \"data_offsets\": [0, 4]}}", data: 4), "tensor 'a' has no dtype"),
      (
        file("{" + entry("a", "F8_E4M3", "[1]", 0, 1) + "}", data: 1),
        "tensor 'a' has the unknown dtype 'F8_E4M3'"
      ),
      (
        file("{\"a\": {\"dtype\": \"F32\", \"data_offsets\": [0, 4]}}", data: 4),
        "tensor 'a' has no list shape"
      ),
      (file("{\"a\": {\"dtype\": \"F32\", \"shape\": [1]}}", data: 4), "tensor 'a' has no list data_offsets"),
      (
        file("{" + entry("a", "F32", "[-1]", 0, 4) + "}", data: 4),
        "tensor 'a' has a shape with something else than whole numbers from 0 on"
      ),
      (
        file("{" + entry("a", "F32", "[1.0]", 0, 4) + "}", data: 4),
        "tensor 'a' has a shape with something else than whole numbers from 0 on"
      ),
      (
        file("{" + entry("a", "F32", "[1]", 4, 0) + "}", data: 4),
        "tensor 'a' has data_offsets that are no pair [begin, end]"
      ),
      (
        file("{" + entry("a", "F32", "[2, 2]", 0, 12) + "}", data: 12),
        "tensor 'a' has shape [2, 2] in F32, which takes 16 bytes, but data_offsets of 12"
      ),
      (
        file("{" + entry("a", "F32", "[4294967296, 4294967296]", 0, 4) + "}", data: 4),
        "tensor 'a' has a shape [4294967296, 4294967296] that is impossibly large"
      ),
      (
        file("{" + entry("a", "F32", "[2]", 0, 8) + "}", data: 4),
        "tensor 'a' ends at byte 8 of the data, and the file has 4"
      ),
      (
        file("{" + entry("a", "F32", "[2]", 0, 8) + "," + entry("b", "F32", "[2]", 4, 12) + "}", data: 12),
        "tensor 'b' overlaps with 'a'"
      ),
      (
        file("{" + entry("a", "F32", "[1]", 0, 4) + "," + entry("b", "F32", "[1]", 8, 12) + "}", data: 12),
        "tensor 'b' leaves a hole of 4 bytes before it"
      ),
      (file("{" + entry("a", "F32", "[1]", 0, 4) + "}", data: 7), "has 3 bytes more than its tensors take"),
      (
        file("{" + entry("a", "F32", "[1]", 0, 4) + "," + entry("a", "F32", "[1]", 0, 4) + "}", data: 4),
        "names 'a' twice"
      ),
    ])
  func lies(bytes: [UInt8], problem: String) throws {
    let error = #expect(throws: Diagnostic.self) {
      try bytes.withUnsafeBytes { _ = try SafetensorsHeader(parsing: $0, place: "m.safetensors") }
    }
    #expect(
      error?.description == """
        m.safetensors: \(problem)
        an intact safetensors file was expected; copy or convert it again
        """)
  }

  @Test("10,000 damaged files give tensors that lie within the file, or an error")
  func damaged() throws {
    let good = [
      Self.file(
        "{" + Self.entry("a", "F32", "[2, 3]", 0, 24) + "," + Self.entry("b", "BF16", "[4]", 24, 32) + "}",
        data: 32),
      Self.file(
        "{\"__metadata__\":{\"format\":\"pt\"}," + Self.entry("model.w", "F16", "[1, 5]", 0, 10) + ","
          + Self.entry("x", "I64", "[]", 10, 18) + "," + Self.entry("y", "BOOL", "[0]", 18, 18) + "}   ",
        data: 18),
    ]
    var generator = SeededGenerator(seed: 5)
    var read = 0
    for round in 0..<10_000 {
      var bytes = generator.mutation(of: good[round % 2], splicing: good[round / 2 % 2])
      if round % 3 == 0, bytes.count >= 8 {
        // Make the length right again, so that the damage reaches the table itself.
        let length = UInt64(max(0, bytes.count - 8 - [32, 18][round % 2])).littleEndian
        withUnsafeBytes(of: length) { bytes.replaceSubrange(0..<8, with: $0) }
      }
      do {
        let header = try bytes.withUnsafeBytes { try SafetensorsHeader(parsing: $0, place: "damaged") }
        read += 1
        for entry in header.entries {
          #expect(entry.range.lowerBound >= 0 && header.dataStart + entry.range.upperBound <= bytes.count)
          #expect(entry.range.count == entry.shape.reduce(entry.dtype.byteCount, *))
        }
      } catch is Diagnostic {}
    }
    #expect((20...5000).contains(read), "\(read) of 10000 were read")
  }
}
