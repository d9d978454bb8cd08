import Files
import Tensors
import TestSupport
import Testing

@testable import Checkpoints
@testable import Tokenization

/// Model folders written as GGUF and read again.
@Suite struct GGUFTests {
  let folder: ScratchDirectory
  let pool = ThreadPool(threads: 2)

  init() throws { folder = try ScratchDirectory() }

  static let shape = ModelConfiguration(
    vocabularySize: 357, hiddenSize: 64, intermediateSize: 256, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
    contextLength: 128)

  func model(_ shape: ModelConfiguration = shape, _ name: String = "model") throws -> Checkpoint {
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

  /// A small model of a type, with what is special of it.
  static func shape(_ type: String) throws -> ModelConfiguration {
    var shape = Self.shape
    shape.architecture = try #require(ModelConfiguration.Architecture(rawValue: type))
    shape.tieWordEmbeddings = type == "granite" || type.hasPrefix("gemma")
    shape.ropeTheta = type == "gpt2" ? 10_000 : 50_000
    switch type {
    case "llama":
      shape.ropeScaling = .llama3(factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 64)
      shape.features.biases = [.q, .k, .v, .o]
    case "qwen2": shape.ropeScaling = .linear(factor: 4)
    case "qwen3":
      shape.ropeScaling = .yarn(YarnScaling(factor: 4, originalContextLength: 32, attentionFactor: 1.25))
    case "granite": (shape.features.embeddingScale, shape.features.logitDivisor) = (12, 8)
    case "gemma2", "gemma3_text":
      shape.slidingWindow = 32
      shape.features.attentionScale = 0.25
      shape.features.windowedLayers = type == "gemma2" ? [0] : [0, 1]
      (shape.features.attentionCap, shape.features.logitCap) = type == "gemma2" ? (50, 30) : (nil, nil)
    case "phi3":
      shape.slidingWindow = 32
      shape.features.rotaryShare = 0.75
      shape.ropeScaling = .longRope(
        LongRopeScaling(
          shortFactors: [1, 1, 1.05, 1.1, 1.3, 1.6], longFactors: [1, 1.25, 1.9, 3.7, 9.5, 22],
          originalContextLength: 64, attentionFactor: 1.25))
    case "baichuan": (shape.layerCount, shape.intermediateSize, shape.normalizesHead) = (32, 64, true)
    case "gpt_neox":
      shape.features.biases = Set(Projection.allCases).subtracting([.gate])
      shape.features.rotaryShare = 0.25
    case "qwen3_moe":
      shape.features.experts = Experts(count: 4, chosen: 2, intermediateSize: 32, normalizes: true)
    case "olmoe":
      shape.keyValueHeadCount = 4
      shape.features.experts = Experts(count: 4, chosen: 2, intermediateSize: 256, normalizes: false)
    default: break
    }
    return shape
  }

  @Test(
    "every architecture comes back: its configuration, its names, its rows in their order, rounded once",
    arguments: [
      "llama", "mistral", "qwen2", "qwen3", "granite", "smollm3", "olmo2", "gemma2", "gemma3_text", "phi3", "baichuan",
      "gpt_neox", "gpt2", "qwen3_moe", "olmoe",
    ])
  func architectures(type: String) throws {
    let original = try model(try Self.shape(type))
    #expect(try GGUFExporter.export(folder["model"], as: .f16, to: folder["m.gguf"], on: pool) == [])
    let read = try Checkpoint(directory: folder["m.gguf"], readsGGUF: true)
    #expect(read.warnings == [])
    var expected = original.configuration, found = read.configuration
    if type == "mistral" { expected.architecture = .llama }
    expected.normalizesHead = false
    (expected.torchDType, found.torchDType) = (nil, nil)
    #expect(Self.rounded(found) == Self.rounded(expected))
    #expect(read.tensors.names == original.tensors.names)
    for view in original.tensors.views {
      let other = try #require(read.tensors[view.name])
      #expect(other.shape == view.shape)
      let isSingle = view.shape.count == 1 || view.name == "wpe.weight" || view.name.hasSuffix("mlp.gate.weight")
      let rounded = isSingle ? try numbers(view) : try numbers(view).map { Float(Float16($0)) }
      if type != "baichuan" || view.name != "lm_head.weight" {
        #expect(try numbers(other) == rounded, "\(view.name)")
      }
    }
  }

  /// With what the file has as float32 numbers, and is no decimal number, in that precision.
  private static func rounded(_ configuration: ModelConfiguration) -> ModelConfiguration {
    guard case .yarn(var yarn) = configuration.ropeScaling else { return configuration }
    yarn.attentionFactor = (yarn.attentionFactor * 1e6).rounded() / 1e6
    var result = configuration
    result.ropeScaling = .yarn(yarn)
    return result
  }

  @Test("in the file rows stand as llama.cpp turns them, and weights as it multiplies them")
  func order() throws {
    func stored(_ type: String, _ names: [String]) throws -> (Checkpoint, [[Float]]) {
      let original = try model(try Self.shape(type), type)
      _ = try GGUFExporter.export(folder[type], as: .f16, to: folder["\(type).gguf"], on: pool)
      let file = try GGUFFile(folder["\(type).gguf"])
      return (
        original, try names.map { name in try numbers(try #require(file.tensors.first { $0.name == name }, "\(name)")) }
      )
    }
    func source(_ model: Checkpoint, _ name: String) throws -> [Float] {
      try numbers(try #require(model.tensors[name])).map { Float(Float16($0)) }
    }
    let width = 64, size = 16
    // Four heads of (queries, keys, values) become all queries, all keys, all values.
    let (neox, fused) = try stored("gpt_neox", ["blk.1.attn_qkv.weight"])
    let whole = try source(neox, "gpt_neox.layers.1.attention.query_key_value.weight")
    for row in 0..<3 * width {
      let part = row / width, head = row % width / size, from = (3 * head + part) * size + row % size
      #expect(fused[0][row * width..<(row + 1) * width] == whole[from * width..<(from + 1) * width])
    }
    let (gpt2, flipped) = try stored("gpt2", ["blk.0.ffn_up.weight", "position_embd.weight"])
    let inputs = try source(gpt2, "h.0.mlp.c_fc.weight")
    for (input, output) in [(0, 0), (0, 255), (63, 0), (17, 90)] {
      #expect(flipped[0][output * width + input] == inputs[input * 256 + output])
    }
    #expect(try flipped[1] == numbers(try #require(gpt2.tensors["wpe.weight"])))
    // The third of the rows that are keys; the numbers of a head that are turned together beside each other.
    let (baichuan, keys) = try stored("baichuan", ["blk.31.attn_k.weight", "blk.31.attn_v.weight", "output.weight"])
    let pack = try source(baichuan, "model.layers.31.self_attn.W_pack.weight")
    for row in 0..<width {
      let head = row / size, place = row % size, from = width + head * size + place / 2 + place % 2 * size / 2
      #expect(keys[0][row * width..<(row + 1) * width] == pack[from * width..<(from + 1) * width])
    }
    #expect(keys[1][...] == pack[2 * width * width..<3 * width * width])
    // Baichuan 2's head is of rows of length 1.
    #expect(baichuan.configuration.normalizesHead)
    let head = try numbers(try #require(baichuan.tensors["lm_head.weight"]))
    for row in [0, 100, 356] {
      let numbers = head[row * width..<(row + 1) * width]
      let length = numbers.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      for (number, written) in zip(numbers, keys[2][(row * width)...]) {
        #expect(abs(Double(number) / length - Double(written)) < 1e-3)
      }
    }
    let (moe, stacks) = try stored("qwen3_moe", ["blk.1.ffn_down_exps.weight"])
    #expect(
      try stacks[0] == (0..<4).flatMap { try source(moe, "model.layers.1.mlp.experts.\($0).down_proj.weight") })
  }

  @Test("Baichuan 13B is known by its layers; what llama.cpp would not compute so is refused by name")
  func unsayable() throws {
    var shape = try Self.shape("baichuan")
    (shape.layerCount, shape.features.hasSlopes) = (40, true)
    #expect(try model(shape, "13b").configuration.features.hasSlopes)
    _ = try GGUFExporter.export(folder["13b"], as: .q80, to: folder["13b.gguf"], on: pool)
    let read = try Checkpoint(directory: folder["13b.gguf"], readsGGUF: true)
    #expect(read.configuration.features.hasSlopes && read.configuration.contextLength == 128)
    func refused(_ type: String, _ change: (inout ModelConfiguration) -> Void) throws -> String {
      var shape = try Self.shape(type)
      change(&shape)
      _ = try model(shape, "refused")
      let error = #expect(throws: Diagnostic.self) {
        try GGUFExporter.export(folder["refused"], as: .f16, to: folder["r.gguf"], on: pool)
      }
      try FileSystem.removeDirectory(folder["refused"])
      return error?.problem ?? ""
    }
    #expect(try refused("baichuan") { $0.layerCount = 2 }.contains("2 layers"))
    #expect(try refused("gpt_neox") { $0.features.activation = .ungatedGELUTanh }.contains("tanh"))
    #expect(try refused("gpt_neox") { $0.features.biases = [.up, .down] }.contains("no biases"))
    #expect(try refused("gpt2") { $0.features.activation = .ungatedGELU }.contains("exact GELU"))
    #expect(try refused("qwen3_moe") { $0.features.experts?.denseLayers = [1] }.contains("without experts"))
    #expect(try refused("olmoe") { $0.features.experts?.normalizes = true }.contains("norm_topk_prob"))
    #expect(
      try refused("llama") {
        $0.ropeScaling = .longRope(
          LongRopeScaling(
            shortFactors: Array(repeating: 1, count: 8), longFactors: Array(repeating: 2, count: 8),
            originalContextLength: 64, attentionFactor: 1))
      }.contains("scaled in a way"))
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

  @Test(
    "an import holds the numbers of the blocks and the files that the file is read with",
    arguments: ["llama", "phi3", "baichuan", "gpt_neox", "gpt2", "qwen3_moe", "olmoe"])
  func imported(type: String) throws {
    var shape = try Self.shape(type)
    (shape.hiddenSize, shape.headSize) = (256, 64)
    if type == "phi3" { (shape.features.rotaryShare, shape.ropeScaling) = (1, .none) }
    _ = try model(shape)
    _ = try GGUFExporter.export(
      folder["model"], as: type == "baichuan" ? .q40 : .q4k, to: folder["m.gguf"], on: pool)
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
    guard type == "llama" else { return }
    let error = #expect(throws: Diagnostic.self) { try Checkpoint(directory: folder["m.gguf"] + "/nothing") }
    #expect(error?.problem == "is not a folder")
  }
}
