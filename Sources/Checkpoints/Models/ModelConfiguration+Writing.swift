public import Files

extension ModelConfiguration {
  /// The content of a config.json that says the same.
  public var json: JSON {
    var object: JSONObject = [
      "architectures": [.string(architectureName)], "model_type": .string(architecture.rawValue),
      "hidden_act": "silu", "attention_bias": false, "vocab_size": .integer(vocabularySize),
      "hidden_size": .integer(hiddenSize), "intermediate_size": .integer(intermediateSize),
      "num_hidden_layers": .integer(layerCount), "num_attention_heads": .integer(headCount),
      "num_key_value_heads": .integer(keyValueHeadCount), "head_dim": .integer(headSize),
      "max_position_embeddings": .integer(contextLength), "rms_norm_eps": .number(rmsNormEpsilon),
      "rope_theta": .number(ropeTheta), "rope_scaling": ropeScalingJSON,
      "tie_word_embeddings": .bool(tieWordEmbeddings),
    ]
    // transformers has numbers of its own where these are absent.
    let kept = ["sliding_window", "attn_logit_softcapping", "final_logit_softcapping"]
    for (key, value) in ModelFamily.of(architecture).written(self) where !value.isNull || kept.contains(key) {
      object[key] = value
    }
    let family = ModelFamily.of(architecture)
    if features.hasSlopes { object["max_position_embeddings"] = nil }
    if family.layout != .plain { for key in ["num_key_value_heads", "head_dim"] { object[key] = nil } }
    for (key, own) in family.keyNames.sorted(by: { $0.key < $1.key }) {
      if let value = object[key] { object[own] = value }
      object[key] = nil
    }
    if case .dynamic(_, let original) = ropeScaling {
      object[family.key("max_position_embeddings")] = .integer(original)
    }
    if let bosID { object["bos_token_id"] = .integer(Int(bosID)) }
    if eosIDs.count == 1 {
      object["eos_token_id"] = .integer(Int(eosIDs[0]))
    } else if !eosIDs.isEmpty {
      object["eos_token_id"] = .array(eosIDs.map { .integer(Int($0)) })
    }
    if let torchDType { object["torch_dtype"] = .string(torchDType) }
    return .object(object)
  }

  /// All weights by the names that Hugging Face gives them, with their shapes, from the embedding to the
  /// head.
  public var weights: [(name: String, shape: [Int])] {
    switch layout {
    case .plain: plainWeights
    case .neoX: neoXWeights
    case .gpt2: gpt2Weights
    }
  }

  private var plainWeights: [(name: String, shape: [Int])] {
    var weights: [(String, [Int])] = [("model.embed_tokens.weight", [vocabularySize, hiddenSize])]
    for layer in 0..<layerCount {
      var norms = blockNorms(layer: layer)[...]
      // What stands before the attention, then its weights, then the rest.
      if norms.first?.norm == .attentionInput, let (_, first) = norms.popFirst() {
        weights.append((first, [hiddenSize]))
      }
      let experts = experts(ofLayer: layer)
      for projection in Projection.allCases where experts == nil || projection.block == "self_attn" {
        if let fusion = fusion(of: projection) {
          guard fusion.parts.first == projection else { continue }
          weights.append((fusion.moduleName(layer: layer) + ".weight", shape(of: fusion)))
          continue
        }
        weights.append((projection.moduleName(layer: layer) + ".weight", shape(of: projection)))
        if features.biases.contains(projection) {
          weights.append((projection.moduleName(layer: layer) + ".bias", [shape(of: projection)[0]]))
        }
      }
      if let experts { weights += self.weights(of: experts, layer: layer) }
      for norm in HeadNorm.allCases {
        if let size = size(of: norm) { weights.append((norm.name(layer: layer), [size])) }
      }
      weights += norms.map { ($0.name, [hiddenSize]) }
    }
    weights.append(("model.norm.weight", [hiddenSize]))
    if !tieWordEmbeddings { weights.append(("lm_head.weight", [vocabularySize, hiddenSize])) }
    return weights
  }

  private func weights(of experts: Experts, layer: Int) -> [(name: String, shape: [Int])] {
    [(Experts.routerName(layer: layer), [experts.count, hiddenSize])]
      + (0..<experts.count).flatMap { expert in
        [Projection.gate, .up, .down].map {
          (Experts.weightName(layer: layer, expert: expert, $0), shape(of: $0, in: experts))
        }
      }
  }

  private var architectureName: String {
    // Of the two generations of Baichuan the second has the first name.
    let classes = ModelFamily.of(architecture).classes
    return architecture == .baichuan && !normalizesHead ? classes[1] : classes[0]
  }

  private var ropeScalingJSON: JSON {
    switch ropeScaling {
    case .none: .null
    case .linear(let factor): ["rope_type": "linear", "factor": .number(factor)]
    case .dynamic(let factor, _): ["rope_type": "dynamic", "factor": .number(factor)]
    case .llama3(let factor, let low, let high, let original):
      [
        "rope_type": "llama3", "factor": .number(factor), "low_freq_factor": .number(low),
        "high_freq_factor": .number(high), "original_max_position_embeddings": .integer(original),
      ]
    case .yarn(let yarn):
      [
        "rope_type": "yarn", "factor": .number(yarn.factor), "beta_fast": .number(yarn.betaFast),
        "beta_slow": .number(yarn.betaSlow), "attention_factor": .number(yarn.attentionFactor),
        "truncate": .bool(yarn.truncates), "original_max_position_embeddings": .integer(yarn.originalContextLength),
      ]
    case .longRope(let long):
      [
        "rope_type": "longrope", "short_factor": .array(long.shortFactors.map { .number($0) }),
        "long_factor": .array(long.longFactors.map { .number($0) }), "attention_factor": .number(long.attentionFactor),
        "original_max_position_embeddings": .integer(long.originalContextLength),
      ]
    }
  }
}
