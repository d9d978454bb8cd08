import Files

extension ConfigurationMeaning {
  /// Keys that change no number of the weights' arithmetic, or that other keys say better.
  static let harmless: Set<String> = [
    "_name_or_path", "_attn_implementation", "_attn_implementation_autoset", "_commit_hash", "attention_dropout",
    "attn_implementation", "attn_pdrop", "auto_map", "bad_words_ids", "cache_implementation", "chunk_size_feed_forward",
    "dtype", "embd_pdrop",
    "finetuning_task",
    "gradient_checkpointing", "hidden_dropout", "hidden_dropout_prob", "id2label", "initializer_range", "label2id",
    "model_name",
    "num_labels", "output_attentions", "output_hidden_states", "pad_token_id", "pretraining_tp", "problem_type",
    "resid_pdrop",
    "return_dict", "tokenizer_class", "torch_dtype", "torchscript", "transformers_version", "unsloth_fixed",
    "unsloth_version", "use_cache", "use_flash_attn", "z_loss_weight",
  ]

  /// What `ModelConfiguration` reads of a decoder that it knows.
  static let read = [
    "architectures", "model_type", "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers",
    "num_attention_heads", "num_key_value_heads", "head_dim", "max_position_embeddings", "max_sequence_length",
    "model_max_length", "rope_theta", "rope_scaling", "rope_parameters", "rms_norm_eps", "tie_word_embeddings",
    "bos_token_id", "eos_token_id", "hidden_act", "attention_bias", "mlp_bias", "quantization_config",
  ]

  /// Keys of what is told and forbids nothing.
  static let told: Set<String> = ["max_position_embeddings", "bos_token_id", "eos_token_id", "model_type"]

  static let rotaryKeys: Set<String> = ["rope_theta", "rope_scaling"]

  /// Values that mean what the key's absence means.
  static let neutral: [String: JSON] = [
    "use_sliding_window": false, "partial_rotary_factor": 1, "use_qk_norm": false, "qk_layernorm": false,
    "attention_out_bias": false, "use_bidirectional_attention": false,
    "reorder_and_upcast_attn": false, "embedding_multiplier": 1, "logits_scaling": 1,
    "residual_multiplier": 1, "logit_scale": 1, "rope_interleaved": false,
    "is_encoder_decoder": false, "add_cross_attention": false, "is_decoder": false, "tie_encoder_decoder": false,
    "remove_invalid_values": false, "use_bfloat16": false, "pruned_heads": [:],
  ]

  /// Whether a key that is not read may change what the weights do.
  static func matters(_ key: String) -> Bool {
    let parts = [
      "act", "attention", "attn", "bias", "cap", "clip", "expert", "factor", "head", "hidden", "interleav", "layer",
      "mask",
      "multiplier", "norm", "position", "rope", "rotary", "scal", "size", "theta", "tie", "window",
    ]
    return parts.contains { key.contains($0) }
  }

  /// What the reader found, under the keys that people write.
  static func values(_ configuration: ModelConfiguration) -> [(key: String, value: JSON)] {
    var plain = configuration
    // A window that no sequence reaches the end of is none.
    if let window = plain.slidingWindow, window >= plain.contextLength { plain.slidingWindow = nil }
    if case .linear(factor: 1) = plain.ropeScaling { plain.ropeScaling = .none }
    if case .llama3(factor: 1, _, _, _) = plain.ropeScaling { plain.ropeScaling = .none }
    plain.torchDType = nil
    var values: [(key: String, value: JSON)] = plain.json.object?.members ?? []
    values.removeAll { ["torch_dtype", "dtype", "model_max_length"].contains($0.key) }
    for index in values.indices where values[index].key == "architectures" {
      // Llama and Mistral are one decoder but for the window, which has a key of its own.
      let isPlain = [.llama, .mistral].contains(plain.architecture)
      values[index].value = isPlain ? "decoder of the Llama family" : values[index].value
    }
    if !values.contains(where: { $0.key == "sliding_window" }) { values.append(("sliding_window", .null)) }
    return values
  }

  /// Of a model that is not known: the base and the scaling of its rotary positions, however they are spelt.
  static func rotary(_ object: JSONObject) -> [(key: String, value: JSON)] {
    let parameters = object["rope_parameters"]?.object, old = object["rope_scaling"]?.object
    var scaling = parameters ?? old ?? JSONObject()
    let theta = parameters?["rope_theta"] ?? object["rope_theta"]
    scaling["rope_theta"] = nil
    if let type = scaling["rope_type"] ?? scaling["type"] {
      scaling["type"] = nil
      scaling["rope_type"] = type == "default" ? nil : type
    }
    let members = scaling.members.filter { !$0.value.isNull }.sorted { $0.key < $1.key }
    return [
      ("rope_theta", theta ?? .null), ("rope_scaling", members.isEmpty ? .null : .object(JSONObject(members))),
    ]
  }

  static func isSilu(_ value: JSON?) -> Bool { value == "silu" || value == "swish" }

  /// Numbers by their value, objects whatever the order of their members.
  static func isSame(_ left: JSON, _ right: JSON) -> Bool {
    if let a = left.number, let b = right.number { return a == b }
    if let a = left.array, let b = right.array { return a.count == b.count && zip(a, b).allSatisfy(isSame) }
    guard let a = left.object, let b = right.object else { return left == right }
    // Of a key that stands twice the last value counts, as for whoever looks it up.
    let keys = Set(a.keys)
    return keys == Set(b.keys) && keys.allSatisfy { isSame(a[$0] ?? .null, b[$0] ?? .null) }
  }
}
