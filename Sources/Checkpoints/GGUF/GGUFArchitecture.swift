import Files

/// How one architecture of GGUF is read as a Hugging Face model: its configuration, the names of its tensors, and what its converter
/// did to the numbers.
struct GGUFArchitecture: Sendable {
  /// As `general.architecture` has it.
  let name: String
  let className: String
  /// `model_type` of config.json.
  let type: String
  /// By the ends of the model's names, what stands otherwise in the file.
  var arrangements: [(ending: String, arrangement: GGUFArrangement)] = []
  /// What the converter adds to the weights of norms.
  var normOffset: Float = 0
  /// Tensors within a layer: ggml's name and the model's, both without `.weight` or `.bias`.
  var layerNames: [(stored: String, name: String)] = Self.usualNames
  /// What the model's names of layers begin with, before the number.
  var layerPrefix = "model.layers"
  /// Tensors outside the layers, as `layerNames`.
  var outerNames: [(stored: String, name: String)] = Self.usualOuterNames
  /// Weights of several projections that are one in the model and one each in the file.
  var splits: [FusedProjection] = []
  /// Whether llama.cpp asks for a head where it is the embedding, too.
  var asksForHead = false
  /// The key of what norms add to the variance.
  var epsilonKey = "attention.layer_norm_rms_epsilon"
  /// Whether queries and keys are rotated at all.
  var rotates = true
  /// The member of config.json that says which part of a head is rotated; nil: all of it is.
  var shareKey: String?
  /// Of the architecture's own keys, those that mean the same to all or to it, without a number in them that is not read.
  var keys: [String] = []
  /// Members of config.json beside those of all.
  var members: @Sendable (GGUFMetadata) throws(Diagnostic) -> [(key: String, value: JSON)] = { _ in [] }
  /// Members of all that it does not have.
  var absent: @Sendable (GGUFMetadata) throws(Diagnostic) -> [String] = { _ in [] }

  /// The architecture's own keys that say the same as `members`.
  var written: @Sendable (ModelConfiguration) -> [(String, GGUFValue)] = { _ in [] }
  /// Why a model's features cannot be said in a file; nil where they can.
  var unsayable: @Sendable (ModelConfiguration) -> String? = { configuration in
    configuration.slidingWindow.map { "a window of \($0) tokens, and GGUF files do not say which layers have one" }
  }

  static let all: [GGUFArchitecture] = [
    .llama, .qwen2, .qwen3, .granite, .smolLM3, .olmo2, .gemma2, .gemma3, .phi3, .baichuan, .neoX, .gpt2, .qwen3MoE,
    .olmoe,
  ]

  static var known: String { all.map(\.name).joined(separator: ", ") }

  static let usualNames = [
    ("attn_norm", "input_layernorm"), ("ffn_norm", "post_attention_layernorm"), ("attn_q", "self_attn.q_proj"),
    ("attn_k", "self_attn.k_proj"), ("attn_v", "self_attn.v_proj"), ("attn_output", "self_attn.o_proj"),
    ("ffn_gate", "mlp.gate_proj"), ("ffn_up", "mlp.up_proj"), ("ffn_down", "mlp.down_proj"),
    ("attn_q_norm", "self_attn.q_norm"), ("attn_k_norm", "self_attn.k_norm"),
  ]

  static let usualOuterNames = [
    ("token_embd", "model.embed_tokens"), ("output_norm", "model.norm"), ("output", "lm_head"),
  ]

  /// As Llama's converter puts queries and keys; others leave them.
  static let pairedRows: [(ending: String, arrangement: GGUFArrangement)] = [
    ("q_proj.weight", .pairs), ("k_proj.weight", .pairs), ("q_proj.bias", .pairs), ("k_proj.bias", .pairs),
  ]

  /// How a weight of the model stands in the file; nil: as it is.
  func arrangement(of name: String) -> GGUFArrangement? {
    arrangements.first { name.hasSuffix($0.ending) }?.arrangement
  }

  /// ggml's name of a tensor of the model; nil for one that it has none for.
  func stored(_ name: String) -> String? {
    let parts = name.split(separator: ".").map(String.init)
    guard let kind = parts.last else { return nil }
    let module = parts.dropLast().joined(separator: ".")
    if let outer = outerNames.first(where: { $0.name == module }) { return "\(outer.stored).\(kind)" }
    guard let (layer, inner) = split(module) else { return nil }
    return layerNames.first { $0.name == inner }.map { "blk.\(layer).\($0.stored).\(kind)" }
  }

  /// The model's name of a tensor; nil for one that is none of the model's.
  func name(of stored: String) -> String? {
    let parts = stored.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let kind = parts.last, kind == "weight" || kind == "bias" else { return nil }
    if parts.count == 2 { return outerNames.first { $0.stored == parts[0] }.map { "\($0.name).\(kind)" } }
    guard parts.count == 4, parts[0] == "blk", let layer = Int(parts[1]), "\(layer)" == parts[1] else { return nil }
    return layerNames.first { $0.stored == parts[2] }.map { "\(layerPrefix).\(layer).\($0.name).\(kind)" }
  }

  /// The layer's number and what stands behind it, of a module within a layer.
  func split(_ module: String) -> (layer: Int, inner: String)? {
    guard module.hasPrefix(layerPrefix + ".") else { return nil }
    let rest = module.dropFirst(layerPrefix.utf8.count + 1)
    guard let dot = rest.firstIndex(of: "."), let layer = Int(rest[..<dot]) else { return nil }
    return (layer, String(rest[rest.index(after: dot)...]))
  }
}

extension GGUFArchitecture {
  /// Llama 1 to 3.x, Mistral, SmolLM2 and others of Llama's code.
  static let llama = GGUFArchitecture(
    name: "llama", className: "LlamaForCausalLM", type: "llama", arrangements: pairedRows,
    members: { metadata in
      // Biases are where their tensors are.
      [
        ("attention_bias", .bool(metadata.hasTensor("blk.0.attn_q.bias"))),
        ("mlp_bias", .bool(metadata.hasTensor("blk.0.ffn_up.bias"))),
      ]
    })

  static let qwen2 = GGUFArchitecture(name: "qwen2", className: "Qwen2ForCausalLM", type: "qwen2")
  static let qwen3 = GGUFArchitecture(name: "qwen3", className: "Qwen3ForCausalLM", type: "qwen3")

  static let granite = GGUFArchitecture(
    name: "granite", className: "GraniteForCausalLM", type: "granite", arrangements: pairedRows,
    keys: ["embedding_scale", "residual_scale", "attention.scale", "logit_scale"],
    members: { (metadata) throws(Diagnostic) in
      let numbers = [
        ("embedding_multiplier", "embedding_scale"), ("residual_multiplier", "residual_scale"),
        ("attention_multiplier", "attention.scale"), ("logits_scaling", "logit_scale"),
      ]
      var members: [(key: String, value: JSON)] = []
      for (member, key) in numbers {
        if let number = try metadata.optionalNumber(key) { members.append((member, .number(number))) }
      }
      return members
    },
    written: { configuration in
      let features = configuration.features
      return [
        ("embedding_scale", .number(features.embeddingScale)), ("residual_scale", .number(features.residualScale)),
        ("attention.scale", .number(Double(configuration.attentionScale))),
        ("logit_scale", .number(features.logitDivisor)),
      ]
    })

  /// Every fourth layer has no rotary positions, which the file does not say: llama.cpp has it in its code.
  static let smolLM3 = GGUFArchitecture(
    name: "smollm3", className: "SmolLM3ForCausalLM", type: "smollm3", arrangements: pairedRows,
    members: { _ in [("no_rope_layer_interval", 4), ("use_sliding_window", false)] })

  static let olmo2 = GGUFArchitecture(
    name: "olmo2", className: "Olmo2ForCausalLM", type: "olmo2",
    layerNames: usualNames.filter { $0.0 != "attn_norm" && $0.0 != "ffn_norm" } + [
      ("post_attention_norm", "post_attention_layernorm"), ("post_ffw_norm", "post_feedforward_layernorm"),
    ], asksForHead: true)
}
