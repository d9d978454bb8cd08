import Files

extension SettingsTable {
  /// generation_config.json, as lm-evaluation-harness (0.4.13) calls transformers (5.24).
  static let generation: [SideFileKey] = [
    SideFileKey.obeyed(.generation, "eos_token_id", "what ends a text, beside the tokenizer's EOS"),
    SideFileKey.obeyed(
      .generation,
      "repetition_penalty no_repeat_ngram_size bad_words_ids suppress_tokens begin_suppress_tokens "
        + "forced_bos_token_id forced_eos_token_id",
      "which tokens may come"),
    SideFileKey.obeyed(.generation, "min_length min_new_tokens", "when EOS may come"),
    SideFileKey.obeyed(
      .generation, "max_new_tokens",
      "in place of a budget that the harness hands over as `max_length`; `--max-new-tokens` comes first"),
    SideFileKey.refused(
      .generation, "num_beams num_beam_groups num_return_sequences", "several completions at once", unless: [1],
      example: 4),
    SideFileKey.refused(
      .generation, "encoder_repetition_penalty guidance_scale", "other logits", unless: [1.0], example: 1.5),
    SideFileKey.refused(.generation, "encoder_no_repeat_ngram_size", "which tokens may come", unless: [0], example: 3),
    SideFileKey.refused(
      .generation, "sequence_bias watermarking_config exponential_decay_length_penalty", "other logits", unless: [],
      example: [[[1], 0.5]]),
    SideFileKey.refused(
      .generation, "stop_strings", "`generate` stops at texts only where it is given a tokenizer", unless: [],
      example: ["a"]),
    SideFileKey.refused(.generation, "max_time", "results that depend on the clock", unless: [], example: 1.0),
    SideFileKey.refused(
      .generation, "penalty_alpha", "contrastive search", unless: [0.0], example: 0.6),
    SideFileKey.refused(.generation, "dola_layers", "decoding by contrasting layers", unless: [], example: "high"),
    SideFileKey.refused(
      .generation, "constraints force_words_ids", "constrained beam search", unless: [], example: [[1]]),
    SideFileKey.refused(
      .generation, "token_healing use_mtp", "another way of decoding", unless: [false], example: true),
    SideFileKey.irrelevant(
      .generation, "do_sample temperature top_k top_p min_p top_h typical_p epsilon_cutoff eta_cutoff",
      "the harness hands over `do_sample: false`; Assay's own options draw tokens"),
    SideFileKey.irrelevant(.generation, "max_length", "the harness hands it over"),
    SideFileKey.irrelevant(
      .generation, "length_penalty early_stopping diversity_penalty low_memory", "of beam search"),
    SideFileKey.irrelevant(.generation, "bos_token_id decoder_start_token_id", "prompts are never empty"),
    SideFileKey.irrelevant(.generation, "pad_token_id", "nothing is padded"),
    SideFileKey.irrelevant(
      .generation, "renormalize_logits remove_invalid_values", "the argmax stays the same; NaN is an error"),
    SideFileKey.irrelevant(
      .generation,
      "use_cache cache_implementation cache_config max_cache_len return_legacy_cache prefill_chunk_size "
        + "compile_config disable_compile continuous_batching_config is_assistant num_assistant_tokens "
        + "num_assistant_tokens_schedule assistant_confidence_threshold prompt_lookup_num_tokens max_matching_ngram_size "
        + "assistant_early_exit assistant_lookbehind target_lookbehind assistant_ensemble_weight speculation_type",
      "how fast the same tokens come"),
    SideFileKey.irrelevant(
      .generation,
      "output_attentions output_hidden_states output_scores output_logits return_dict_in_generate "
        + "user_token_id assistant_token_id chat_format max_window_size max_context_size",
      "what is returned, or of chats"),
    SideFileKey.irrelevant(
      .generation, "_from_model_config transformers_version generation_kwargs trust_remote_code", "names and versions"),
  ].flatMap { $0 }
}
