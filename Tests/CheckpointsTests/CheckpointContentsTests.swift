import Checkpoints
import Files
import TestSupport
import Testing

/// What a stored tensor is taken for.
@Suite struct CheckpointContentsTests {
  private let folder: ScratchDirectory
  private let shape = ModelConfiguration(
    vocabularySize: 6, hiddenSize: 4, intermediateSize: 6, layerCount: 2, headCount: 2, contextLength: 16)

  init() throws { folder = try ScratchDirectory() }

  /// Writes a model; the numbers of a tensor follow from its own name, and `change` gives its stored ones.
  private func write(
    tied: Bool = false, _ dtype: ScalarType = .f32, more: [(String, [Int])] = [],
    _ change: (String) -> [String] = { [$0] }
  ) throws -> String {
    var shape = shape
    shape.tieWordEmbeddings = tied
    try folder.write("m/config.json", shape.json.text())
    let tensors = (shape.weights.map { ($0.name, $0.shape) } + more).flatMap { name, shape in
      change(name).map { (name: $0, of: name, shape: shape) }
    }
    let writer = try SafetensorsWriter(
      folder["m/model.safetensors"], tensors: tensors.map { .init($0.name, dtype, $0.shape) })
    for tensor in tensors {
      let count = tensor.shape.reduce(1, *)
      let first = tensor.of.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 89 }
      let numbers = (0..<count).map { Double(first + $0) }
      if dtype == .f64 {
        try numbers.withUnsafeBytes { try writer.append($0) }
      } else {
        try numbers.map(Float.init).withUnsafeBytes { try writer.append($0) }
      }
    }
    try writer.finish()
    return folder["m"]
  }

  private func bytes(_ checkpoint: Checkpoint, _ name: String) throws -> [UInt8] {
    Array(try #require(checkpoint.tensors[name]).bytes)
  }

  @Test("a plain checkpoint holds what it is asked for, and nothing is said")
  func plain() throws {
    let checkpoint = try Checkpoint(directory: try write())
    #expect(checkpoint.warnings.isEmpty && checkpoint.tensors.names == shape.weights.map(\.name).sorted())
  }

  @Test(
    "words of wrappers in names are left out, and said",
    arguments: [
      ("module.", true), ("base_model.model.", true), ("_orig_mod.", true), ("module._orig_mod.", true),
      ("model.", true),
      ("base_model.model.model.", false), ("_fsdp_wrapped_module.", true), ("", false),
    ])
  func prefixes(prefix: String, whole: Bool) throws {
    let expected = try Checkpoint(directory: try write())
    let names = expected.tensors.names
    var numbers: [String: [UInt8]] = [:]
    for name in names { numbers[name] = try bytes(expected, name) }
    let directory = try write {
      // Without the decoder's own `model.`, as a decoder without its head is saved.
      [prefix + (whole || !$0.hasPrefix("model.") ? $0 : String($0.dropFirst(6)))]
    }
    let checkpoint = try Checkpoint(directory: directory)
    #expect(checkpoint.tensors.names == names)
    for name in names { #expect(try bytes(checkpoint, name) == numbers[name], "\(name)") }
    #expect(checkpoint.warnings.count == 1 && checkpoint.warnings[0].contains("are read under other names"))
  }

  @Test("two tensors of one name are an error")
  func collision() throws {
    let directory = try write { $0.contains("norm.weight") && !$0.contains("layers") ? [$0, "module." + $0] : [$0] }
    #expect(
      throws: Diagnostic(
        directory + "/model.safetensors",
        "tensors 'model.norm.weight' and 'module.model.norm.weight' are both 'model.norm.weight'",
        expected: "each weight once")
    ) { _ = try Checkpoint(directory: directory) }
  }

  @Test("tied: a head that equals the embedding is left aside, one that differs is used, and one alone is both")
  func heads() throws {
    let embedding = "model.embed_tokens.weight"
    var checkpoint = try Checkpoint(
      directory: try write(tied: true) { $0 == embedding ? [$0, "lm_head.weight"] : [$0] })
    #expect(checkpoint.configuration.tieWordEmbeddings && checkpoint.tensors["lm_head.weight"] == nil)
    #expect(checkpoint.warnings.isEmpty)
    checkpoint = try Checkpoint(directory: try write(tied: true, more: [("lm_head.weight", [6, 4])]))
    #expect(!checkpoint.configuration.tieWordEmbeddings && checkpoint.tensors["lm_head.weight"] != nil)
    #expect(
      checkpoint.warnings.count == 1 && checkpoint.warnings[0].contains("differs from 'model.embed_tokens.weight'"))
    checkpoint = try Checkpoint(directory: try write(tied: true) { [$0 == embedding ? "lm_head.weight" : $0] })
    #expect(checkpoint.configuration.tieWordEmbeddings && checkpoint.tensors[embedding]?.name == embedding)
    #expect(checkpoint.tensors["lm_head.weight"] == nil)
    // Not tied: nothing stands for anything.
    checkpoint = try Checkpoint(directory: try write { $0 == embedding ? [] : [$0] })
    #expect(checkpoint.tensors[embedding] == nil)
  }

  @Test("constant tables are left aside, everything else that nobody asked for is said by name")
  func strangers() throws {
    let constants = [
      "model.layers.0.self_attn.rotary_emb.inv_freq", "model.rotary_emb.inv_freq", "rotary_emb.inv_freq",
      "model.layers.1.self_attn.rotary_emb.cos_cached", "model.layers.0.self_attn.masked_bias",
      "model.layers.0.attn.bias", "model.layers.0.self_attn.bias", "model.embeddings.position_ids",
    ]
    let strangers = [
      "model.layers.0.self_attn.q_proj.bias", "model.layers.2.mlp.up_proj.weight", "score.weight", "lm_head.bias",
      "model.mtp.0.weight", "model.layers.0.self_attn.q_norm.weight", "classifier.weight",
    ]
    let checkpoint = try Checkpoint(directory: try write(more: (constants + strangers).map { ($0, [3]) }))
    for name in constants { #expect(checkpoint.tensors[name] == nil, "\(name)") }
    #expect(
      checkpoint.warnings == [
        "\(folder["m"])/model.safetensors: config.json does not ask for 7 tensors (classifier.weight, lm_head.bias, "
          + "model.layers.0.self_attn.q_norm.weight, model.layers.0.self_attn.q_proj.bias, "
          + "model.layers.2.mlp.up_proj.weight, …): ignored"
      ])
  }

  @Test("F64 is said")
  func wide() throws {
    let checkpoint = try Checkpoint(directory: try write(.f64))
    #expect(checkpoint.warnings.count == 1 && checkpoint.warnings[0].contains("F64 is rounded to F32 in 21 tensors"))
    #expect(try checkpoint.tensors.weight("model.norm.weight", shape: [4]).dtype == .f64)
  }

  @Test("tensors of shards that the index does not name are said")
  func unnamed() throws {
    let directory = try write(more: [("other", [2])])
    try FileSystem.move(directory + "/model.safetensors", to: directory + "/a.safetensors")
    let map = shape.weights.map { (key: $0.name, value: JSON.string("a.safetensors")) }
    try folder.write("m/model.safetensors.index.json", JSON.object(["weight_map": .object(JSONObject(map))]).text())
    let checkpoint = try Checkpoint(directory: directory)
    #expect(
      checkpoint.warnings == [
        "\(directory)/model.safetensors.index.json: its files hold a tensor (other) that the index does not name: ignored"
      ])
  }
}
