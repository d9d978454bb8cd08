import Files

extension AdapterConfiguration {
  /// Keys of PEFT's (0.18) that are obeyed, refused, or say nothing about how a trained adapter computes.
  private static let known = Set(
    ("peft_type r lora_alpha target_modules exclude_modules layers_to_transform layers_pattern modules_to_save "
      + "ensure_weight_tying rank_pattern alpha_pattern base_model_name_or_path bias fan_in_fan_out lora_bias "
      + "layer_replication target_parameters trainable_token_indices alora_invocation_tokens init_lora_weights task_type "
      + "lora_dropout inference_mode auto_mapping revision peft_version megatron_config megatron_core loftq_config "
      + "eva_config corda_config lora_ga_config arrow_config qalora_group_size runtime_config")
      .split(separator: " ").map(String.init))

  /// Keys that nothing here reads, in the order of the file; null is as good as absent, and so is a method that is not used.
  static func unknownKeys(in object: JSONObject) -> [String] {
    let own = object["peft_type"]?.string == expertsType ? known.union(["num_experts"]) : known
    return object.members.filter { !$0.key.hasPrefix("use_") && !own.contains($0.key) && !$0.value.isNull }.map(\.key)
  }
}

extension AdapterCheckpoint {
  /// What its own files say and is not obeyed, or hold and nobody named; a sentence each.
  func ownWarnings(on model: ModelConfiguration) -> [String] {
    var warnings: [String] = []
    if !unknownKeys.isEmpty {
      warnings.append(
        "\(directory)/\(AdapterCheckpoint.configurationName): unknown \(unknownKeys.count == 1 ? "key" : "keys") "
          + unknownKeys.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
          + "\(unknownKeys.count > 8 ? ", …" : ""): not obeyed")
    }
    // PEFT itself saves tables that were resized, and those are told as such.
    let strange = wholes.filter { name, view in
      let module = String(name.dropLast(".weight".count))
      return !configuration.saves(module)
        && (TableFactors.Table(rawValue: module) == nil || view.shape.first == model.vocabularySize)
    }.map(\.name)
    if !strange.isEmpty {
      warnings.append(
        "\(directory): brings \(CheckpointContents.list(strange)) whole, and \"modules_to_save\" does not say so: "
          + "used, as PEFT does")
    }
    return warnings
  }
}
