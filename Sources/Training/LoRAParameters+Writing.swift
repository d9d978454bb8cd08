import Checkpoints
public import Files

extension LoRAParameters {
  /// Writes a new PEFT adapter folder, whole or not at all.
  /// - Parameter base: what the adapter is for, for people.
  public func write(to directory: String, base: String, extra: [(name: String, text: String)] = []) throws(Diagnostic) {
    let folder = try StagedDirectory(directory)
    try ParameterFile.write(parameters, to: folder.path + "/" + AdapterCheckpoint.weightsName)
    try FileSystem.write(
      configuration(base: base).text(pretty: true) + "\n", to: folder.path + "/" + AdapterCheckpoint.configurationName)
    for file in extra { try FileSystem.write(file.text, to: folder.path + "/" + file.name) }
    try FolderSeal.seal(folder.path)
    try folder.finish()
  }

  /// PEFT's adapter_config.json. Modules that differ in rank or scaling are listed one by one.
  private func configuration(base: String) -> JSON {
    let projections = Projection.allCases.filter { projection in modules.contains { $0.projection == projection } }
    let rank = modules.first?.a.shape[0] ?? 0
    return [
      "peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": .string(base),
      "r": .integer(rank), "lora_alpha": .number(alpha), "lora_dropout": .number(dropout),
      "target_modules": .array(projections.map { .string($0.rawValue) }), "bias": "none",
      "fan_in_fan_out": false, "use_rslora": .bool(isRankStabilized), "use_dora": false,
      "init_lora_weights": true, "inference_mode": true, "modules_to_save": .null,
      "rank_pattern": .object(JSONObject(ranks)), "alpha_pattern": .object(JSONObject(alphas)),
    ]
  }

  /// The ranks of the modules that have another than the first, and the alphas of those that have another than the adapter's.
  private var ranks: [(key: String, value: JSON)] {
    modules.filter { $0.a.shape[0] != modules[0].a.shape[0] }.map {
      ($0.projection.moduleName(layer: $0.layer), .integer($0.a.shape[0]))
    }
  }

  private var alphas: [(key: String, value: JSON)] {
    modules.compactMap { module in
      let rank = Double(module.a.shape[0]), divisor = isRankStabilized ? rank.squareRoot() : rank
      if alpha / divisor == module.scaling { return nil }
      return (module.projection.moduleName(layer: module.layer), .number(module.scaling * divisor))
    }
  }
}
