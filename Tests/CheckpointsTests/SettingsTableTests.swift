import Checkpoints
import Files
import Reporting
import TestSupport
import Testing

/// The table of all keys of the side files.
@Suite struct SettingsTableTests {
  /// The keys of the files that these families were published with, written down from them.
  private static let families: [(name: String, file: SideFile, keys: String)] = [
    (
      "Llama 1 (first conversion)", .model,
      "architectures bos_token_id eos_token_id hidden_act hidden_size intermediate_size initializer_range max_sequence_length "
        + "model_type num_attention_heads num_hidden_layers pad_token_id rms_norm_eps torch_dtype transformers_version use_cache vocab_size"
    ),
    ("Llama 1", .generation, "_from_model_config bos_token_id eos_token_id pad_token_id transformers_version"),
    ("Llama 1", .tokenizer, "bos_token eos_token model_max_length tokenizer_class unk_token"),
    (
      "Llama 2", .model,
      "_name_or_path architectures attention_bias attention_dropout bos_token_id eos_token_id hidden_act hidden_size "
        + "initializer_range intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pretraining_tp rms_norm_eps rope_scaling rope_theta tie_word_embeddings torch_dtype "
        + "transformers_version use_cache vocab_size"
    ),
    (
      "Llama 2 chat", .generation,
      "bos_token_id do_sample eos_token_id pad_token_id temperature max_length top_p transformers_version"
    ),
    (
      "Llama 2", .tokenizer,
      "add_bos_token add_eos_token added_tokens_decoder bos_token chat_template clean_up_tokenization_spaces eos_token legacy "
        + "model_max_length pad_token padding_side sp_model_kwargs tokenizer_class unk_token use_default_system_prompt"
    ),
    (
      "CodeLlama", .tokenizer,
      "add_bos_token add_eos_token bos_token clean_up_tokenization_spaces eos_token eot_token fill_token legacy middle_token "
        + "model_max_length pad_token prefix_token sp_model_kwargs suffix_first suffix_token tokenizer_class unk_token "
        + "use_default_system_prompt additional_special_tokens"
    ),
    ("CodeLlama", .specialTokens, "additional_special_tokens bos_token eos_token unk_token"),
    (
      "Vicuna", .generation,
      "_from_model_config bos_token_id eos_token_id max_length pad_token_id temperature top_p transformers_version"
    ),
    ("Alpaca", .specialTokens, "bos_token eos_token pad_token unk_token"),
    (
      "Mistral 0.1", .model,
      "architectures bos_token_id eos_token_id hidden_act hidden_size initializer_range intermediate_size "
        + "max_position_embeddings model_type num_attention_heads num_hidden_layers num_key_value_heads rms_norm_eps rope_theta "
        + "sliding_window tie_word_embeddings torch_dtype transformers_version use_cache vocab_size"
    ),
    ("Mistral 0.2, 0.3", .model, "attention_dropout head_dim sliding_window dtype rope_parameters"),
    (
      "Mistral 0.3", .tokenizer,
      "add_bos_token add_eos_token add_prefix_space added_tokens_decoder additional_special_tokens bos_token chat_template "
        + "clean_up_tokenization_spaces eos_token legacy model_max_length pad_token sp_model_kwargs "
        + "spaces_between_special_tokens tokenizer_class unk_token use_default_system_prompt"
    ),
    (
      "Baichuan 2", .model,
      "_from_model_config architectures auto_map bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_max_length model_type num_attention_heads num_hidden_layers "
        + "pad_token_id rms_norm_eps tie_word_embeddings tokenizer_class torch_dtype transformers_version use_cache vocab_size "
        + "z_loss_weight"
    ),
    (
      "Baichuan 2 chat", .generation,
      "assistant_token_id bos_token_id do_sample eos_token_id max_new_tokens pad_token_id repetition_penalty temperature top_k "
        + "top_p transformers_version user_token_id"
    ),
    (
      "Baichuan 2", .tokenizer,
      "add_bos_token add_eos_token auto_map bos_token clean_up_tokenization_spaces eos_token model_max_length pad_token "
        + "sp_model_kwargs tokenizer_class unk_token use_fast"
    ),
    ("TinyLlama", .generation, "bos_token_id eos_token_id max_length pad_token_id transformers_version"),
    (
      "Zephyr", .tokenizer,
      "add_bos_token add_eos_token added_tokens_decoder additional_special_tokens bos_token chat_template "
        + "clean_up_tokenization_spaces eos_token legacy model_max_length pad_token sp_model_kwargs "
        + "spaces_between_special_tokens tokenizer_class truncation_side unk_token use_default_system_prompt padding_side"
    ),
    (
      "OpenLLaMA", .tokenizer,
      "add_bos_token add_eos_token model_max_length pad_token sp_model_kwargs tokenizer_class clean_up_tokenization_spaces bos_token eos_token unk_token"
    ),
    (
      "Llama 3.2", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias head_dim mlp_bias "
        + "pretraining_tp"
    ),
    (
      "Llama 3.2", .tokenizer,
      "added_tokens_decoder bos_token chat_template clean_up_tokenization_spaces eos_token "
        + "model_input_names model_max_length tokenizer_class"
    ),
    (
      "SmolLM2", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias is_llama_config mlp_bias "
        + "pretraining_tp rope_interleaved"
    ),
    (
      "Qwen2.5", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size max_window_layers sliding_window "
        + "use_sliding_window"
    ),
    (
      "Qwen2.5", .generation,
      "bos_token_id do_sample eos_token_id pad_token_id repetition_penalty temperature top_k top_p "
        + "transformers_version"
    ),
    (
      "Qwen2.5", .tokenizer,
      "added_tokens_decoder additional_special_tokens bos_token chat_template clean_up_tokenization_spaces "
        + "eos_token model_max_length pad_token tokenizer_class unk_token add_bos_token add_prefix_space errors "
        + "split_special_tokens"
    ),
    (
      "Qwen3", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias head_dim max_window_layers "
        + "sliding_window use_sliding_window"
    ),
    (
      "SmolLM3", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias layer_types max_window_layers "
        + "mlp_bias no_rope_layer_interval no_rope_layers pretraining_tp sliding_window use_sliding_window"
    ),
    (
      "Granite 3", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias attention_multiplier "
        + "embedding_multiplier logits_scaling mlp_bias residual_multiplier"
    ),
    (
      "OLMo 2", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias"
    ),
    (
      "Gemma 2", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias attn_logit_softcapping "
        + "cache_implementation final_logit_softcapping head_dim hidden_activation query_pre_attn_scalar "
        + "sliding_window"
    ),
    (
      "Gemma 3, text", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias attn_logit_softcapping "
        + "cache_implementation final_logit_softcapping head_dim hidden_activation query_pre_attn_scalar "
        + "rope_local_base_freq sliding_window sliding_window_pattern"
    ),
    (
      "Gemma 3", .generation,
      "bos_token_id cache_implementation do_sample eos_token_id pad_token_id top_k top_p "
        + "transformers_version"
    ),
    (
      "Phi-3", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size _name_or_path attention_bias auto_map "
        + "embd_pdrop original_max_position_embeddings partial_rotary_factor resid_pdrop sliding_window"
    ),
    (
      "Qwen3-MoE", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias decoder_sparse_step head_dim "
        + "max_window_layers mlp_only_layers moe_intermediate_size norm_topk_prob num_experts "
        + "num_experts_per_tok output_router_logits router_aux_loss_coef sliding_window use_sliding_window"
    ),
    (
      "OLMoE", .model,
      "architectures attention_dropout bos_token_id eos_token_id hidden_act hidden_size initializer_range "
        + "intermediate_size max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "num_key_value_heads pad_token_id rms_norm_eps rope_scaling rope_theta tie_word_embeddings "
        + "torch_dtype transformers_version use_cache vocab_size attention_bias clip_qkv norm_topk_prob "
        + "num_experts num_experts_per_tok output_router_logits router_aux_loss_coef"
    ),
    (
      "Pythia", .model,
      "architectures bos_token_id eos_token_id hidden_act hidden_size initializer_range intermediate_size "
        + "layer_norm_eps max_position_embeddings model_type num_attention_heads num_hidden_layers "
        + "rotary_emb_base rotary_pct tie_word_embeddings torch_dtype transformers_version use_cache "
        + "use_parallel_residual vocab_size"
    ),
    (
      "GPT-NeoX 20B", .model,
      "architectures attention_probs_dropout_prob bos_token_id eos_token_id hidden_act hidden_dropout_prob "
        + "hidden_size initializer_range intermediate_size layer_norm_eps max_position_embeddings model_type "
        + "num_attention_heads num_hidden_layers rotary_emb_base rotary_pct tie_word_embeddings torch_dtype "
        + "transformers_version use_cache vocab_size"
    ),
    (
      "GPT-2", .model,
      "activation_function architectures attn_pdrop bos_token_id embd_pdrop eos_token_id initializer_range "
        + "layer_norm_epsilon model_type n_ctx n_embd n_head n_layer n_positions resid_pdrop summary_activation "
        + "summary_first_dropout summary_proj_to_labels summary_type summary_use_proj task_specific_params "
        + "vocab_size"
    ),
    (
      "GPT-2", .generation,
      "_from_model_config bos_token_id eos_token_id transformers_version"
    ),
    (
      "Pythia", .tokenizer,
      "add_prefix_space bos_token clean_up_tokenization_spaces eos_token model_max_length "
        + "special_tokens_map_file tokenizer_class unk_token"
    ),
  ]

  @Test("every key of the files of these families is in the table, once", arguments: families.indices)
  func complete(index: Int) {
    let family = Self.families[index]
    let object = JSONObject(family.keys.split(separator: " ").map { (key: String($0), value: .integer(1)) })
    #expect(SettingsTable.unknownKeys(in: object, of: family.file) == [], "\(family.name), \(family.file.rawValue)")
  }

  @Test("Ids of generation_config.json that no token has: what needs them is an error, what does not is told")
  func ids() throws {
    func settings(_ key: String, _ value: JSON) throws -> GenerationSettings {
      try GenerationSettings(json: [key: value], place: "g.json")
    }
    let bad: [(String, JSON)] = [
      ("bad_words_ids", [[3], [4, 9]]), ("forced_eos_token_id", 9), ("forced_bos_token_id", [9]),
    ]
    for (key, value) in bad {
      let error = #expect(throws: Diagnostic.self) { try settings(key, value).check(tokens: 9) }
      #expect(error?.problem == "key \"\(key)\" names token 9, which the model does not have")
      #expect(throws: Never.self) { try settings(key, value).check(tokens: 10) }
    }
    let all = try settings("suppress_tokens", .array((0..<9).map { .integer($0) }))
    #expect(throws: Never.self) { try all.check(tokens: 10) }
    #expect(
      #expect(throws: Diagnostic.self) { try all.check(tokens: 9) }?.problem.contains("forbids all 9 tokens") == true)
    for key in ["eos_token_id", "suppress_tokens", "begin_suppress_tokens"] {
      #expect(try settings(key, [2, 9]).warnings(tokens: 9).count == 1)
      #expect(try settings(key, [2, 9]).warnings(tokens: 10).isEmpty)
    }
  }

  @Test("no key stands twice in a file")
  func once() {
    let names = SettingsTable.keys.map { "\($0.file.rawValue) \($0.name)" }
    #expect(Set(names).count == names.count, "\(names.filter { name in names.count { $0 == name } > 1 })")
  }

  @Test("a key that is not in the table is a warning by its name, null is none")
  func unknown() throws {
    let folder = try ScratchDirectory()
    try folder.write("config.json", #"{"hidden_size": 3, "new_key": 8, "absent": null}"#)
    try folder.write("generation_config.json", #"{"eos_token_id": 2, "a": 1, "b": 2}"#)
    try folder.write("added_tokens.json", #"{"<x>": 7}"#)
    #expect(
      try SettingsTable.warnings(directory: folder.path) == [
        "\(folder.path)/config.json: unknown key \"new_key\": not obeyed",
        "\(folder.path)/generation_config.json: unknown keys \"a\", \"b\": not obeyed",
      ])
  }

  /// Where a key is refused, and so that its neighbours are not.
  private func error(_ key: SideFileKey, _ value: JSON) throws -> Diagnostic? {
    do throws(Diagnostic) {
      switch key.file {
      case .model:
        var object = Self.llama
        object[key.name] = value
        _ = try ModelConfiguration(json: object, place: "config.json")
      case .generation:
        try GenerationSettings(json: [key.name: value], place: "generation_config.json").check(tokens: 512)
      default: return nil
      }
      return nil
    } catch {
      return error
    }
  }

  private static let llama: JSONObject = [
    "architectures": ["LlamaForCausalLM"], "vocab_size": 320, "hidden_size": 64, "intermediate_size": 176,
    "num_hidden_layers": 2, "num_attention_heads": 8, "max_position_embeddings": 2048,
  ]

  @Test("what is refused is refused by its key, and harmless values are not")
  func refused() throws {
    var count = 0
    for key in SettingsTable.keys where key.file == .model || key.file == .generation {
      guard case .refused(_, let harmless, let example) = key.standing else { continue }
      count += 1
      let refusal = try #require(try error(key, example), "\(key.name)")
      #expect(refusal.problem.contains("\"\(key.name)\"") && refusal.place == key.file.rawValue)
      for value in harmless { #expect(try error(key, value) == nil, "\(key.name): \(value)") }
    }
    #expect(count > 20)
  }

  @Test("what is irrelevant changes nothing that is read")
  func irrelevant() throws {
    let plain = try ModelConfiguration(json: Self.llama, place: "config.json")
    let generation = try GenerationSettings(json: ["eos_token_id": 2], place: "g")
    for key in SettingsTable.keys {
      guard case .irrelevant = key.standing else { continue }
      switch key.file {
      case .model:
        var object = Self.llama
        object[key.name] = 3
        #expect(try ModelConfiguration(json: object, place: "config.json") == plain, "\(key.name)")
      case .generation:
        #expect(
          try GenerationSettings(json: ["eos_token_id": 2, key.name: 3], place: "g") == generation, "\(key.name)")
      default: continue
      }
    }
  }

  @Test(
    "what generation_config.json says and is obeyed is read",
    arguments: [
      ("eos_token_id", [2, 7]), ("repetition_penalty", 1.2), ("no_repeat_ngram_size", 3),
      ("bad_words_ids", [[4], [5, 6]]),
      ("suppress_tokens", [4]), ("begin_suppress_tokens", [4]), ("forced_bos_token_id", 4), ("forced_eos_token_id", 2),
      ("min_length", 5), ("min_new_tokens", 5), ("max_new_tokens", 50),
    ] as [(String, JSON)])
  func obeyed(name: String, value: JSON) throws {
    #expect(
      SettingsTable.keys.contains { key in
        if case .obeyed = key.standing { key.file == .generation && key.name == name } else { false }
      })
    let settings = try GenerationSettings(json: [name: value], place: "g")
    #expect(settings != (try GenerationSettings(json: [:], place: "g")))
    #expect(settings.departures?.contains(name) == true)
    #expect(throws: Diagnostic.self) { _ = try GenerationSettings(json: [name: "x"], place: "g") }
  }

  @Test("every obeyed key of generation_config.json is among them")
  func obeyedAll() {
    let names = SettingsTable.keys.filter { key in
      if case .obeyed = key.standing { key.file == .generation } else { false }
    }.map(\.name)
    #expect(names.count == 11)
  }

  @Test("config.json's own keys count where generation_config.json is absent, and only there")
  func source() throws {
    let folder = try ScratchDirectory()
    try folder.write("config.json", #"{"eos_token_id": 2, "repetition_penalty": 1.5}"#)
    #expect(try GenerationSettings(directory: folder.path).repetitionPenalty == 1.5)
    try folder.write("generation_config.json", #"{"eos_token_id": [2, 9]}"#)
    let settings = try GenerationSettings(directory: folder.path)
    #expect(settings.repetitionPenalty == 1 && settings.eosIDs == [2, 9])
  }
}

/// docs/side-files.md says what is done with each key.
@Suite struct SideFileDocumentTests {
  @Test func keys() throws {
    try DocumentTable.check(
      "side-files", in: "docs/side-files.md",
      is: TextTable([.left, .left, .left], rows: SettingsTable.rows))
  }
}
