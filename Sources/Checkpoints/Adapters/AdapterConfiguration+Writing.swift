public import Files

extension AdapterConfiguration {
  /// The file of a LoRA adapter as PEFT writes it.
  /// - Parameters:
  ///   - base: what the adapter is for, for people.
  ///   - targets: the last parts of the modules' names.
  ///   - ranks, alphas: of the modules that have others than these, by their names.
  public static func file(
    base: String, rank: Int, alpha: Double, dropout: Double = 0, targets: [String], isRankStabilized: Bool = false,
    ranks: [(module: String, rank: Int)], alphas: [(module: String, alpha: Double)]
  ) -> JSON {
    [
      "peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": .string(base),
      "r": .integer(rank), "lora_alpha": .number(alpha), "lora_dropout": .number(dropout),
      "target_modules": .array(targets.map { .string($0) }), "bias": "none",
      "fan_in_fan_out": false, "use_rslora": .bool(isRankStabilized), "use_dora": false,
      "init_lora_weights": true, "inference_mode": true, "modules_to_save": .null,
      "rank_pattern": .object(JSONObject(ranks.map { (key: $0.module, value: .integer($0.rank)) })),
      "alpha_pattern": .object(JSONObject(alphas.map { (key: $0.module, value: .number($0.alpha)) })),
    ]
  }
}
