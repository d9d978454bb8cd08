import Checkpoints
import Files
import TestSupport
import Testing

@Suite struct ModelConfigurationTests {
  private static let llama: JSONObject = [
    "architectures": ["LlamaForCausalLM"], "vocab_size": 32000, "hidden_size": 64, "intermediate_size": 176,
    "num_hidden_layers": 2, "num_attention_heads": 8, "num_key_value_heads": 4,
    "max_position_embeddings": 2048,
    "rms_norm_eps": 1e-5, "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float16",
  ]

  private func read(_ changes: [String: JSON?], base: JSONObject = llama) throws -> ModelConfiguration {
    var object = base
    for (key, value) in changes { object[key] = value }
    let folder = try ScratchDirectory()
    do {
      return try ModelConfiguration(file: try folder.write("config.json", JSON.object(object).text()))
    } catch let error as Diagnostic {
      throw Diagnostic(
        error.place.replacing(folder.path + "/", with: ""), error.problem, expected: error.expectation)
    }
  }

  @Test("a plain Llama, and what is assumed where keys are missing")
  func llama() throws {
    let configuration = try read([:])
    #expect(
      configuration
        == ModelConfiguration(
          vocabularySize: 32000, hiddenSize: 64, intermediateSize: 176, layerCount: 2, headCount: 8,
          keyValueHeadCount: 4, contextLength: 2048, torchDType: "float16"))
    #expect(
      configuration.headSize == 8 && configuration.ropeTheta == 10_000 && configuration.ropeScaling == .none)
    #expect(
      !configuration.tieWordEmbeddings && configuration.slidingWindow == nil && !configuration.normalizesHead)
    #expect(try read(["num_key_value_heads": nil]).keyValueHeadCount == 8)
    #expect(try read(["head_dim": 16]).attentionSize == 128)
    #expect(try read(["head_dim": 16, "hidden_size": 60]).headSize == 16)
    #expect(try read(["eos_token_id": [2, 7]]).eosIDs == [2, 7])
    #expect(try read(["torch_dtype": nil, "dtype": "bfloat16"]).torchDType == "bfloat16")
    #expect(configuration.shape(of: .k) == [32, 64] && configuration.shape(of: .down) == [64, 176])
    // As the first conversions of Llama 1 write it.
    #expect(try read(["max_position_embeddings": nil, "max_sequence_length": 1024]).contextLength == 1024)
    #expect(try read(["max_sequence_length": 1024]).contextLength == 2048)
    // A Llama has no window, whatever its file says.
    #expect(try read(["sliding_window": 32]).slidingWindow == nil)
  }

  @Test("rotary settings of transformers 4 and 5")
  func rope() throws {
    #expect(try read(["rope_theta": 5e5]).ropeTheta == 500_000)
    #expect(
      try read(["rope_parameters": ["rope_theta": 1e6, "rope_type": "default"]]).ropeTheta == 1_000_000)
    #expect(try read(["rope_parameters": ["rope_theta": 1e6]]).ropeScaling == .none)
    #expect(try read(["rope_scaling": ["type": "linear", "factor": 4]]).ropeScaling == .linear(factor: 4))
    let llama3: JSON = [
      "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
      "original_max_position_embeddings": 8192,
    ]
    #expect(
      try read(["rope_scaling": llama3]).ropeScaling
        == .llama3(factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 8192))
  }

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

  @Test("Baichuan: NormHead from the second generation on")
  func baichuan() throws {
    let second = try read(["architectures": ["BaichuanForCausalLM"], "num_key_value_heads": nil])
    #expect(second.architecture == .baichuan && second.normalizesHead && second.keyValueHeadCount == 8)
    #expect(try !read(["architectures": ["BaiChuanForCausalLM"], "vocab_size": 64000]).normalizesHead)
    #expect(try !read(["architectures": ["BaichuanForCausalLM"], "vocab_size": 64000]).normalizesHead)
    #expect(
      try read(["architectures": ["BaichuanForCausalLM"], "model_max_length": 4096]).contextLength == 4096)
  }

  @Test(
    "what is wrong is said with its key",
    arguments: [
      (["hidden_size": nil], "key \"hidden_size\" is missing", "the file must state it"),
      (["architectures": nil], "key \"architectures\" is missing", "the file must state it"),
      (
        ["max_position_embeddings": nil], "key \"max_position_embeddings\" is missing",
        "the file must state it"
      ),
      (
        ["architectures": ["GPT2LMHeadModel"]], "architecture 'GPT2LMHeadModel' is unknown",
        "known are LlamaForCausalLM, MistralForCausalLM, BaichuanForCausalLM, BaiChuanForCausalLM, Qwen2ForCausalLM, "
          + "Qwen3ForCausalLM, SmolLM3ForCausalLM, GraniteForCausalLM and Olmo2ForCausalLM"
      ),
      (
        ["model_type": "mistral"],
        "key \"model_type\" is \"mistral\", and \"architectures\" names a model of type \"llama\"",
        "known model types are llama, mistral, baichuan, qwen2, qwen3, smollm3, granite and olmo2; both keys must mean the same one"
      ),
      (["vocab_size": 0], "key \"vocab_size\" is 0", "a whole number from 1 to 16777216 was expected"),
      (["vocab_size": -5], "key \"vocab_size\" is -5", "a whole number from 1 to 16777216 was expected"),
      (
        ["hidden_size": 1e18], "key \"hidden_size\" is 1e+18",
        "a whole number from 1 to 16777216 was expected"
      ),
      (
        ["num_hidden_layers": "2"], "key \"num_hidden_layers\" is \"2\"",
        "a whole number from 1 to 4096 was expected"
      ),
      (["rms_norm_eps": -1.0], "key \"rms_norm_eps\" is -1.0", "a number above 0 was expected"),
      (["rope_theta": 0], "key \"rope_theta\" is 0", "a number above 0 was expected"),
      (["tie_word_embeddings": "no"], "key \"tie_word_embeddings\" is \"no\"", "true or false was expected"),
      (
        ["eos_token_id": [1, "a"]], "key \"eos_token_id\" is [1, \"a\"]",
        "a token id, or a list of them, was expected"
      ),
      (
        ["num_attention_heads": 7], "\"hidden_size\" (64) is not a multiple of \"num_attention_heads\" (7)",
        "the heads must divide evenly"
      ),
      (
        ["num_key_value_heads": 3],
        "\"num_attention_heads\" (8) is not a multiple of \"num_key_value_heads\" (3)",
        "the heads must divide evenly"
      ),
      (
        ["head_dim": 7], "a head has 7 numbers",
        "rotary positions turn pairs of numbers, so an even head size was expected"
      ),
      (
        ["architectures": ["MistralForCausalLM"], "attention_bias": true],
        "key \"attention_bias\" is true, which is not supported", "models of this type have no biases"
      ),
      (
        ["architectures": ["SmolLM3ForCausalLM"], "no_rope_layers": [1]], "key \"no_rope_layers\" is [1]",
        "2 times 0 or 1, a 1 for a layer with rotary positions"
      ),
      (
        [
          "architectures": ["Qwen3ForCausalLM"], "use_sliding_window": true,
          "layer_types": ["full_attention", "mamba"],
        ],
        "key \"layer_types\" is [\"full_attention\", \"mamba\"]", "2 times one of full_attention, sliding_attention"
      ),
      (
        ["hidden_act": "gelu"], "key \"hidden_act\" is \"gelu\", which is not supported",
        "only \"silu\" is supported"
      ),
      (
        ["quantization_config": ["quant_method": "gptq"]],
        "key \"quantization_config\" is set (method gptq), which is not supported",
        "only weights in f32, f16 or bf16 are supported: the model that was quantized"
      ),
      (
        ["rope_scaling": ["type": "dynamic", "factor": 2]],
        "\"rope_scaling\" of type 'dynamic' is not supported",
        "supported are \"linear\", \"llama3\", \"yarn\" and null"
      ),
      (
        ["rope_parameters": ["rope_type": "longrope"]], "\"rope_parameters\" of type 'longrope' is not supported",
        "supported are \"linear\", \"llama3\", \"yarn\" and null"
      ),
      (
        ["rope_scaling": ["factor": 2]], "key \"rope_scaling\" is {\"factor\": 2}",
        "it must name its \"rope_type\""
      ),
      (["rope_scaling": ["type": "linear"]], "key \"factor\" is missing", "the file must state it"),
      (
        ["architectures": ["BaichuanForCausalLM"], "hidden_size": 5120, "num_hidden_layers": 40],
        "this is a Baichuan-13B, whose ALiBi positions are not supported",
        "of the Baichuan models the 7B ones are supported"
      ),
    ] as [([String: JSON?], String, String)])
  func refused(changes: [String: JSON?], problem: String, expectation: String) {
    #expect(throws: Diagnostic("config.json", problem, expected: expectation)) { _ = try read(changes) }
  }

  @Test("a configuration that is written reads back the same")
  func roundTrip() throws {
    var llama3 = ModelConfiguration(
      vocabularySize: 99, hiddenSize: 48, intermediateSize: 7, layerCount: 3, headCount: 4,
      keyValueHeadCount: 2,
      headSize: 6, contextLength: 77, ropeTheta: 5e5,
      ropeScaling: .llama3(
        factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 64),
      rmsNormEpsilon: 1e-6, tieWordEmbeddings: true, bosID: 5, eosIDs: [6, 7], torchDType: "bfloat16")
    var all = [llama3]
    llama3.ropeScaling = .linear(factor: 2)
    all.append(llama3)
    var mistral = ModelConfiguration(
      architecture: .mistral, vocabularySize: 9, hiddenSize: 8, intermediateSize: 7, layerCount: 1,
      headCount: 2,
      contextLength: 64, slidingWindow: 5)
    all.append(mistral)
    mistral.slidingWindow = nil
    all.append(mistral)
    for normalizes in [true, false] {
      all.append(
        ModelConfiguration(
          architecture: .baichuan, vocabularySize: 9, hiddenSize: 8, intermediateSize: 7, layerCount: 1,
          headCount: 2, contextLength: 64, normalizesHead: normalizes))
    }
    let features = DecoderFeatures(biases: [.q, .k, .v, .o], headNorms: .each, windowedLayers: [1])
    all.append(
      ModelConfiguration(
        architecture: .qwen3, vocabularySize: 9, hiddenSize: 8, intermediateSize: 7, layerCount: 2, headCount: 2,
        headSize: 6, contextLength: 64,
        ropeScaling: .yarn(YarnScaling(factor: 4, originalContextLength: 32, betaFast: 16, attentionFactor: 1.2)),
        slidingWindow: 5, features: features))
    all.append(
      ModelConfiguration(
        architecture: .granite, vocabularySize: 9, hiddenSize: 8, intermediateSize: 7, layerCount: 2, headCount: 2,
        contextLength: 64,
        features: DecoderFeatures(
          biases: [.gate, .up, .down], embeddingScale: 12, residualScale: 0.22, attentionScale: 0.0078125,
          logitDivisor: 8)))
    all.append(
      ModelConfiguration(
        vocabularySize: 9, hiddenSize: 8, intermediateSize: 7, layerCount: 2, headCount: 2, contextLength: 64,
        features: DecoderFeatures(biases: Set(Projection.allCases))))
    let folder = try ScratchDirectory()
    for configuration in all {
      let path = try folder.write("config.json", configuration.json.text())
      #expect(try ModelConfiguration(file: path) == configuration)
    }
  }
}
