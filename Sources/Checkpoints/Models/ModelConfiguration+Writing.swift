public import Files

extension ModelConfiguration {
  /// The content of a config.json that says the same.
  public var json: JSON {
    var object: JSONObject = [
      "architectures": [.string(architectureName)], "model_type": .string(modelType),
      "hidden_act": "silu", "attention_bias": false, "vocab_size": .integer(vocabularySize),
      "hidden_size": .integer(hiddenSize), "intermediate_size": .integer(intermediateSize),
      "num_hidden_layers": .integer(layerCount), "num_attention_heads": .integer(headCount),
      "num_key_value_heads": .integer(keyValueHeadCount), "head_dim": .integer(headSize),
      "max_position_embeddings": .integer(contextLength), "rms_norm_eps": .number(rmsNormEpsilon),
      "rope_theta": .number(ropeTheta), "rope_scaling": ropeScalingJSON,
      "tie_word_embeddings": .bool(tieWordEmbeddings),
    ]
    if architecture == .mistral { object["sliding_window"] = slidingWindow.map { .integer($0) } ?? .null }
    if architecture == .baichuan { object["model_max_length"] = .integer(contextLength) }
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
    var weights: [(String, [Int])] = [("model.embed_tokens.weight", [vocabularySize, hiddenSize])]
    for layer in 0..<layerCount {
      let name = "model.layers.\(layer)"
      weights.append(("\(name).input_layernorm.weight", [hiddenSize]))
      if architecture == .baichuan {
        weights.append(("\(name).self_attn.W_pack.weight", [3 * attentionSize, hiddenSize]))
      }
      for projection in Projection.allCases {
        if architecture == .baichuan, [.q, .k, .v].contains(projection) { continue }
        weights.append((projection.moduleName(layer: layer) + ".weight", shape(of: projection)))
      }
      weights.append(("\(name).post_attention_layernorm.weight", [hiddenSize]))
    }
    weights.append(("model.norm.weight", [hiddenSize]))
    if !tieWordEmbeddings { weights.append(("lm_head.weight", [vocabularySize, hiddenSize])) }
    return weights
  }

  private var architectureName: String {
    switch architecture {
    case .llama: "LlamaForCausalLM"
    case .mistral: "MistralForCausalLM"
    case .baichuan: normalizesHead ? "BaichuanForCausalLM" : "BaiChuanForCausalLM"
    }
  }

  private var modelType: String {
    switch architecture {
    case .llama: "llama"
    case .mistral: "mistral"
    case .baichuan: "baichuan"
    }
  }

  private var ropeScalingJSON: JSON {
    switch ropeScaling {
    case .none: .null
    case .linear(let factor): ["rope_type": "linear", "factor": .number(factor)]
    case .llama3(let factor, let low, let high, let original):
      [
        "rope_type": "llama3", "factor": .number(factor), "low_freq_factor": .number(low),
        "high_freq_factor": .number(high), "original_max_position_embeddings": .integer(original),
      ]
    }
  }
}
