import Checkpoints
import Files
import TestSupport
import Testing
import Tokenization

@Suite struct RandomModelTests {
  private static let shape = ModelConfiguration(
    vocabularySize: 357, hiddenSize: 36, intermediateSize: 55, layerCount: 2, headCount: 6,
    keyValueHeadCount: 3,
    contextLength: 128)

  private func write(
    _ shape: ModelConfiguration = shape, seed: UInt64 = 1, _ dtype: ScalarType = .f32,
    in folder: ScratchDirectory,
    _ name: String
  ) throws -> Checkpoint {
    let path = folder.path + "/" + name
    try RandomModel.write(
      shape, seed: seed, dtype: dtype, tokenizer: SentencePieceProto.characters.serialized(), to: path)
    return try Checkpoint(directory: path)
  }

  private func floats(_ view: TensorView) -> [Float] {
    (0..<view.count).map { index in
      switch view.dtype {
      case .f16:
        Float(Float16(bitPattern: view.bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
      case .bf16:
        Float(bitPattern: UInt32(view.bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)) << 16)
      default: view.bytes.loadUnaligned(fromByteOffset: 4 * index, as: Float.self)
      }
    }
  }

  @Test("every weight is there in its shape, for each architecture")
  func shapes() throws {
    let folder = try ScratchDirectory()
    for (index, architecture) in ModelConfiguration.Architecture.allCases.enumerated() {
      var shape = Self.shape
      shape.architecture = architecture
      if architecture == .baichuan { shape.keyValueHeadCount = shape.headCount }
      shape.tieWordEmbeddings = architecture == .mistral
      // With the features that such a file means.
      shape = try ModelConfiguration(json: try #require(shape.json.object), place: "config.json")
      let model = try write(shape, in: folder, "m\(index)")
      shape.torchDType = "float32"
      #expect(model.configuration == shape)
      #expect(model.tensors.names.count == shape.weights.count)
      for (name, size) in shape.weights { _ = try model.tensors.weight(name, shape: size) }
      #expect(try SentencePieceTokenizer(directory: model.directory).vocabularySize == 354)
    }
  }

  @Test("the same seed gives the same bytes in every format, another seed others")
  func seeds() throws {
    let folder = try ScratchDirectory()
    let model = try write(in: folder, "a")
    #expect(try write(in: folder, "b").digest() == model.digest())
    #expect(try write(seed: 2, in: folder, "c").digest() != model.digest())
    let half = try write(seed: 1, .f16, in: folder, "h")
    let brain = try write(seed: 1, .bf16, in: folder, "bf")
    for (name, _) in Self.shape.weights {
      let full = floats(try #require(model.tensors[name]))
      let halves = floats(try #require(half.tensors[name]))
      let brains = floats(try #require(brain.tensors[name]))
      #expect(halves == full.map { Float(Float16($0)) })
      for (a, b) in zip(full, brains) { expectClose(Double(a), Double(b), relative: 1 / 256) }
    }
  }

  @Test("weights look normal: mean, deviation, tails; norms are 1")
  func distribution() throws {
    let folder = try ScratchDirectory()
    let model = try write(in: folder, "m")
    let numbers = floats(try #require(model.tensors["model.embed_tokens.weight"])).map { Double($0) / 0.02 }
    let count = Double(numbers.count)
    let mean = numbers.reduce(0, +) / count
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    // Four standard errors.
    expectClose(mean, 0, absolute: 4 / count.squareRoot())
    expectClose(variance, 1, absolute: 4 * (2 / count).squareRoot())
    let beyond = Double(numbers.count { abs($0) > 1.959964 }) / count
    expectClose(beyond, 0.05, absolute: 4 * (0.05 * 0.95 / count).squareRoot())
    #expect(numbers.allSatisfy { abs($0) < 4.5 })
    #expect(floats(try #require(model.tensors["model.norm.weight"])).allSatisfy { $0 == 1 })
    let other = floats(try #require(model.tensors["lm_head.weight"])).map { Double($0) / 0.02 }
    let covariance = zip(numbers, other).reduce(0) { $0 + $1.0 * $1.1 } / count
    expectClose(covariance, 0, absolute: 4 / count.squareRoot())
  }

  @Test("a folder that is there, and a tokenizer larger than the model, are refused")
  func refused() throws {
    let folder = try ScratchDirectory()
    _ = try write(in: folder, "m")
    #expect(throws: Diagnostic.self) { _ = try write(in: folder, "m") }
    var small = Self.shape
    small.vocabularySize = 353
    #expect(
      throws: Diagnostic(
        folder.path + "/s", "the tokenizer has 354 pieces, the model 353",
        expected: "the model's own tokenizer was expected")
    ) { _ = try write(small, in: folder, "s") }
    #expect(try FileSystem.names(in: folder.path) == ["m"])
  }
}
