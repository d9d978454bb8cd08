import Files

extension GGUFArchitecture {
  static let qwen3MoE = GGUFArchitecture(
    name: "qwen3moe", className: "Qwen3MoeForCausalLM", type: "qwen3_moe", layerNames: expertNames, keys: expertKeys,
    members: { (metadata) throws(Diagnostic) in
      try metadata.expertMembers(normalizes: true) + [("moe_intermediate_size", .integer(try metadata.expertSize()))]
    },
    written: { configuration in
      configuration.expertMetadata + [
        (
          "expert_feed_forward_length",
          .integer(configuration.features.experts?.intermediateSize ?? configuration.intermediateSize)
        )
      ]
    },
    unsayable: { $0.expertProblem(normalizes: true) })

  static let olmoe = GGUFArchitecture(
    name: "olmoe", className: "OlmoeForCausalLM", type: "olmoe", layerNames: expertNames, asksForHead: true,
    keys: expertKeys,
    members: { (metadata) throws(Diagnostic) in
      try metadata.expertMembers(normalizes: false) + [("intermediate_size", .integer(try metadata.expertSize()))]
    },
    written: { $0.expertMetadata },
    unsayable: { $0.expertProblem(normalizes: false) })

  /// The weights of all experts of a layer stand in one tensor, (experts, outputs, inputs).
  static let stackedExperts: [(stored: String, projection: Projection)] = [
    ("ffn_gate_exps", .gate), ("ffn_up_exps", .up), ("ffn_down_exps", .down),
  ]

  private static let expertNames = usualNames + [("ffn_gate_inp", "mlp.gate")]
  private static let expertKeys = [
    "expert_count", "expert_used_count", "expert_feed_forward_length", "expert_weights_norm",
  ]
}

extension GGUFMetadata {
  /// Whether the chosen experts' weights are divided by their sum the files do not always say: llama.cpp has it in its code.
  fileprivate func expertMembers(normalizes: Bool) throws(Diagnostic) -> [(key: String, value: JSON)] {
    [
      ("num_experts", .integer(try integer("expert_count"))),
      ("num_experts_per_tok", .integer(try integer("expert_used_count"))),
      ("norm_topk_prob", .bool(try optionalFlag("expert_weights_norm") ?? normalizes)),
    ]
  }

  fileprivate func expertSize() throws(Diagnostic) -> Int {
    if let own = try optionalInteger("expert_feed_forward_length") { return own }
    return try integer("feed_forward_length")
  }
}

extension ModelConfiguration {
  fileprivate var expertMetadata: [(String, GGUFValue)] {
    guard let experts = features.experts else { return [] }
    return [("expert_count", .integer(experts.count)), ("expert_used_count", .integer(experts.chosen))]
  }

  fileprivate func expertProblem(normalizes: Bool) -> String? {
    guard let experts = features.experts, experts.denseLayers.isEmpty else { return "layers without experts" }
    guard experts.normalizes == normalizes else {
      return "\"norm_topk_prob\": \(experts.normalizes), and llama.cpp has the other in its code"
    }
    if let window = slidingWindow { return "a window of \(window) tokens, and llama.cpp knows none of it" }
    // On all keys as one row.
    if features.headNorms == .together, keyValueSize != hiddenSize { return "fewer heads of keys than of queries" }
    return features.biases.isEmpty ? nil : "biases"
  }
}

extension TensorView {
  /// The experts of a stack under their own names; nil for another tensor.
  func experts(_ stored: String) -> [TensorView]? {
    let parts = stored.split(separator: ".").map(String.init)
    guard parts.count == 4, parts[0] == "blk", parts[3] == "weight", let layer = Int(parts[1]), shape.count == 3,
      let projection = GGUFArchitecture.stackedExperts.first(where: { $0.stored == parts[2] })?.projection
    else { return nil }
    let size = shape[0] == 0 ? 0 : bytes.count / shape[0]
    return (0..<shape[0]).map { expert in
      part(expert * size..<(expert + 1) * size, shape: Array(shape[1...]))
        .named(Experts.weightName(layer: layer, expert: expert, projection))
    }
  }
}
