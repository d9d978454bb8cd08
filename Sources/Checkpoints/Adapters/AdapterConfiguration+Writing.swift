public import Files

extension AdapterConfiguration {
  /// The file of a LoRA adapter as PEFT writes it.
  /// - Parameters:
  ///   - base: what the adapter is for, for people.
  ///   - modules: the names of all that are adapted, as the base has them.
  ///   - experts: how many of them stand beside each weight; nil: plain LoRA.
  ///   - ranks, alphas: of the modules that have others than these, by their names.
  public static func file(
    base: String, rank: Int, alpha: Double, dropout: Double = 0, modules: [String], isRankStabilized: Bool = false,
    experts: Int? = nil, ranks: [(module: String, rank: Int)], alphas: [(module: String, alpha: Double)]
  ) -> JSON {
    func pattern(_ values: [(module: String, value: JSON)]) -> JSON {
      .object(JSONObject(values.map { (key: AdaptedModule.fullName(of: $0.module), value: $0.value) }))
    }
    let isTransposed = modules.contains { AdaptedModule($0)?.layout.isTransposed ?? false }
    var file: JSONObject = [
      "peft_type": .string(experts == nil ? "LORA" : expertsType), "task_type": "CAUSAL_LM",
      "base_model_name_or_path": .string(base),
      "r": .integer(rank), "lora_alpha": .number(alpha), "lora_dropout": .number(dropout),
      "target_modules": .array(AdaptedModule.targets(modules).map { .string($0) }), "bias": "none",
      "fan_in_fan_out": .bool(isTransposed), "use_rslora": .bool(isRankStabilized), "use_dora": false,
      "init_lora_weights": true, "inference_mode": true, "modules_to_save": .null,
      "rank_pattern": pattern(ranks.map { ($0.module, .integer($0.rank)) }),
      "alpha_pattern": pattern(alphas.map { ($0.module, .number($0.alpha)) }),
    ]
    if let experts { file["num_experts"] = .integer(experts) }
    return .object(file)
  }
}
