import Checkpoints
import Files
import Merging

/// An adapter that a merge made, written as PEFT writes its own.
struct MergedAdapter {
  /// By the module's name, without `.weight`.
  let modules: [(name: String, factors: LowRankMerge.Factors)]
  /// What it is for, for people.
  let base: String

  func write(to directory: String) throws(Diagnostic) {
    let parts = modules.flatMap { name, factors in
      let inputs = factors.a.count / factors.rank, outputs = factors.b.count / factors.rank, rank = factors.rank
      let start = "base_model.model.\(name)."
      guard name == TableFactors.Table.embedding.rawValue else {
        return [
          (SafetensorsWriter.Tensor(start + "lora_A.weight", .f32, [rank, inputs]), factors.a),
          (SafetensorsWriter.Tensor(start + "lora_B.weight", .f32, [outputs, rank]), factors.b),
        ]
      }
      // PEFT has the factors of an embedding transposed, and each in the other's place.
      return [
        (.init(start + "lora_embedding_A", .f32, [rank, outputs]), Self.transposed(factors.b, rows: outputs)),
        (.init(start + "lora_embedding_B", .f32, [inputs, rank]), Self.transposed(factors.a, rows: rank)),
      ]
    }
    let writer = try SafetensorsWriter(directory + "/" + AdapterCheckpoint.weightsName, tensors: parts.map(\.0))
    for (_, values) in parts {
      let result = values.withUnsafeBytes { bytes in
        Result { () throws(Diagnostic) in try writer.append(bytes) }
      }
      try result.get()
    }
    try writer.finish()
    try FileSystem.write(
      configuration.text(pretty: true) + "\n", to: directory + "/" + AdapterCheckpoint.configurationName)
  }

  private static func transposed(_ values: [Float], rows: Int) -> [Float] {
    let columns = values.count / rows
    return (0..<values.count).map { values[$0 % rows * columns + $0 / rows] }
  }

  /// PEFT's adapter_config.json. Modules that differ in rank or scaling from the first are listed one by one.
  private var configuration: JSON {
    let first = modules.first?.factors, rank = first?.rank ?? 1, scaling = first?.scaling ?? 1
    let alpha = scaling * Double(rank)
    var targets: [JSON] = []
    for (name, _) in modules {
      let target = JSON.string(String(name.split(separator: ".").last ?? ""))
      if !targets.contains(target) { targets.append(target) }
    }
    let ranks = modules.filter { $0.factors.rank != rank }.map { ($0.name, JSON.integer($0.factors.rank)) }
    let alphas = modules.filter { $0.factors.scaling * Double($0.factors.rank) != alpha }.map {
      ($0.name, JSON.number($0.factors.scaling * Double($0.factors.rank)))
    }
    return [
      "peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": .string(base), "r": .integer(rank),
      "lora_alpha": .number(alpha), "lora_dropout": 0.0, "target_modules": .array(targets), "bias": "none",
      "fan_in_fan_out": false, "use_rslora": false, "use_dora": false, "init_lora_weights": true,
      "inference_mode": true, "modules_to_save": .null,
      "rank_pattern": .object(JSONObject(ranks.map { (key: $0.0, value: $0.1) })),
      "alpha_pattern": .object(JSONObject(alphas.map { (key: $0.0, value: $0.1) })),
    ]
  }
}
