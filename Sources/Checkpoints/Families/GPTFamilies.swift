import Files

/// GPT-NeoX, which Pythia is: LayerNorm, biases, both blocks of a layer beside each other, rotary positions on a part of a head.
/// arXiv:2204.06745, arXiv:2304.01373.
extension ModelFamily {
  static let neoX = ModelFamily(
    architecture: .neoX, classes: ["GPTNeoXForCausalLM"], normEpsilon: 1e-5, fusions: [.queryKeyValue],
    activations: [
      ("gelu", .ungatedGELU), ("gelu_new", .ungatedGELUTanh), ("gelu_fast", .ungatedGELUTanh),
      ("gelu_pytorch_tanh", .ungatedGELUTanh),
    ],
    layout: .neoX,
    keyNames: ["rms_norm_eps": "layer_norm_eps", "rope_theta": "rotary_emb_base"], name: "GPT-NeoX",
    keys: ["layer_norm_eps", "rotary_emb_base", "rotary_pct", "use_parallel_residual"],
    features: { (reader, _) throws(Diagnostic) in
      var features = DecoderFeatures(biases: [.up, .down])
      if try reader.flag("attention_bias", default: true) { features.biases.formUnion([.q, .k, .v, .o]) }
      features.centersNorms = true
      features.isParallel = try reader.flag("use_parallel_residual", default: true)
      features.rotaryShare = try reader.rotaryShare("rotary_pct", default: 0.25)
      return features
    },
    written: { configuration in
      let features = configuration.features
      return [
        ("hidden_act", features.activation == .ungatedGELUTanh ? "gelu_new" : "gelu"),
        ("attention_bias", .bool(features.biases.contains(.q))), ("rotary_pct", .number(features.rotaryShare)),
        ("use_parallel_residual", .bool(features.isParallel)),
      ]
    })

  /// GPT-2: LayerNorm, biases, positions that are learned. Radford and others, 2019.
  static let gpt2 = ModelFamily(
    architecture: .gpt2, classes: ["GPT2LMHeadModel"], tiesWordEmbeddings: true, normEpsilon: 1e-5,
    fusions: [.attention], activationKey: "activation_function",
    activations: [
      ("gelu_new", .ungatedGELUTanh), ("gelu_pytorch_tanh", .ungatedGELUTanh), ("gelu_fast", .ungatedGELUTanh),
      ("gelu", .ungatedGELU),
    ],
    layout: .gpt2,
    keyNames: [
      "hidden_size": "n_embd", "num_hidden_layers": "n_layer", "num_attention_heads": "n_head",
      "max_position_embeddings": "n_positions", "intermediate_size": "n_inner", "rms_norm_eps": "layer_norm_epsilon",
      "hidden_act": "activation_function",
    ],
    feedForwardFactor: 4, name: "GPT-2",
    keys: [
      "n_embd", "n_layer", "n_head", "n_positions", "n_inner", "layer_norm_epsilon", "activation_function",
      "scale_attn_weights", "scale_attn_by_inverse_layer_idx",
    ],
    features: { (reader, layers) throws(Diagnostic) in
      if try reader.flag("scale_attn_by_inverse_layer_idx", default: false) {
        throw .unsupportedKey(reader.place, "scale_attn_by_inverse_layer_idx", "true", "only false is supported")
      }
      var features = DecoderFeatures(
        biases: Set(Projection.allCases).subtracting([.gate]), unrotatedLayers: Set(0..<layers),
        attentionScale: try reader.flag("scale_attn_weights", default: true) ? nil : 1)
      features.centersNorms = true
      features.embedsPositions = true
      return features
    },
    written: { configuration in
      [
        ("hidden_act", configuration.features.activation == .ungatedGELU ? "gelu" : "gelu_new"),
        ("scale_attn_weights", .bool(configuration.features.attentionScale == nil)),
      ]
    })
}
