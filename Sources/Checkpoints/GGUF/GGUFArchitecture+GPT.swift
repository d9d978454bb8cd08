import Files

extension GGUFArchitecture {
  /// Which GELU it is the file does not say; as transformers has it where config.json is silent. llama.cpp always takes the tanh form.
  static let neoX = GGUFArchitecture(
    name: "gptneox", className: "GPTNeoXForCausalLM", type: "gpt_neox",
    arrangements: [("query_key_value.weight", .heads), ("query_key_value.bias", .heads)],
    layerNames: [
      ("attn_norm", "input_layernorm"), ("ffn_norm", "post_attention_layernorm"),
      ("attn_qkv", "attention.query_key_value"), ("attn_output", "attention.dense"),
      ("ffn_up", "mlp.dense_h_to_4h"), ("ffn_down", "mlp.dense_4h_to_h"),
    ],
    layerPrefix: "gpt_neox.layers",
    outerNames: [
      ("token_embd", "gpt_neox.embed_in"), ("output_norm", "gpt_neox.final_layer_norm"), ("output", "embed_out"),
    ],
    asksForHead: true, epsilonKey: layerNormEpsilon, shareKey: "rotary_pct",
    keys: [layerNormEpsilon, "use_parallel_residual"],
    members: { (metadata) throws(Diagnostic) in
      [
        ("hidden_act", "gelu"), ("attention_bias", .bool(metadata.hasTensor("blk.0.attn_qkv.bias"))),
        ("use_parallel_residual", .bool(try metadata.optionalFlag("use_parallel_residual") ?? true)),
      ]
    },
    written: { configuration in [("use_parallel_residual", .flag(configuration.features.isParallel))] },
    unsayable: { configuration in
      let features = configuration.features
      if features.activation != .ungatedGELU {
        return "GELU in its tanh form, and such a file does not say which it is"
      }
      return features.biases.contains(.q) ? nil : "no biases on queries, keys and values"
    })

  static let gpt2 = GGUFArchitecture(
    name: "gpt2", className: "GPT2LMHeadModel", type: "gpt2",
    arrangements: [("c_attn.weight", .transposed), ("c_proj.weight", .transposed), ("c_fc.weight", .transposed)],
    layerNames: [
      ("attn_norm", "ln_1"), ("ffn_norm", "ln_2"), ("attn_qkv", "attn.c_attn"), ("attn_output", "attn.c_proj"),
      ("ffn_up", "mlp.c_fc"), ("ffn_down", "mlp.c_proj"),
    ],
    layerPrefix: "h",
    outerNames: [
      ("token_embd", "wte"), ("position_embd", "wpe"), ("output_norm", "ln_f"), ("output", "lm_head"),
    ],
    epsilonKey: layerNormEpsilon, rotates: false, keys: [layerNormEpsilon],
    members: { _ in [("hidden_act", "gelu_new")] },
    unsayable: { configuration in
      let features = configuration.features
      if features.activation != .ungatedGELUTanh { return "exact GELU, and llama.cpp takes its tanh form" }
      return features.attentionScale == nil ? nil : "scores of attention that are not scaled"
    })

  private static let layerNormEpsilon = "attention.layer_norm_epsilon"
}
