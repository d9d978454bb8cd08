import Checkpoints
import Files
import Tensors
import TestSupport
import Testing
import Transformers

/// Adapters of other forms than plain LoRA on projections, beside models into which they are written out in float64.
@Suite struct AdapterFormTests {
  private let scratch: ScratchDirectory
  private let pool = ThreadPool(threads: 2)
  private let rank = 3

  init() throws { scratch = try ScratchDirectory() }

  /// W + s B A in float64; with a magnitude each row is scaled to that length (columns: each column).
  private func adapted(
    _ w: [Float], _ a: [Float], _ b: [Float], rows: Int, columns: Int, isTransposed: Bool = false,
    magnitude: [Float]? = nil
  ) -> [Float] {
    var result = w.map { Double($0) }
    for row in 0..<rows {
      for column in 0..<columns {
        for r in 0..<rank {
          result[row * columns + column] +=
            2
            * (isTransposed
              ? Double(b[column * rank + r]) * Double(a[r * rows + row])
              : Double(b[row * rank + r]) * Double(a[r * columns + column]))
        }
      }
    }
    guard let magnitude else { return result.map { Float($0) } }
    func length(_ places: [Int]) -> Double { places.reduce(0) { $0 + result[$1] * result[$1] }.squareRoot() }
    if isTransposed {
      for column in 0..<columns {
        let places = (0..<rows).map { $0 * columns + column }, size = length(places)
        for place in places { result[place] *= Double(magnitude[column]) / size }
      }
    } else {
      for row in 0..<rows {
        let places = (0..<columns).map { row * columns + $0 }, size = length(places)
        for place in places { result[place] *= Double(magnitude[row]) / size }
      }
    }
    return result.map { Float($0) }
  }

  private func weights(_ name: String) throws -> DecoderWeights { try DecoderTests.weights(name, scratch, on: pool) }

  private func ids(_ vocabulary: Int) -> [Int32] {
    var random = SeededGenerator(seed: 77)
    return (0..<24).map { _ in Int32.random(in: 0..<Int32(vocabulary), using: &random) }
  }

  /// Log-probabilities in two steps that meet at `cut`.
  private func scores(_ member: DecoderMember, _ ids: [Int32], cut: Int, threads: Int) -> [Double] {
    let decoder = Decoder([member], mixing: .logits, on: ThreadPool(threads: threads), maxRows: 64)
    let fed = Array(ids.dropLast())
    let segment = KeyValueSegment(start: 0, capacity: fed.count, shape: decoder.keyValueShape, isTransient: false)
    return [0..<cut, cut..<fed.count].filter { !$0.isEmpty }.flatMap { range in
      decoder.step(
        Array(fed[range]), [PathExtension(path: [], segment: segment, firstRow: 0, rows: range.count)],
        targets: range.map { ThreadPool.Target(row: Int32($0 - range.lowerBound), id: ids[$0 + 1]) }
      ).map(\.logProbability)
    }
  }

  private func check(
    _ adapter: WrittenAdapter, on base: DecoderWeights, is expected: DecoderWeights, _ comment: Comment
  ) throws {
    let checkpoint = try adapter.write(to: scratch["adapter"])
    defer { try? FileSystem.removeDirectory(scratch["adapter"]) }
    let member = try DecoderMember(base, applying: [checkpoint], format: nil, on: pool)
    let ids = ids(expected.embedding.rows), twin = NaiveDecoder(weights: expected, pool: pool).logProbabilities(ids)
    let plain = NaiveDecoder(weights: base, pool: pool).logProbabilities(
      ids.map { min($0, Int32(base.embedding.rows) - 1) })
    let found = scores(member, ids, cut: 9, threads: 2)
    for (ours, theirs) in zip(found, twin) { expectClose(ours, theirs, absolute: 2e-4) }
    #expect(zip(twin, plain).contains { abs($0 - $1) > 1e-2 }, "the adapter does something")
    for (cut, threads) in [(0, 1), (17, 3), (22, 2)] {
      #expect(scores(member, ids, cut: cut, threads: threads) == found, comment)
    }
  }

  @Test(
    "DoRA on projections, the embedding and the output layer: rows, of an embedding columns, have the magnitude's length",
    arguments: [false, true])
  func dora(isDoRA: Bool) throws {
    for name in ["llama, f32, tied", "llama, f16, grouped", "mistral, window 7, wide heads"] {
      let base = try weights(name), c = base.configuration
      var adapter = WrittenAdapter(rank: rank, targets: ["up_proj", "q_proj", "embed_tokens", "lm_head"], seed: 5)
      var expected = base
      if isDoRA { adapter.configuration["use_dora"] = true }
      for layer in 0..<c.layerCount {
        for projection in [Projection.up, .q] {
          let module = projection.moduleName(layer: layer), shape = c.shape(of: projection)
          adapter.addFactors(module, rank: rank, inputs: shape[1], outputs: shape[0])
          let magnitude = "base_model.model.\(module).lora_magnitude_vector"
          if isDoRA { adapter.add(magnitude, [shape[0]], size: 0.5, center: 2) }
          let written = adapted(
            base.layers[layer][projection].values(on: pool), adapter["base_model.model.\(module).lora_A.weight"],
            adapter["base_model.model.\(module).lora_B.weight"], rows: shape[0], columns: shape[1],
            magnitude: isDoRA ? adapter[magnitude] : nil)
          expected.layers[layer][projection] = WeightMatrix(written, rows: shape[0], columns: shape[1])
        }
      }
      let head = "base_model.model.lm_head.", embedding = "base_model.model.model.embed_tokens."
      let v = c.vocabularySize, h = c.hiddenSize
      adapter.addFactors("lm_head", rank: rank, inputs: h, outputs: v)
      adapter.add(embedding + "lora_embedding_A", [rank, v])
      adapter.add(embedding + "lora_embedding_B", [h, rank])
      if isDoRA {
        adapter.add(head + "lora_magnitude_vector", [v], size: 0.5, center: 1)
        adapter.add(embedding + "lora_magnitude_vector", [1, h], size: 0.5, center: 3)
      }
      expected.head = WeightMatrix(
        adapted(
          base.head.values(on: pool), adapter[head + "lora_A.weight"], adapter[head + "lora_B.weight"], rows: v,
          columns: h,
          magnitude: isDoRA ? adapter[head + "lora_magnitude_vector"] : nil), rows: v, columns: h)
      expected.embedding = WeightMatrix(
        adapted(
          base.embedding.values(on: pool), adapter[embedding + "lora_embedding_A"],
          adapter[embedding + "lora_embedding_B"],
          rows: v, columns: h, isTransposed: true,
          magnitude: isDoRA ? adapter[embedding + "lora_magnitude_vector"] : nil), rows: v, columns: h)
      try check(adapter, on: base, is: expected, "\(name)")
    }
  }

  @Test("Modules that are saved whole, and more tokens than the base has")
  func wholes() throws {
    let base = try weights("llama, f16, grouped"), c = base.configuration, h = c.hiddenSize, v = c.vocabularySize + 5
    var adapter = WrittenAdapter(rank: rank, targets: ["v_proj"], seed: 6)
    adapter.configuration["modules_to_save"] = ["embed_tokens", "lm_head", "norm", "down_proj"]
    let down = Projection.down.moduleName(layer: 1), shape = c.shape(of: .down)
    let start = "base_model.model."
    adapter.add(start + "model.embed_tokens.weight", [v, h])
    adapter.add(start + "lm_head.modules_to_save.default.weight", [v, h])
    adapter.add(start + "model.norm.weight", [h], size: 0.2, center: 1)
    adapter.add(start + "model.layers.0.post_attention_layernorm.weight", [h], size: 0.2, center: 1)
    adapter.add(start + "model.layers.1.input_layernorm.weight", [h], size: 0.2, center: 1)
    adapter.add(start + down + ".weight", shape)
    var expected = base
    expected.embedding = WeightMatrix(adapter[start + "model.embed_tokens.weight"], rows: v, columns: h)
    expected.head = WeightMatrix(adapter[start + "lm_head.modules_to_save.default.weight"], rows: v, columns: h)
    expected.finalNorm = FloatBuffer(adapter[start + "model.norm.weight"])
    expected.layers[0].norms[.feedForwardInput] = FloatBuffer(
      adapter[start + "model.layers.0.post_attention_layernorm.weight"])
    expected.layers[1].norms[.attentionInput] = FloatBuffer(adapter[start + "model.layers.1.input_layernorm.weight"])
    expected.layers[1].down = WeightMatrix(adapter[start + down + ".weight"], rows: shape[0], columns: shape[1])
    expected.configuration.vocabularySize = v
    try check(adapter, on: base, is: expected, "wholes")
  }

  @Test("Of tied tables an embedding that PEFT copied leaves the output layer; one that was resized becomes it")
  func tied() throws {
    let base = try weights("llama, f32, tied"), h = base.configuration.hiddenSize, v = base.configuration.vocabularySize
    let name = "base_model.model.model.embed_tokens.weight"
    for (isCopied, rows) in [(true, v), (false, v + 3)] {
      var adapter = WrittenAdapter(rank: rank, targets: ["v_proj"], seed: 7)
      if isCopied { adapter.configuration["modules_to_save"] = ["embed_tokens"] }
      adapter.add(name, [rows, h])
      var expected = base
      expected.embedding = WeightMatrix(adapter[name], rows: rows, columns: h)
      if !isCopied { expected.head = expected.embedding }
      expected.configuration.vocabularySize = rows
      try check(adapter, on: base, is: expected, "copied: \(isCopied)")
    }
    var copied = WrittenAdapter(rank: rank, targets: ["v_proj"], seed: 7)
    copied.configuration["modules_to_save"] = ["embed_tokens"]
    copied.add(name, [v + 3, h])
    let checkpoint = try copied.write(to: scratch["resized"])
    let error = #expect(throws: Diagnostic.self) {
      _ = try DecoderMember(base, applying: [checkpoint], format: nil, on: pool)
    }
    #expect(error?.problem == "makes 533 rows of model.embed_tokens.weight and 530 of lm_head.weight")
  }

  @Test("Two adapters add up where both are plain; DoRA and whole modules leave nothing to a second one")
  func together() throws {
    let base = try weights("llama, f32, tied"), c = base.configuration
    let module = Projection.up.moduleName(layer: 0), shape = c.shape(of: .up)
    func adapter(_ name: String, seed: UInt64, _ change: (inout WrittenAdapter) -> Void) throws -> AdapterCheckpoint {
      var adapter = WrittenAdapter(rank: rank, targets: ["up_proj"], seed: seed)
      adapter.addFactors(module, rank: rank, inputs: shape[1], outputs: shape[0])
      change(&adapter)
      return try adapter.write(to: scratch[name])
    }
    let plain = try adapter("plain", seed: 1) { _ in }, other = try adapter("other", seed: 2) { _ in }
    _ = try DecoderMember(base, applying: [plain, other], format: nil, on: pool)
    let dora = try adapter("dora", seed: 3) {
      $0.configuration["use_dora"] = true
      $0.add("base_model.model.\(module).lora_magnitude_vector", [shape[0]], size: 0.1, center: 1)
    }
    let whole = try adapter("whole", seed: 4) {
      $0.tensors = []
      $0.add("base_model.model.\(module).weight", shape)
    }
    for second in [dora, whole] {
      let error = #expect(throws: Diagnostic.self) {
        _ = try DecoderMember(base, applying: [plain, second], format: nil, on: pool)
      }
      #expect(error?.problem == "changes \(module), and so does \(scratch["plain"]): one of them by DoRA or whole")
    }
    // A row of which nothing is left has no direction that could be given a length.
    let gone = try adapter("gone", seed: 5) {
      $0.configuration["use_dora"] = true
      $0.tensors = []
      $0.add("base_model.model.model.layers.0.mlp.up_proj.base_layer.weight", shape, size: 0)
      $0.add("base_model.model.\(module).lora_A.weight", [rank, shape[1]], size: 0)
      $0.add("base_model.model.\(module).lora_B.weight", [shape[0], rank], size: 0)
      $0.add("base_model.model.\(module).lora_magnitude_vector", [shape[0]], size: 0, center: 1)
    }
    let error = #expect(throws: Diagnostic.self) {
      _ = try DecoderMember(base, applying: [gone], format: nil, on: pool)
    }
    #expect(error?.problem.hasSuffix("scales a weight of length 0") == true)
  }
}
