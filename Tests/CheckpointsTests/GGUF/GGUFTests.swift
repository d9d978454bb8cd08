import Files
import Tensors
import TestSupport
import Testing

@testable import Checkpoints
@testable import Tokenization

/// Model folders written as GGUF and read again.
@Suite struct GGUFTests {
  private let folder: ScratchDirectory
  private let pool = ThreadPool(threads: 2)

  init() throws { folder = try ScratchDirectory() }

  private static let shape = ModelConfiguration(
    vocabularySize: 357, hiddenSize: 64, intermediateSize: 256, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
    contextLength: 128)

  private func model(_ shape: ModelConfiguration = shape, _ name: String = "model") throws -> Checkpoint {
    // With the features that such a file means.
    let shape = try ModelConfiguration(json: try #require(shape.json.object), place: "config.json")
    try RandomModel.write(
      shape, seed: 3, dtype: .f32, tokenizer: SentencePieceProto.characters.serialized(), to: folder[name])
    return try Checkpoint(directory: folder[name])
  }

  private func numbers(_ view: TensorView) throws -> [Float] {
    let format = try #require(WeightFormat(rawValue: view.dtype.rawValue.lowercased()))
    let base = try #require(view.bytes.baseAddress)
    return WeightMatrix(data: base, format: format, rows: 1, columns: view.count, owner: view).values(on: pool)
  }

  @Test(
    "every architecture comes back: its configuration, its names, its rows in their order, rounded once",
    arguments: ["llama", "mistral", "qwen2", "qwen3", "granite", "smollm3", "olmo2", "gemma2", "gemma3_text"])
  func architectures(type: String) throws {
    var shape = Self.shape
    shape.architecture = try #require(ModelConfiguration.Architecture(rawValue: type))
    shape.tieWordEmbeddings = type == "granite"
    shape.ropeTheta = 50_000
    if type == "llama" {
      shape.ropeScaling = .llama3(factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 64)
      shape.features.biases = [.q, .k, .v, .o]
    }
    if type == "qwen2" { shape.ropeScaling = .linear(factor: 4) }
    if type == "granite" { (shape.features.embeddingScale, shape.features.logitDivisor) = (12, 8) }
    if type.hasPrefix("gemma") {
      shape.slidingWindow = 32
      shape.features.attentionScale = 0.25
      shape.features.windowedLayers = type == "gemma2" ? [0] : [0, 1]
      shape.tieWordEmbeddings = true
      (shape.features.attentionCap, shape.features.logitCap) = type == "gemma2" ? (50, 30) : (nil, nil)
    }
    let original = try model(shape)
    #expect(try GGUFExporter.export(folder["model"], as: .f16, to: folder["m.gguf"], on: pool) == [])
    let read = try Checkpoint(directory: folder["m.gguf"], readsGGUF: true)
    #expect(read.warnings == [])
    var expected = original.configuration, found = read.configuration
    if type == "mistral" { expected.architecture = .llama }
    (expected.torchDType, found.torchDType) = (nil, nil)
    #expect(found == expected)
    #expect(read.tensors.names == original.tensors.names)
    for view in original.tensors.views {
      let other = try #require(read.tensors[view.name])
      #expect(other.shape == view.shape)
      let rounded = view.shape.count == 1 ? try numbers(view) : try numbers(view).map { Float(Float16($0)) }
      #expect(try numbers(other) == rounded, "\(view.name)")
    }
  }

  @Test("in blocks the numbers stay near; embedding and head keep eight bits", arguments: GGUFExporter.Format.allCases)
  func formats(format: GGUFExporter.Format) throws {
    var shape = Self.shape
    (shape.hiddenSize, shape.headSize) = (256, 64)
    let original = try model(shape)
    let remarks = try GGUFExporter.export(folder["model"], as: format, to: folder["m.gguf"], on: pool)
    #expect(remarks == [])
    let read = try Checkpoint(directory: folder["m.gguf"], readsGGUF: true)
    let types = Set(read.tensors.views.filter { $0.shape.count == 2 }.map(\.dtype.rawValue))
    let expected = ["f16": ["F16"], "q8_0": ["Q8_0"], "q4_0": ["Q4_0", "Q8_0"], "q4_k": ["Q4_K", "Q8_0"]]
    #expect(types == Set(try #require(expected[format.rawValue])))
    for view in original.tensors.views {
      let one = try numbers(view), other = try numbers(try #require(read.tensors[view.name]))
      let worst = zip(one, other).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < (format == .f16 ? 1e-4 : format == .q80 ? 1e-3 : 0.02), "\(view.name): \(worst)")
    }
    // Rows that are not whole blocks are said.
    try RandomModel.write(
      Self.shape, seed: 3, dtype: .f32, tokenizer: SentencePieceProto.characters.serialized(), to: folder["narrow"])
    let said = try GGUFExporter.export(folder["narrow"], as: format, to: folder["n.gguf"], on: pool)
    #expect(said.count == (format == .q4k ? 1 : 0))
    #expect(throws: Diagnostic.self) {
      try GGUFExporter.export(folder["narrow"], as: format, to: folder["n.gguf"], on: pool)
    }
  }

  @Test("an import holds the numbers of the blocks and the files that the file is read with")
  func imported() throws {
    var shape = Self.shape
    shape.hiddenSize = 256
    _ = try model(shape)
    _ = try GGUFExporter.export(folder["model"], as: .q4k, to: folder["m.gguf"], on: pool)
    _ = try GGUFImporter.importModel(folder["m.gguf"], madeBy: "assay test", to: folder["back"], on: pool)
    let file = try Checkpoint(directory: folder["m.gguf"], readsGGUF: true),
      back = try Checkpoint(directory: folder["back"])
    #expect(back.configuration == file.configuration)
    for view in file.tensors.views {
      #expect(try numbers(view) == numbers(try #require(back.tensors[view.name])), "\(view.name)")
    }
    for name in ["config.json", "tokenizer.model", "tokenizer_config.json", "generation_config.json"] {
      #expect(try FileSystem.bytes(of: folder["back/\(name)"]) == FileSystem.bytes(of: folder["m.gguf"] + "/" + name))
    }
    let one = try ModelTokenizer.open(directory: folder["m.gguf"]),
      two = try ModelTokenizer.open(directory: folder["back"])
    #expect(one.digest == two.digest)
    for text in ["", "Hello  world", " é\u{0}\n日本"] { #expect(try one.encode(text) == two.encode(text)) }
    // What is no GGUF file, and what only scores it.
    #expect(throws: Diagnostic.self) {
      try GGUFImporter.importModel(folder["back/config.json"], madeBy: "assay test", to: folder["x"], on: pool)
    }
    let error = #expect(throws: Diagnostic.self) { try Checkpoint(directory: folder["m.gguf"] + "/nothing") }
    #expect(error?.problem == "is not a folder")
  }

  @Test("byte-level tokenizers keep their ids, their special tokens and what stands in front")
  func byteLevel() throws {
    let corpus = Array(repeating: "the cat sat on the mat 12345 don't", count: 50).joined(separator: "\n")
    for split in ["gpt-2", "llama-bpe", "qwen2", "smollm"] {
      let name = "bpe-\(split)"
      try RandomModel.write(Self.shape, seed: 3, dtype: .f32, tokenizer: nil, to: folder[name])
      let known = try #require(GGUFTokenizer.split(split))
      var layout = ByteLevelLayout(
        pieces: (0..<256).map { (bytes: [UInt8($0)], id: $0) }, merges: [], specials: [("<|end|>", 300)])
      layout.pieces += [("th", 256), ("the", 257), (" the", 258)].map { (bytes: Array($0.0.utf8), id: $0.1) }
      layout.merges = [(left: 0x74, right: 0x68), (left: 256, right: 0x65), (left: 0x20, right: 257)]
      layout.expression = known.expression
      layout.takesWholeWords = known.takesWholeWords
      layout.front = split == "llama-bpe" ? 0 : nil
      var json = try #require(layout.json.object)
      if known.isComposed { json["normalizer"] = ["type": "NFC"] }
      if known.cutsDigits {
        json["pre_tokenizer"] = [
          "type": "Sequence",
          "pretokenizers": [["type": "Digits", "individual_digits": true], try #require(json["pre_tokenizer"])],
        ]
      }
      try folder.write("\(name)/tokenizer.json", JSON.object(json).text())
      try folder.write(
        "\(name)/tokenizer_config.json",
        #"{"bos_token": "<|end|>", "eos_token": "<|end|>", "chat_template": "{{ x }}"}"#)
      _ = try GGUFExporter.export(folder[name], as: .f16, to: folder["\(name).gguf"], on: pool)
      _ = try Checkpoint(directory: folder["\(name).gguf"], readsGGUF: true)
      let one = try ModelTokenizer.open(directory: folder[name])
      let two = try ModelTokenizer.open(directory: folder["\(name).gguf"])
      for text in [corpus, "e\u{301} 1234 the<|end|>the  \n\n x", "don'T"] {
        #expect(try one.encode(text) == two.encode(text), "\(split)")
      }
      #expect(two.eosID == 300 && two.addsBOS == (split == "llama-bpe"))
      #expect(try JSON(file: folder["\(name).gguf"] + "/tokenizer_config.json")["chat_template"] == "{{ x }}")
    }
  }
}
