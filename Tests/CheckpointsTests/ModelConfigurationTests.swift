import Checkpoints
import Files
import TestSupport
import Testing

@Suite struct ModelConfigurationTests {
  static let llama: JSONObject = [
    "architectures": ["LlamaForCausalLM"], "vocab_size": 32000, "hidden_size": 64, "intermediate_size": 176,
    "num_hidden_layers": 2, "num_attention_heads": 8, "num_key_value_heads": 4,
    "max_position_embeddings": 2048,
    "rms_norm_eps": 1e-5, "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float16",
  ]

  func read(_ changes: [String: JSON?], base: JSONObject = llama) throws -> ModelConfiguration {
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
        ["architectures": ["BloomForCausalLM"]], "architecture 'BloomForCausalLM' is unknown",
        "known are LlamaForCausalLM, MistralForCausalLM, BaichuanForCausalLM, BaiChuanForCausalLM, Qwen2ForCausalLM, "
          + "Qwen3ForCausalLM, SmolLM3ForCausalLM, GraniteForCausalLM, Olmo2ForCausalLM, Gemma2ForCausalLM, Gemma3ForCausalLM, "
          + "Phi3ForCausalLM, Qwen3MoeForCausalLM, OlmoeForCausalLM, GPTNeoXForCausalLM and GPT2LMHeadModel"
      ),
      (
        ["model_type": "mistral"],
        "key \"model_type\" is \"mistral\", and \"architectures\" names a model of type \"llama\"",
        "known model types are llama, mistral, baichuan, qwen2, qwen3, smollm3, granite, olmo2, gemma2, gemma3_text, phi3, "
          + "qwen3_moe, olmoe, gpt_neox and gpt2; both keys must mean the same one"
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
        ["rope_scaling": ["type": "ntk", "factor": 2]],
        "\"rope_scaling\" of type 'ntk' is not supported",
        "supported are \"linear\", \"dynamic\", \"llama3\", \"yarn\", \"longrope\" and null"
      ),
      (
        ["rope_scaling": ["type": "dynamic"]], "key \"factor\" is missing", "the file must state it"
      ),
      (
        ["rope_scaling": ["type": "dynamic", "factor": 0.5]], "key \"factor\" is 0.5",
        "a number from 1 on was expected"
      ),
      (
        ["rope_scaling": ["type": "dynamic", "factor": 2], "head_dim": 2],
        "2 of a head's 2 numbers are turned, with a scaling of type 'dynamic'",
        "at least 4: its base grows by a power of which 2 have none"
      ),
      (
        ["rope_parameters": ["rope_type": "proportional"]],
        "\"rope_parameters\" of type 'proportional' is not supported",
        "supported are \"linear\", \"dynamic\", \"llama3\", \"yarn\", \"longrope\" and null"
      ),
      (
        ["rope_scaling": ["type": "longrope", "short_factor": [1]]],
        "key \"original_max_position_embeddings\" is missing", "the file must state it"
      ),
      (
        [
          "rope_scaling": ["type": "su", "short_factor": [1, 1, 1, 1], "long_factor": [1, 2, 3]],
          "original_max_position_embeddings": 512,
        ], "\"long_factor\" has 3 numbers", "one for each of the 4 pairs of numbers of a head that are turned"
      ),
      (
        [
          "rope_scaling": ["type": "su", "short_factor": [1, 0, 1, 1], "long_factor": [1, 2, 3, 4]],
          "original_max_position_embeddings": 512,
        ], "key \"short_factor\" is [1, 0, 1, 1]", "a list of numbers above 0 was expected"
      ),
      (
        ["architectures": ["Phi3ForCausalLM"], "partial_rotary_factor": 0.4],
        "3 of a head's 8 numbers are turned by \"partial_rotary_factor\"",
        "rotary positions turn pairs of numbers, so an even number of them was expected"
      ),
      (
        ["architectures": ["Phi3ForCausalLM"], "partial_rotary_factor": 1.5], "key \"partial_rotary_factor\" is 1.5",
        "a number above 0, at most 1, was expected"
      ),
      (
        ["partial_rotary_factor": 0.5], "key \"partial_rotary_factor\" is 0.5, which is not supported",
        "rotary positions on a part of a head, but in Phi-3; without the key, or with 1.0 or null"
      ),
      (
        ["architectures": ["Gemma2ForCausalLM"], "hidden_activation": "gelu"],
        "key \"hidden_activation\" is \"gelu\", which is not supported", "only \"gelu_pytorch_tanh\" is supported"
      ),
      (
        [
          "architectures": ["Gemma3ForCausalLM"],
          "rope_parameters": ["full_attention": ["rope_theta": 1e6], "sliding_attention": ["rope_type": "linear"]],
        ], "key \"rope_type\" is \"linear\" for sliding_attention, which is not supported",
        "\"default\" was expected there"
      ),
      (
        ["architectures": ["Qwen3MoeForCausalLM"], "num_experts": 4, "num_experts_per_tok": 5],
        "\"num_experts_per_tok\" is 5, of 4 experts", "a token cannot take more of them than there are"
      ),
      (
        ["architectures": ["Qwen3MoeForCausalLM"], "mlp_only_layers": [2]], "key \"mlp_only_layers\" is [2]",
        "a list of layers from 0 to 1 was expected"
      ),
      (
        ["architectures": ["OlmoeForCausalLM"], "clip_qkv": 8.0], "key \"clip_qkv\" is 8.0, which is not supported",
        "only null is supported"
      ),
      (
        ["rope_scaling": ["factor": 2]], "key \"rope_scaling\" is {\"factor\": 2}",
        "it must name its \"rope_type\""
      ),
      (["rope_scaling": ["type": "linear"]], "key \"factor\" is missing", "the file must state it"),
      (
        ["architectures": ["BaichuanForCausalLM"], "max_position_embeddings": nil],
        "key \"model_max_length\" is missing", "the file must state it"
      ),
      (
        ["architectures": ["GPT2LMHeadModel"], "n_layer": 2, "n_head": 4], "key \"n_embd\" is missing",
        "the file must state it"
      ),
      (
        [
          "architectures": ["GPT2LMHeadModel"], "n_layer": 2, "n_head": 4, "n_embd": 64, "n_positions": 9,
          "scale_attn_by_inverse_layer_idx": true,
        ], "key \"scale_attn_by_inverse_layer_idx\" is true, which is not supported", "only false is supported"
      ),
      (
        ["architectures": ["GPTNeoXForCausalLM"], "hidden_act": "relu"],
        "key \"hidden_act\" is \"relu\", which is not supported", "only \"gelu\" is supported"
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
