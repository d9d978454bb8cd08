import Files

extension GGUFArchitecture {
  /// Queries, keys and values are one weight, gate and up another. llama.cpp reads the window and leaves it aside, so that it and
  /// transformers differ in longer texts; here it counts.
  static let phi3 = GGUFArchitecture(
    name: "phi3", className: "Phi3ForCausalLM", type: "phi3",
    layerNames: usualNames.filter { $0.0 != "ffn_gate" && $0.0 != "ffn_up" } + [
      ("attn_qkv", "self_attn.qkv_proj"), ("ffn_up", "mlp.gate_up_proj"),
    ],
    shareKey: "partial_rotary_factor", keys: ["attention.sliding_window"],
    members: { (metadata) throws(Diagnostic) in
      let window = try metadata.optionalInteger("attention.sliding_window") ?? 0
      var members: [(key: String, value: JSON)] = [
        ("attention_bias", false), ("sliding_window", window > 0 ? .integer(window) : .null),
      ]
      if metadata.hasTensor("rope_factors_long.weight") {
        members.append(("original_max_position_embeddings", .integer(try metadata.originalLength())))
      }
      return members
    },
    written: { configuration in
      configuration.slidingWindow.map { [("attention.sliding_window", .integer($0))] } ?? []
    },
    unsayable: { configuration in
      configuration.attentionSize == configuration.hiddenSize
        ? nil : "heads of \(configuration.attentionSize) numbers in all, and \(configuration.hiddenSize) are expected"
    })

  /// Which of the two kinds a model is, llama.cpp knows by the number of layers alone. Baichuan 2's head is written with its rows at the
  /// length of 1, and read as it is.
  static let baichuan = GGUFArchitecture(
    name: "baichuan", className: "BaiChuanForCausalLM", type: "baichuan", arrangements: pairedRows, splits: [.pack],
    asksForHead: true,
    members: { (metadata) throws(Diagnostic) in
      let layers = try metadata.integer("block_count")
      guard GGUFArchitecture.baichuanLayers.contains(layers) else {
        throw Diagnostic(
          metadata.path, "key \"baichuan.block_count\" is \(layers): how positions are told is not known",
          expected: "32 layers (rotary positions) or 40 (ALiBi), as llama.cpp has it")
      }
      return [("model_max_length", .integer(try metadata.integer("context_length")))]
    },
    absent: { (metadata) throws(Diagnostic) in
      try metadata.integer("block_count") == 40 ? ["max_position_embeddings"] : []
    },
    written: { _ in
      [("tensor_data_layout", .text("Meta AI original pth"))]
    },
    unsayable: { configuration in
      let expected = GGUFArchitecture.baichuanLayers[configuration.features.hasSlopes ? 1 : 0]
      guard configuration.layerCount != expected else { return nil }
      return "\(configuration.layerCount) layers, and llama.cpp knows by \(expected) of them how positions are told"
    })

  /// With rotary positions, and with ALiBi.
  private static let baichuanLayers = [32, 40]
}
