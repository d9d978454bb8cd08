import Files

/// The config.json of a GGUF file: what transformers would have beside the same weights. A key of the architecture that nobody here knows
/// is refused: it may change the numbers.
struct GGUFConfiguration {
  private let metadata: GGUFMetadata
  private let architecture: GGUFArchitecture

  /// Keys of every architecture that are read, or that change nothing.
  private static let keys = [
    "block_count", "context_length", "embedding_length", "feed_forward_length", "attention.head_count",
    "attention.head_count_kv", "attention.layer_norm_rms_epsilon", "attention.key_length", "attention.value_length",
    "attention.sliding_window", "rope.freq_base", "rope.dimension_count", "rope.scaling.type", "rope.scaling.factor",
    "rope.scaling.original_context_length", "rope.scaling.attn_factor", "rope.scaling.yarn_beta_fast",
    "rope.scaling.yarn_beta_slow", "rope.scaling.finetuned", "rope.scale_linear", "vocab_size", "attention.causal",
    "tensor_data_layout",
  ]

  init(_ metadata: GGUFMetadata) throws(Diagnostic) {
    self.metadata = metadata
    guard let found = GGUFArchitecture.all.first(where: { $0.name == metadata.architecture }) else {
      throw Diagnostic(
        metadata.path, "architecture '\(metadata.architecture)' is unknown",
        expected: "known are \(GGUFArchitecture.known)")
    }
    architecture = found
    let unknown = metadata.ownKeys.filter { !Self.keys.contains($0) && !found.keys.contains($0) }
    if let key = unknown.first {
      throw Diagnostic(
        metadata.path, "key \"\(found.name).\(key)\" is not known",
        expected: "keys that are known not to change a number")
    }
    if metadata.values["\(found.name).attention.causal"]?.flag == false {
      throw Diagnostic(metadata.path, "is an encoder: it does not continue texts", expected: "a decoder")
    }
  }

  var family: GGUFArchitecture { architecture }

  func json() throws(Diagnostic) -> JSON {
    let heads = try metadata.integer("attention.head_count"), width = try metadata.integer("embedding_length")
    guard heads > 0, width > 0, let embedding = metadata.tensors["token_embd.weight"], embedding.shape.count == 2 else {
      throw Diagnostic(metadata.path, "has no embedding or no heads", expected: "the GGUF file of a decoder")
    }
    let headSize = try metadata.optionalInteger("attention.key_length") ?? width / heads
    let valueSize = try metadata.optionalInteger("attention.value_length") ?? headSize
    let rotated = try metadata.optionalInteger("rope.dimension_count") ?? headSize
    guard valueSize == headSize, rotated == headSize || architecture.shareKey != nil && 0..<headSize ~= rotated else {
      throw Diagnostic(
        metadata.path, "heads have \(headSize) numbers, values \(valueSize), and \(rotated) are rotated",
        expected: "three times the same number")
    }
    var members: [(key: String, value: JSON)] = [
      ("architectures", [.string(architecture.className)]), ("model_type", .string(architecture.type)),
      ("vocab_size", .integer(embedding.shape[0])), ("hidden_size", .integer(width)),
      ("intermediate_size", .integer(try metadata.integer("feed_forward_length"))),
      ("num_hidden_layers", .integer(try metadata.integer("block_count"))), ("num_attention_heads", .integer(heads)),
      ("num_key_value_heads", .integer(try metadata.optionalInteger("attention.head_count_kv") ?? heads)),
      ("head_dim", .integer(headSize)), ("max_position_embeddings", .integer(try metadata.integer("context_length"))),
      ("rms_norm_eps", .number(try metadata.optionalNumber(architecture.epsilonKey) ?? 1e-6)),
      ("rope_theta", .number(try metadata.optionalNumber("rope.freq_base") ?? 10_000)),
      ("hidden_act", "silu"), ("tie_word_embeddings", .bool(!metadata.hasTensor("output.weight"))),
    ]
    if let key = architecture.shareKey { members.append((key, .number(Self.share(rotated, of: headSize)))) }
    if let scaling = try scaling(headSize: headSize, rotated: rotated) { members.append(("rope_scaling", scaling)) }
    for (member, key) in [("bos_token_id", "bos_token_id"), ("eos_token_id", "eos_token_id")] {
      if let id = try metadata.tokenID(key) { members.append((member, .integer(id))) }
    }
    let own = try architecture.members(metadata)
    if let window = try metadata.optionalInteger("attention.sliding_window"), window > 0,
      !architecture.keys.contains("attention.sliding_window")
    {
      throw Diagnostic(
        metadata.path, "key \"\(architecture.name).attention.sliding_window\" is \(window)",
        expected: "an architecture of which it is known which layers have a window")
    }
    var object = JSONObject(members)
    for (key, value) in own { object[key] = value }
    for key in try architecture.absent(metadata) { object[key] = nil }
    try useFamilyNames(&object)
    return .object(object)
  }

  /// The part of a head that is rotated, as a number that gives it back when it is multiplied and rounded down.
  private static func share(_ rotated: Int, of headSize: Int) -> Double {
    let share = Double(rotated) / Double(headSize)
    return (Double(headSize) * share).rounded(.down) == Double(rotated) ? share : share.nextUp
  }

  /// Families that call keys otherwise, and that have as many heads of keys as of queries.
  private func useFamilyNames(_ object: inout JSONObject) throws(Diagnostic) {
    guard let family = ModelFamily.all.first(where: { $0.architecture.rawValue == architecture.type }) else { return }
    if family.layout != .plain {
      let heads = object["num_attention_heads"]?.integer ?? 0, size = object["head_dim"]?.integer ?? 0
      guard object["num_key_value_heads"]?.integer == heads,
        heads.multipliedReportingOverflow(by: size) == (object["hidden_size"]?.integer ?? 0, false)
      else {
        throw Diagnostic(
          metadata.path, "has other heads of keys than of queries, or heads of another size than its width allows",
          expected: "the GGUF file of a decoder")
      }
      for key in ["num_key_value_heads", "head_dim"] { object[key] = nil }
    }
    for (key, own) in family.keyNames.sorted(by: { $0.key < $1.key }) {
      if let value = object[key] { object[own] = value }
      object[key] = nil
    }
  }

  /// `rope_scaling`; nil where there is none.
  private func scaling(headSize: Int, rotated: Int) throws(Diagnostic) -> JSON? {
    let kind = try metadata.optionalText("rope.scaling.type") ?? "none"
    var factor = try metadata.optionalNumber("rope.scaling.factor")
    if factor == nil { factor = try metadata.optionalNumber("rope.scale_linear") }
    if let factors = metadata.tensors["rope_freqs.weight"] {
      return try llama3(factors, headSize: headSize)
    }
    if let long = metadata.tensors["rope_factors_long.weight"] { return try longRope(long, rotated: rotated) }
    switch kind {
    case "none": return nil
    case "linear":
      guard let factor, factor != 1 else { return nil }
      return ["rope_type": "linear", "factor": .number(factor)]
    case "yarn":
      guard let factor else { throw metadata.missing("\(architecture.name).rope.scaling.factor") }
      var scaling: JSONObject = ["rope_type": "yarn", "factor": .number(factor)]
      scaling["original_max_position_embeddings"] = .integer(
        try metadata.integer("rope.scaling.original_context_length"))
      // The file has what the factor of the paper is multiplied by.
      if let own = try metadata.optionalNumber("rope.scaling.attn_factor") {
        scaling["attention_factor"] = .number(own * YarnScaling.growth(factor))
      }
      scaling["beta_fast"] = try metadata.optionalNumber("rope.scaling.yarn_beta_fast").map { .number($0) }
      scaling["beta_slow"] = try metadata.optionalNumber("rope.scaling.yarn_beta_slow").map { .number($0) }
      return .object(scaling)
    default:
      throw Diagnostic(
        metadata.path, "key \"\(architecture.name).rope.scaling.type\" is \"\(kind)\"", expected: "none, linear or yarn"
      )
    }
  }

  /// Llama 3's scaling: the file has what each frequency is divided by, config.json the numbers that these were made of. Those of Meta's
  /// models are tried for several original lengths, Meta's first, and held against the file's.
  private func llama3(_ factors: TensorView, headSize: Int) throws(Diagnostic) -> JSON {
    let theta = try metadata.optionalNumber("rope.freq_base") ?? 10_000
    let stored = factors.dtype == .f32 ? (0..<factors.count).map { factors.number($0) } : []
    guard stored.count == headSize / 2, let factor = stored.max(), factor >= 1, factor.isFinite else {
      throw strangeFactors(factors)
    }
    for original in [8192] + (6...20).map({ 1 << $0 }) {
      let scaling = RotaryFactors(factor: factor, low: 1, high: 4, original: Double(original))
      let isMet = stored.enumerated().allSatisfy { index, value in
        let expected = scaling.value(index, headSize: headSize, theta: theta)
        return abs(value - expected) <= 1e-5 * expected
      }
      guard isMet else { continue }
      return [
        "rope_type": "llama3", "factor": .number(factor), "low_freq_factor": 1.0, "high_freq_factor": 4.0,
        "original_max_position_embeddings": .integer(original),
      ]
    }
    throw strangeFactors(factors)
  }

  /// LongRoPE's factors as they are written in config.json, of which the file has the nearest float32 numbers.
  private func longRope(_ long: TensorView, rotated: Int) throws(Diagnostic) -> JSON {
    var scaling: JSONObject = [
      "rope_type": "longrope", "original_max_position_embeddings": .integer(try metadata.originalLength()),
    ]
    let sets: [(key: String, tensor: TensorView?)] = [
      ("long_factor", long), ("short_factor", metadata.tensors["rope_factors_short.weight"]),
    ]
    for (key, tensor) in sets {
      guard let tensor, tensor.dtype == .f32, tensor.count == rotated / 2 else {
        throw Diagnostic(
          metadata.path, "its two sets of factors of LongRoPE are not whole",
          expected: "rope_factors_long.weight and rope_factors_short.weight, each of \(rotated / 2) numbers in F32")
      }
      scaling[key] = .array((0..<tensor.count).map { .number(GGUFCursor.shortest(Float(tensor.number($0)))) })
    }
    scaling["attention_factor"] = try metadata.optionalNumber("rope.scaling.attn_factor").map { .number($0) }
    return .object(scaling)
  }

  private func strangeFactors(_ factors: TensorView) -> Diagnostic {
    Diagnostic(
      metadata.path, "tensor '\(factors.name)' holds factors of rotary frequencies that are not Llama 3's",
      expected: "those of low_freq_factor 1, high_freq_factor 4 and an original length of 64 to 1048576")
  }
}
