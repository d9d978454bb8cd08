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
    let parts = modules.flatMap { name, factors -> [(SafetensorsWriter.Tensor, [Float])] in
      let inputs = factors.a.count / factors.rank, outputs = factors.b.count / factors.rank, rank = factors.rank
      let start = "base_model.model.\(AdaptedModule.fullName(of: name))."
      if AdaptedModule(name)?.layout.isTransposed ?? false {
        // The weight is (inputs, outputs), and factors are laid out as if it were not.
        return [
          (.init(start + "lora_A.weight", .f32, [rank, outputs]), Self.transposed(factors.b, rows: outputs)),
          (.init(start + "lora_B.weight", .f32, [inputs, rank]), Self.transposed(factors.a, rows: rank)),
        ]
      }
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

  /// Of the modules, the first decides rank and scaling; those that differ are listed one by one.
  private var configuration: JSON {
    let first = modules.first?.factors, rank = first?.rank ?? 1, scaling = first?.scaling ?? 1
    let alpha = scaling * Double(rank)
    return AdapterConfiguration.file(
      base: base, rank: rank, alpha: alpha, modules: modules.map(\.name),
      ranks: modules.filter { $0.factors.rank != rank }.map { ($0.name, $0.factors.rank) },
      alphas: modules.map { ($0.name, $0.factors.scaling * Double($0.factors.rank)) }.filter { $0.1 != alpha })
  }
}
