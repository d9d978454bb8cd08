public import Checkpoints
import Files

/// An adapter of random numbers, as PEFT writes it.
public enum RandomAdapter {
  /// - Parameters:
  ///   - rank: also what the numbers are drawn by, unless `seed` says otherwise.
  ///   - size: numbers lie between its negative and it.
  public static func write(
    _ name: String, _ projections: [Projection], rank: Int, for shape: ModelConfiguration, in scratch: ScratchDirectory,
    seed: UInt64? = nil, size: Float = 1
  ) throws -> AdapterCheckpoint {
    var random = SeededGenerator(seed: seed ?? UInt64(rank))
    var tensors: [(SafetensorsWriter.Tensor, [Float])] = []
    for layer in 0..<shape.layerCount {
      for projection in projections {
        // Of projections that are stored as one weight the first stands for all.
        let fusion = shape.fusion(of: projection)
        if let fusion, fusion.parts[0] != projection { continue }
        let extent = fusion.map { shape.shape(of: $0) } ?? shape.shape(of: projection)
        let module =
          "base_model.model." + AdaptedModule.fullName(of: shape.moduleName(of: projection, layer: layer))
        func numbers(_ count: Int) -> [Float] { random.floats(count).map { $0 * size } }
        tensors.append((.init("\(module).lora_A.weight", .f32, [rank, extent[1]]), numbers(rank * extent[1])))
        tensors.append((.init("\(module).lora_B.weight", .f32, [extent[0], rank]), numbers(rank * extent[0])))
      }
    }
    try FileSystem.makeDirectory(scratch[name])
    let writer = try SafetensorsWriter(scratch[name] + "/adapter_model.safetensors", tensors: tensors.map(\.0))
    for (_, values) in tensors { try values.withUnsafeBytes { try writer.append($0) } }
    try writer.finish()
    let names = AdaptedModule.targets(projections.map { shape.moduleName(of: $0, layer: 0) })
      .map { "\"\($0)\"" }.joined(separator: ",")
    try scratch.write(
      name + "/adapter_config.json",
      "{\"peft_type\":\"LORA\",\"r\":\(rank),\"lora_alpha\":7,\"target_modules\":[\(names)],\"bias\":\"none\"}")
    return try AdapterCheckpoint(directory: scratch[name])
  }
}
