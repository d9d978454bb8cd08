import Files

extension SettingsTable {
  /// tokenizer_config.json; `TokenizerStyle` of the module Tokenization reads what is obeyed.
  static let tokenizer: [SideFileKey] = [
    SideFileKey.obeyed(
      .tokenizer, "tokenizer_class", "whether `legacy` and `add_prefix_space` or tokenizer.json decide"),
    SideFileKey.obeyed(.tokenizer, "legacy", "which parts between added tokens get a space in front"),
    SideFileKey.obeyed(.tokenizer, "add_prefix_space", "whether a text gets one; Llama's own class reads it"),
    SideFileKey.obeyed(
      .tokenizer, "add_bos_token add_eos_token", "unless tokenizer.json has a post_processor, which decides then"),
    SideFileKey.obeyed(
      .tokenizer, "bos_token eos_token unk_token pad_token sep_token cls_token mask_token",
      "roles; one without an id gets the next"),
    SideFileKey.obeyed(
      .tokenizer, "added_tokens_decoder additional_special_tokens extra_special_tokens",
      "found in texts, with `lstrip`, `rstrip`, `single_word`, `normalized` and `special`"),
    SideFileKey.refused(
      .tokenizer, "split_special_tokens", "special tokens that are plain text", unless: [false], example: true),
    SideFileKey.irrelevant(
      .tokenizer, "clean_up_tokenization_spaces spaces_between_special_tokens",
      "transformers 5 ignores it for BPE, or its slow tokenizers alone have it"),
    SideFileKey.irrelevant(
      .tokenizer, "model_max_length max_length", "config.json has the context's length, and the harness takes that"),
    SideFileKey.irrelevant(
      .tokenizer,
      "padding_side truncation_side padding truncation truncation_strategy stride pad_to_multiple_of "
        + "pad_token_type_id model_input_names return_token_type_ids",
      "nothing is padded; prompts are cut as the harness cuts them"),
    SideFileKey.irrelevant(
      .tokenizer, "chat_template use_default_system_prompt response_schema", "no chat template is applied"),
    SideFileKey.irrelevant(
      .tokenizer,
      "prefix_token middle_token suffix_token eot_token fill_token suffix_first image_token video_token "
        + "processor_class",
      "of infilling and images"),
    SideFileKey.irrelevant(
      .tokenizer,
      "sp_model_kwargs use_fast from_slow auto_map name_or_path tokenizer_file vocab_file special_tokens_map_file "
        + "trust_remote_code backend is_local local_files_only errors device_map cache_dir tokenizer_type",
      "which program reads the same pieces, and from where"),
  ].flatMap { $0 }
}
