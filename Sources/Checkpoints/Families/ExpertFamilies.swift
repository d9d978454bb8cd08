import Files

/// Qwen3-MoE: Qwen3 with experts in most layers. arXiv:2505.09388.
extension ModelFamily {
  static let qwen3MoE = ModelFamily(
    architecture: .qwen3MoE, classes: ["Qwen3MoeForCausalLM"], keyValueHeads: 4, name: "Qwen3-MoE",
    keys: ConfigurationReader.windowKeys + ConfigurationReader.expertKeys + [
      "num_local_experts", "moe_intermediate_size", "decoder_sparse_step", "mlp_only_layers",
    ],
    features: { (reader, layers) throws(Diagnostic) in
      var features = DecoderFeatures(
        biases: try reader.biases(attention: [.q, .k, .v, .o], feedForward: false), headNorms: .each)
      let size = try reader.optionalSize("moe_intermediate_size") ?? 768
      var experts = try reader.experts(count: try reader.optionalSize("num_local_experts") ?? 128, size: size)
      experts.denseLayers = try reader.denseLayers(layers)
      features.experts = experts
      return features
    },
    slidingWindow: { (reader) throws(Diagnostic) in try reader.optionalWindow() },
    written: { configuration in
      let experts = configuration.features.experts
      let dense = (experts?.denseLayers ?? []).sorted().map { JSON.integer($0) }
      return [
        ("attention_bias", .bool(configuration.features.biases.contains(.q))),
        ("moe_intermediate_size", experts.map { .integer($0.intermediateSize) } ?? .null),
        ("mlp_only_layers", .array(dense)), ("decoder_sparse_step", 1),
        ("use_sliding_window", .bool(configuration.slidingWindow != nil)),
        ("sliding_window", configuration.slidingWindow.map { .integer($0) } ?? .null),
      ] + configuration.expertKeys
    })

  /// OLMoE: experts in every layer, and a norm on all queries and all keys together. arXiv:2409.02060.
  static let olmoe = ModelFamily(
    architecture: .olmoe, classes: ["OlmoeForCausalLM"], normEpsilon: 1e-5, name: "OLMoE",
    keys: ConfigurationReader.expertKeys + ["clip_qkv"],
    features: { (reader, _) throws(Diagnostic) in
      if let clip = reader.value("clip_qkv") {
        throw .unsupportedKey(reader.place, "clip_qkv", clip.text(), "only null is supported")
      }
      var features = DecoderFeatures(
        biases: try reader.biases(attention: [.q, .k, .v, .o], feedForward: false), headNorms: .together)
      features.experts = try reader.experts(count: 64, size: try reader.size("intermediate_size"))
      return features
    },
    written: { configuration in
      [("attention_bias", .bool(configuration.features.biases.contains(.q)))] + configuration.expertKeys
    })
}

extension ConfigurationReader {
  fileprivate static let expertKeys = [
    "num_experts", "num_experts_per_tok", "norm_topk_prob", "router_aux_loss_coef", "output_router_logits",
  ]

  /// - Parameter count: how many there are where `num_experts` is absent.
  fileprivate func experts(count: Int, size: Int) throws(Diagnostic) -> Experts {
    let experts = Experts(
      count: try optionalSize("num_experts", limit: 4096) ?? count,
      chosen: try optionalSize("num_experts_per_tok", limit: 4096) ?? 8, intermediateSize: size,
      normalizes: try flag("norm_topk_prob", default: false))
    guard experts.chosen <= experts.count else {
      throw Diagnostic(
        place, "\"num_experts_per_tok\" is \(experts.chosen), of \(experts.count) experts",
        expected: "a token cannot take more of them than there are")
    }
    return experts
  }

  /// Those that `mlp_only_layers` names, and those that `decoder_sparse_step` leaves out.
  fileprivate func denseLayers(_ layers: Int) throws(Diagnostic) -> Set<Int> {
    let step = try optionalSize("decoder_sparse_step") ?? 1
    let skipped = Set((0..<layers).filter { ($0 + 1) % step != 0 })
    guard let value = value("mlp_only_layers") else { return skipped }
    let named = value.array?.compactMap(\.integer) ?? []
    guard named.count == value.array?.count, named.allSatisfy((0..<layers).contains) else {
      throw .wrongValue(place, "mlp_only_layers", value, "a list of layers from 0 to \(layers - 1) was expected")
    }
    return skipped.union(named)
  }
}

extension ModelConfiguration {
  fileprivate var expertKeys: [(key: String, value: JSON)] {
    guard let experts = features.experts else { return [] }
    return [
      ("num_experts", .integer(experts.count)), ("num_experts_per_tok", .integer(experts.chosen)),
      ("norm_topk_prob", .bool(experts.normalizes)),
    ]
  }
}
