import Files

extension SettingsTable {
  /// config.json. Its refused keys are checked where it is read, before anything else.
  static let model: [SideFileKey] = [
    SideFileKey.obeyed(.model, "architectures model_type", "which decoder it is; both must mean the same"),
    SideFileKey.obeyed(
      .model,
      "vocab_size hidden_size intermediate_size num_hidden_layers num_attention_heads num_key_value_heads head_dim",
      "the shapes of the weights"),
    SideFileKey.obeyed(
      .model, "max_position_embeddings", "maximum number of tokens of a sequence"),
    SideFileKey.obeyed(
      .model, "max_sequence_length", "the same in the first conversions of Llama 1, where the other is absent"),
    SideFileKey.obeyed(.model, "model_max_length", "the same for Baichuan"),
    SideFileKey.obeyed(
      .model, "rms_norm_eps rope_theta rope_scaling rope_parameters sliding_window", "arithmetic"),
    SideFileKey.obeyed(
      .model, "tie_word_embeddings", "whether the head is the embedding, unless the weights show that it is not"),
    SideFileKey.obeyed(.model, "bos_token_id eos_token_id", "where generation_config.json is absent, what ends a text"),
    SideFileKey.obeyed(.model, "torch_dtype dtype", "written on; the tensors say their format themselves"),
    SideFileKey.obeyed(
      .model, "attention_bias mlp_bias", "biases of the projections, refused for the families that have none"),
    SideFileKey.obeyed(
      .model, "use_sliding_window max_window_layers layer_types",
      "which layers of Qwen, SmolLM3 and Gemma have a window"),
    SideFileKey.obeyed(
      .model, "no_rope_layers no_rope_layer_interval", "which layers of SmolLM3 have no rotary positions"),
    SideFileKey.obeyed(
      .model, "embedding_multiplier attention_multiplier residual_multiplier logits_scaling", "arithmetic of Granite"),
    SideFileKey.obeyed(
      .model,
      "hidden_activation query_pre_attn_scalar attn_logit_softcapping final_logit_softcapping rope_local_base_freq "
        + "sliding_window_pattern _sliding_window_pattern", "arithmetic of Gemma"),
    SideFileKey.obeyed(
      .model, "original_max_position_embeddings", "where Phi-3's rotary positions of short sequences end"),
    SideFileKey.obeyed(
      .model,
      "num_experts num_local_experts num_experts_per_tok norm_topk_prob moe_intermediate_size decoder_sparse_step "
        + "mlp_only_layers", "the experts of Qwen3-MoE and OLMoE"),
    SideFileKey.obeyed(
      .model, "layer_norm_eps rotary_emb_base rotary_pct use_parallel_residual", "arithmetic of GPT-NeoX"),
    SideFileKey.obeyed(
      .model,
      "n_embd n_layer n_head n_positions n_inner layer_norm_epsilon activation_function scale_attn_weights",
      "GPT-2's shapes and arithmetic"),
    SideFileKey.refused(
      .model, "scale_attn_by_inverse_layer_idx", "scores that fall with the layer", unless: [false], example: true),
    SideFileKey.refused(
      .model, "hidden_act", "another activation than SiLU, but in Gemma and GPT-NeoX", unless: ["silu", "swish"],
      example: "gelu"),
    SideFileKey.refused(
      .model, "quantization_config", "quantized weights", unless: [], example: ["quant_method": "gptq"]),
    SideFileKey.refused(
      .model, "partial_rotary_factor", "rotary positions on a part of a head, but in Phi-3", unless: [1.0], example: 0.5
    ),
    SideFileKey.refused(
      .model, "is_encoder_decoder add_cross_attention", "another kind of model", unless: [false], example: true),
    SideFileKey.refused(
      .model, "use_bidirectional_attention", "tokens that see those behind them", unless: [false], example: true),
    SideFileKey.refused(.model, "clip_qkv", "clipped queries, keys and values", unless: [], example: 8.0),
    SideFileKey.irrelevant(.model, "pad_token_id", "nothing is padded"),
    SideFileKey.irrelevant(
      .model,
      "attention_dropout hidden_dropout_prob attention_probs_dropout_prob embd_pdrop resid_pdrop "
        + "initializer_range z_loss_weight gradient_checkpointing router_aux_loss_coef output_router_logits "
        + "attn_pdrop classifier_dropout hidden_dropout summary_first_dropout",
      "of training from scratch"),
    SideFileKey.irrelevant(
      .model,
      "use_cache pretraining_tp output_attentions output_hidden_states return_dict use_return_dict "
        + "_attn_implementation attn_implementation _flash_attn_2_enabled torchscript use_bfloat16 tie_encoder_decoder "
        + "chunk_size_feed_forward pruned_heads tf_legacy_loss unsloth_version unsloth_fixed unsloth_processing_class "
        + "rope_interleaved is_llama_config cache_implementation "
        + "reorder_and_upcast_attn n_ctx summary_type summary_use_proj summary_activation summary_proj_to_labels",
      "how another program computes the same"),
    SideFileKey.irrelevant(
      .model,
      "_name_or_path name_or_path transformers_version auto_map tokenizer_class finetuning_task task_specific_params "
        + "problem_type id2label label2id num_labels _from_model_config prefix cross_attention_hidden_size is_decoder "
        + "decoder_start_token_id sep_token_id rotary_dim",
      "names, versions, other uses of the file"),
    SideFileKey.obeyed(
      .model,
      "do_sample temperature top_k top_p typical_p max_length num_return_sequences num_beams num_beam_groups "
        + "diversity_penalty length_penalty early_stopping no_repeat_ngram_size encoder_no_repeat_ngram_size min_length "
        + "bad_words_ids repetition_penalty forced_bos_token_id forced_eos_token_id remove_invalid_values suppress_tokens "
        + "begin_suppress_tokens exponential_decay_length_penalty output_scores return_dict_in_generate max_new_tokens "
        + "min_new_tokens",
      "as those of generation_config.json, where that file is absent"),
  ].flatMap { $0 }

  /// special_tokens_map.json
  static let specialTokens: [SideFileKey] = [
    SideFileKey.obeyed(
      .specialTokens, "bos_token eos_token unk_token pad_token sep_token cls_token mask_token",
      "before tokenizer_config.json's, unless that lists added tokens; one without an id gets the next"),
    SideFileKey.obeyed(
      .specialTokens, "additional_special_tokens extra_special_tokens",
      "found in texts; one without an id gets the next"),
    SideFileKey.irrelevant(
      .specialTokens, "prefix_token middle_token suffix_token eot_token fill_token image_token video_token",
      "of infilling and images"),
  ].flatMap { $0 }
}
