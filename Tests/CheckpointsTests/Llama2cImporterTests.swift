import Files
import TestSupport
import Testing
import Tokenization

@testable import Checkpoints

@Suite struct Llama2cImporterTests {
  /// dim 8, hidden 6, 2 layers, 2 heads, 1 kv head, 5 pieces, 4 positions: floats counted from 0.
  private static func version0(vocabulary: Int32 = 5, untied: Bool = false) -> [UInt8] {
    let layer = 8 * 8 + 2 * 4 * 8 + 8 * 8 + 3 * 6 * 8 + 2 * 8
    let floats = 5 * 8 + 2 * layer + 8 + 4 * 4 + (untied ? 5 * 8 : 0)
    return bytes([8, 6, 2, 2, 1, vocabulary, 4]) + (0..<floats).flatMap { bytes(Float($0)) }
  }

  private static func bytes(_ numbers: [Int32]) -> [UInt8] {
    numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
  }

  private static func bytes(_ number: Float) -> [UInt8] {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
  }

  private static func floats(_ view: TensorView?) throws -> [Float] {
    let view = try #require(view)
    return (0..<view.count).map { view.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
  }

  @Test("weights land under their names, and query and key rows are put into halves")
  func layout() throws {
    let folder = try ScratchDirectory()
    let source = try folder.write("m.bin", Self.version0())
    try Llama2cImporter.importModel(source, tokenizer: nil, to: folder.path + "/hf")
    let model = try Checkpoint(directory: folder.path + "/hf")
    #expect(model.configuration.headCount == 2 && model.configuration.keyValueHeadCount == 1)
    #expect(model.configuration.tieWordEmbeddings && model.configuration.contextLength == 4)
    #expect(model.tensors.names.count == 1 + 2 * 9 + 1)
    #expect(try Self.floats(model.tensors["model.embed_tokens.weight"]) == (0..<40).map(Float.init))
    #expect(
      try Self.floats(model.tensors["model.layers.1.input_layernorm.weight"]) == (48..<56).map(Float.init))
    let q = try Self.floats(model.tensors["model.layers.0.self_attn.q_proj.weight"])
    // Rows of a head of 4: 0, 2, 1, 3.
    let order = [0, 2, 1, 3, 4, 6, 5, 7]
    #expect((0..<8).map { Int(q[8 * $0]) } == order.map { 56 + 8 * $0 })
    let v = try Self.floats(model.tensors["model.layers.0.self_attn.v_proj.weight"])
    #expect(v == (248..<280).map(Float.init))
  }

  @Test("a negative vocabulary means a head of its own, behind the rotary tables")
  func untied() throws {
    let folder = try ScratchDirectory()
    let source = try folder.write("m.bin", Self.version0(vocabulary: -5, untied: true))
    try Llama2cImporter.importModel(source, tokenizer: nil, contextLength: 64, to: folder.path + "/hf")
    let model = try Checkpoint(directory: folder.path + "/hf")
    #expect(!model.configuration.tieWordEmbeddings && model.configuration.contextLength == 64)
    let last = try Self.floats(model.tensors["lm_head.weight"]).last
    #expect(last == Float((Self.version0(vocabulary: -5, untied: true).count - 28) / 4 - 1))
  }

  @Test("a weight that is no number is named, and nothing is written")
  func notFinite() throws {
    let folder = try ScratchDirectory()
    for (value, place) in [(Float.nan, 3), (.infinity, 0), (-.infinity, 39)] {
      var bytes = Self.version0()
      bytes.replaceSubrange(28 + 4 * place..<32 + 4 * place, with: Self.bytes(value))
      let source = try folder.write("m.bin", bytes)
      let error = #expect(throws: Diagnostic.self) {
        try Llama2cImporter.importModel(source, tokenizer: nil, to: folder.path + "/hf")
      }
      #expect(
        error?.problem == "tensor \"model.embed_tokens.weight\" holds NaN or an infinity, first at element \(place)")
      #expect(try FileSystem.names(in: folder.path) == ["m.bin"])
    }
  }

  @Test("broken files are refused, and a folder that is there stays as it is")
  func refused() throws {
    let folder = try ScratchDirectory()
    func problem(_ bytes: [UInt8]) throws -> String? {
      let path = try folder.write("m.bin", bytes)
      let error = #expect(throws: Diagnostic.self) {
        try Llama2cImporter.importModel(path, tokenizer: nil, to: folder.path + "/hf")
      }
      #expect(error?.place == path)
      #expect(!FileSystem.exists(folder.path + "/hf"))
      return error?.problem
    }
    let good = Self.version0()
    #expect(try problem([1, 2]) == "is too short: 2 bytes")
    #expect(
      try problem(Array(good.dropLast(4))) == "has \(good.count - 4) bytes, and its header asks for more")
    #expect(try problem(good + [0]) == "has \(good.count + 1) bytes, and its header asks for \(good.count)")
    #expect(
      try problem(Self.bytes([8, 6, 2, 3, 1, 5, 4])) == "has a header with dim 8, n_heads 3, n_kv_heads 1")
    #expect(try problem(Self.bytes([8, 6, 0, 2, 1, 5, 4])) == "has a header with n_layers 0")
    #expect(try problem(Self.bytes([8, 6, 2, 2, 1, .min, 4])) == "has a header with vocab_size 2147483648")
    let large: Int32 = 1 << 24
    #expect(
      try problem(Self.bytes([large, large, large, 2, 1, large, 4]))
        == "has 28 bytes, and its header asks for more")
    #expect(
      try problem(Self.bytes([0x616B_3432, 2, 8, 6, 2, 2, 1, 5, 4]))
        == "is a llama2.c checkpoint of version 2, which is not supported")
    try folder.write("hf2/model.safetensors", "precious")
    let path = try folder.write("m.bin", good)
    let error = #expect(throws: Diagnostic.self) {
      try Llama2cImporter.importModel(path, tokenizer: nil, to: folder.path + "/hf2")
    }
    #expect(
      error?.description
        == "\(folder.path)/hf2: is there already\na new folder must be named; nothing is written over")
    #expect(try FileSystem.bytes(of: folder.path + "/hf2/model.safetensors") == Array("precious".utf8))
  }

  @Test("a tokenizer of another size is refused")
  func wrongTokenizer() throws {
    let folder = try ScratchDirectory()
    let source = try folder.write("m.bin", Self.version0())
    let tokenizer = try folder.write("t.model", SentencePieceProto.characters.serialized())
    let error = #expect(throws: Diagnostic.self) {
      try Llama2cImporter.importModel(source, tokenizer: tokenizer, to: folder.path + "/hf")
    }
    #expect(
      error?.description
        == "\(tokenizer): has 354 pieces, and the model 5\nthe model's own tokenizer was expected")
  }

  @Test("2,000 damaged checkpoints give ranges within the file, or an error")
  func damaged() throws {
    let folder = try ScratchDirectory()
    var generator = SeededGenerator(seed: 26)
    let good = Self.version0()
    var read = 0
    for round in 0..<2000 {
      var bytes = generator.mutation(of: Array(good.prefix(28 + round % 40)), splicing: good)
      bytes += good.dropFirst(bytes.count)
      let path = try folder.write("m.bin", bytes)
      do {
        let source = try Llama2cFile(path)
        read += 1
        for range in source.ranges.values {
          #expect(range.lowerBound >= 28 && range.upperBound <= bytes.count)
        }
      } catch {}
    }
    #expect((20...1900).contains(read), "\(read) of 2000 were read")
  }

  @Test(
    "parity: stories260K of version 0 and 1 gives the tensors of data/models/stories260K-hf",
    .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"),
    arguments: ["stories260K", "stories260K_v1"])
  func stories(name: String) throws {
    let folder = try ScratchDirectory()
    let models = (TestSupport.shared ?? "") + "/data/models"
    try Llama2cImporter.importModel(
      "\(models)/stories260K/\(name).bin", tokenizer: "\(models)/stories260K/tok512.bin", contextLength: 2048,
      to: folder.path + "/hf")
    let ours = try Checkpoint(directory: folder.path + "/hf")
    let theirs = try Checkpoint(directory: models + "/stories260K-hf")
    #expect(ours.configuration == theirs.configuration)
    #expect(ours.tensors.names == theirs.tensors.names && ours.tensors.names.count == 47)
    for name in ours.tensors.names {
      let (mine, other) = (try #require(ours.tensors[name]), try #require(theirs.tensors[name]))
      #expect(mine.shape == other.shape && mine.dtype == other.dtype)
      #expect(mine.bytes.elementsEqual(other.bytes), "\(name)")
    }
    let tokenizer = try SentencePieceTokenizer(directory: folder.path + "/hf")
    let reference = try SentencePieceTokenizer(directory: models + "/stories260K-hf")
    #expect(tokenizer.addsBOS && tokenizer.vocabularySize == 512)
    let stories = try TestSupport.lines(
      of: (TestSupport.shared ?? "") + "/data/instruct/alpaca_libre_v1_v3.jsonl")
    var compared = 0
    for story in stories.prefix(500) {
      guard let text = story["instruction"]?.string else { continue }
      // The reference drops extra spaces and ours does not, so only texts without them are compared.
      let words = text.split(separator: " ", omittingEmptySubsequences: false)
      guard !words.contains("") else { continue }
      #expect(try tokenizer.encode(text) == reference.encode(text))
      #expect(tokenizer.decode(try tokenizer.encode(text)) == text)
      compared += 1
    }
    #expect(compared > 300)
  }

  @Test(
    "parity: a SentencePiece tokenizer goes along as it is",
    .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
  func sentencePiece() throws {
    let folder = try ScratchDirectory()
    let source = (TestSupport.shared ?? "") + "/data/models/babyllama-tok105"
    try Llama2cImporter.importModel(
      source + "/model5000.bin", tokenizer: source + "/tok105.model", to: folder.path + "/hf")
    #expect(
      try FileSystem.bytes(of: folder.path + "/hf/tokenizer.model")
        == FileSystem.bytes(of: source + "/tok105.model"))
    #expect(try Checkpoint(directory: folder.path + "/hf").configuration.contextLength == 256)
    let silly = (TestSupport.shared ?? "") + "/data/models/silly-text-220k"
    let error = #expect(throws: Diagnostic.self) {
      try Llama2cImporter.importModel(
        silly + "/model.bin", tokenizer: silly + "/tokenizer2000.bin", to: folder.path + "/silly")
    }
    #expect(error?.place == silly + "/tokenizer2000.bin")
  }
}
