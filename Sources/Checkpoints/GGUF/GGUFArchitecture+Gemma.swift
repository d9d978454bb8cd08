import Files

extension GGUFArchitecture {
  /// What scores are multiplied by, and which layers have a window, the files do not say: both are as llama.cpp has them in its code, by
  /// the number of layers.
  static let gemma2 = GGUFArchitecture(
    name: "gemma2", className: "Gemma2ForCausalLM", type: "gemma2", normOffset: 1, layerNames: aroundNames,
    keys: ["attn_logit_softcapping", "final_logit_softcapping", "attention.sliding_window"],
    members: { (metadata) throws(Diagnostic) in
      try metadata.gemmaMembers(scalarOfHidden: 46) + [
        ("attn_logit_softcapping", try metadata.optionalNumber("attn_logit_softcapping").map { .number($0) } ?? .null),
        (
          "final_logit_softcapping", try metadata.optionalNumber("final_logit_softcapping").map { .number($0) } ?? .null
        ),
      ]
    },
    written: { configuration in
      let caps = [
        ("attn_logit_softcapping", configuration.features.attentionCap),
        ("final_logit_softcapping", configuration.features.logitCap),
      ]
      return configuration.windowKey + caps.compactMap { key, cap in cap.map { (key, .number($0)) } }
    },
    unsayable: { configuration in
      configuration.gemmaProblem(scalarOfHidden: 46, windowed: { $0 % 2 == 0 })
    })

  static let gemma3 = GGUFArchitecture(
    name: "gemma3", className: "Gemma3ForCausalLM", type: "gemma3_text", normOffset: 1, layerNames: aroundNames,
    keys: ["attention.sliding_window", "rope.freq_base_swa"],
    members: { (metadata) throws(Diagnostic) in
      let theta = try metadata.optionalNumber("rope.freq_base_swa") ?? 10_000
      return try metadata.gemmaMembers(scalarOfHidden: 62) + [("rope_local_base_freq", .number(theta))]
    },
    written: { configuration in
      configuration.windowKey + [("rope.freq_base_swa", .number(configuration.features.windowedRopeTheta ?? 10_000))]
    },
    unsayable: { configuration in
      if configuration.features.attentionCap != nil || configuration.features.logitCap != nil { return "caps" }
      return configuration.gemmaProblem(scalarOfHidden: 62, windowed: { ($0 + 1) % 6 != 0 })
    })

  /// Norms before and behind both blocks.
  private static let aroundNames =
    usualNames.filter { $0.0 != "ffn_norm" } + [
      ("post_attention_norm", "post_attention_layernorm"), ("ffn_norm", "pre_feedforward_layernorm"),
      ("post_ffw_norm", "post_feedforward_layernorm"),
    ]
}

extension GGUFMetadata {
  /// - Parameter scalarOfHidden: the number of layers of the one model whose scores are scaled by another size than a head's.
  fileprivate func gemmaMembers(scalarOfHidden layers: Int) throws(Diagnostic) -> [(key: String, value: JSON)] {
    let width = try integer("embedding_length"), heads = try integer("attention.head_count")
    let head = try optionalInteger("attention.key_length") ?? width / max(heads, 1)
    let scalar = try integer("block_count") == layers ? width / max(heads, 1) : head
    var members: [(key: String, value: JSON)] = [
      ("hidden_act", "gelu_pytorch_tanh"), ("hidden_activation", "gelu_pytorch_tanh"),
      ("query_pre_attn_scalar", .integer(scalar)),
    ]
    if let window = try optionalInteger("attention.sliding_window") {
      members.append(("sliding_window", .integer(window)))
    }
    return members
  }
}

extension ModelConfiguration {
  fileprivate var windowKey: [(String, GGUFValue)] {
    slidingWindow.map { [("attention.sliding_window", .integer($0))] } ?? []
  }

  fileprivate func gemmaProblem(scalarOfHidden layers: Int, windowed: (Int) -> Bool) -> String? {
    let scalar = layerCount == layers ? hiddenSize / headCount : headSize
    // Beyond the rounding of one way to compute it or another.
    guard abs(attentionScale * Float(scalar).squareRoot() - 1) < 1e-6 else {
      return "scores that are not scaled by 1 / sqrt(\(scalar)), as llama.cpp scales them"
    }
    guard features.windowedLayers == Set((0..<layerCount).filter(windowed)), slidingWindow != nil else {
      return "windows in other layers than llama.cpp has them in"
    }
    return features.biases.isEmpty ? nil : "biases"
  }
}
