import Checkpoints
import Files
import TestSupport
import Testing

/// What each family reads of its keys.
extension ModelConfigurationTests {
  @Test("Mistral: its window and its defaults")
  func mistral() throws {
    let base: [String: JSON?] = ["architectures": ["MistralForCausalLM"]]
    #expect(try read(base.merging(["sliding_window": 32]) { $1 }).slidingWindow == 32)
    #expect(try read(base.merging(["sliding_window": JSON.null]) { $1 }).slidingWindow == nil)
    #expect(try read(base).slidingWindow == 4096)
    #expect(try read(base.merging(["num_key_value_heads": nil]) { $1 }).keyValueHeadCount == 8)
  }

  @Test("Qwen, SmolLM3 and Granite: what config.json does not say is as in transformers")
  func families() throws {
    func family(_ name: String, _ changes: [String: JSON?] = [:]) throws -> ModelConfiguration {
      try read(changes.merging(["architectures": [.string(name)]]) { $1 })
    }
    let qwen2 = try family("Qwen2ForCausalLM", ["sliding_window": 7])
    #expect(
      qwen2.features.biases == [.q, .k, .v] && qwen2.slidingWindow == nil && qwen2.features.windowedLayers == nil)
    let windowed = try family(
      "Qwen2ForCausalLM", ["sliding_window": 7, "use_sliding_window": true, "max_window_layers": 1])
    #expect(windowed.window(ofLayer: 0) == nil && windowed.window(ofLayer: 1) == 7)
    let qwen3 = try family("Qwen3ForCausalLM", ["hidden_size": 60])
    #expect(qwen3.headSize == 128 && qwen3.features == DecoderFeatures(headNorms: .each))
    #expect(try family("Qwen3ForCausalLM", ["attention_bias": true]).features.biases == [.q, .k, .v, .o])
    let smol = try family("SmolLM3ForCausalLM", ["num_hidden_layers": 8])
    #expect(smol.features.unrotatedLayers == [3, 7] && smol.tieWordEmbeddings && smol.ropeTheta == 2_000_000)
    let listed = try family("SmolLM3ForCausalLM", ["no_rope_layers": [0, 1], "use_sliding_window": true])
    #expect(listed.features.unrotatedLayers == [0] && listed.features.windowedLayers == [0])
    let granite = try family("GraniteForCausalLM", ["embedding_multiplier": 12])
    #expect(granite.features == DecoderFeatures(embeddingScale: 12, attentionScale: 1))
    #expect(try read(["attention_bias": true, "mlp_bias": true]).features.biases == Set(Projection.allCases))
    #expect(try read(["model_type": "qwen2", "architectures": nil]).architecture == .qwen2)
    // As arXiv:2309.00071 has it: a tenth of the logarithm, and one.
    guard
      case .yarn(let yarn) = try family(
        "Qwen2ForCausalLM", ["rope_scaling": ["type": "yarn", "factor": 4, "original_max_position_embeddings": 512]]
      ).ropeScaling
    else {
      Issue.record("no yarn")
      return
    }
    #expect(yarn.betaFast == 32 && yarn.betaSlow == 1 && yarn.originalContextLength == 512 && yarn.truncates)
    #expect(abs(yarn.attentionFactor - 1.1386294361) < 1e-9)
  }

  @Test("Gemma, Phi-3 and the families with experts: what config.json does not say is as in transformers")
  func laterFamilies() throws {
    func family(_ name: String, _ changes: [String: JSON?] = [:]) throws -> ModelConfiguration {
      try read(changes.merging(["architectures": [.string(name)]]) { $1 })
    }
    let second = try family("Gemma2ForCausalLM")
    #expect(
      second.attentionCap == 50 && second.logitCap == 30 && second.slidingWindow == 4096 && second.headSize == 256)
    #expect(second.tieWordEmbeddings && second.attentionScale == 0.0625 && second.features.embeddingScale == 8)
    #expect(second.features.windowedLayers == [0] && second.normOffset == 1)
    let uncapped = try family("Gemma2ForCausalLM", ["attn_logit_softcapping": .null, "final_logit_softcapping": .null])
    #expect(uncapped.attentionCap == nil && uncapped.logitCap == nil)
    let third = try family("Gemma3ForCausalLM", ["num_hidden_layers": 8])
    #expect(third.features.windowedLayers == [0, 1, 2, 3, 4, 6, 7] && third.features.windowedRopeTheta == 10_000)
    #expect(third.ropeTheta == 1_000_000 && third.attentionCap == nil && third.features.headNorms == .each)
    let phi = try family("Phi3ForCausalLM")
    #expect(phi.slidingWindow == nil && phi.rotatedSize == 8 && phi.shape(of: .qkv) == [128, 64])
    #expect(phi.weights.map(\.name).contains("model.layers.1.mlp.gate_up_proj.weight"))
    let sparse = try family("Qwen3MoeForCausalLM", ["num_hidden_layers": 4, "decoder_sparse_step": 2])
    #expect(
      sparse.features.experts
        == Experts(count: 128, chosen: 8, intermediateSize: 768, normalizes: false, denseLayers: [0, 2]))
    let pythia = try family("GPTNeoXForCausalLM", ["num_attention_heads": 4])
    #expect(pythia.features.isParallel && pythia.rotatedSize == 4 && pythia.features.activation == .ungatedGELU)
    #expect(pythia.features.biases == [.q, .k, .v, .o, .up, .down] && pythia.headName == "embed_out.weight")
    let gpt = try family(
      "GPT2LMHeadModel", ["n_embd": 48, "n_layer": 3, "n_head": 4, "n_positions": 77, "intermediate_size": nil])
    #expect(gpt.hiddenSize == 48 && gpt.intermediateSize == 192 && gpt.layerCount == 3 && gpt.contextLength == 77)
    #expect(gpt.tieWordEmbeddings && gpt.features.activation == .ungatedGELUTanh && gpt.features.embedsPositions)
    let olmoe = try family("OlmoeForCausalLM")
    #expect(olmoe.features.experts == Experts(count: 64, chosen: 8, intermediateSize: 176, normalizes: false))
    #expect(olmoe.weights.count == 2 * (8 + 1 + 3 * 64) + 3)
  }

  @Test("a base that grows with the length: the context is as many times as long, and is written as it was")
  func dynamic() throws {
    let scaled = try read(["rope_scaling": ["type": "dynamic", "factor": 2.5]])
    #expect(scaled.ropeScaling == .dynamic(factor: 2.5, originalContextLength: 2048) && scaled.contextLength == 5120)
    #expect([2048, 2049, 3000].map(scaled.angleLength) == [0, 2049, 3000])
    #expect(try read(["rope_parameters": ["rope_type": "dynamic", "factor": 2.5, "rope_theta": 1e4]]) == scaled)
    let written = try #require(scaled.json.object)
    #expect(written["max_position_embeddings"] == 2048)
    #expect(try ModelConfiguration(json: written, place: "config.json") == scaled)
    let neoX = try read([
      "architectures": ["GPTNeoXForCausalLM"], "num_attention_heads": 4, "num_key_value_heads": nil,
      "rope_scaling": ["type": "dynamic", "factor": 4],
    ])
    #expect(neoX.contextLength == 8192)
    #expect(try ModelConfiguration(json: #require(neoX.json.object), place: "config.json") == neoX)
  }

  @Test("Baichuan: NormHead from the second generation on")
  func baichuan() throws {
    let second = try read(["architectures": ["BaichuanForCausalLM"], "num_key_value_heads": nil])
    #expect(second.architecture == .baichuan && second.normalizesHead && second.keyValueHeadCount == 8)
    #expect(try !read(["architectures": ["BaiChuanForCausalLM"], "vocab_size": 64000]).normalizesHead)
    #expect(try !read(["architectures": ["BaichuanForCausalLM"], "vocab_size": 64000]).normalizesHead)
    #expect(
      try read(["architectures": ["BaichuanForCausalLM"], "model_max_length": 4096]).contextLength == 4096)
    // The 13B models have slopes in place of rotary positions.
    let large = try read([
      "architectures": ["BaichuanForCausalLM"], "max_position_embeddings": nil, "model_max_length": 4096,
      "hidden_size": 80, "num_attention_heads": 5, "num_key_value_heads": nil,
    ])
    #expect(large.features.hasSlopes && large.contextLength == 4096 && large.features.unrotatedLayers == [0, 1])
    // Of five heads: those of four, and the first of eight.
    #expect(large.slopes == [0.25, 0.0625, 0.015625, 0.00390625, 0.5] && second.slopes == nil)
  }
}
