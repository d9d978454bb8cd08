public import Checkpoints
public import Files

/// An adapter that is written tensor by tensor, with names and shapes as a test wants them.
public struct WrittenAdapter {
  public var configuration: JSONObject
  public var tensors: [(name: String, shape: [Int], values: [Float])] = []
  private var random: SeededGenerator

  public init(rank: Int, targets: [String], seed: UInt64) {
    configuration = [
      "peft_type": "LORA", "r": .integer(rank), "lora_alpha": .integer(2 * rank),
      "target_modules": .array(targets.map { .string($0) }),
    ]
    random = SeededGenerator(seed: seed)
  }

  /// A tensor of random numbers from -size to size, around `center`.
  public mutating func add(_ name: String, _ shape: [Int], size: Float = 0.3, center: Float = 0) {
    tensors.append((name, shape, random.floats(shape.reduce(1, *)).map { center + $0 * size }))
  }

  /// The factors of a module, as PEFT names them.
  public mutating func addFactors(_ module: String, rank: Int, inputs: Int, outputs: Int) {
    add("base_model.model.\(module).lora_A.weight", [rank, inputs])
    add("base_model.model.\(module).lora_B.weight", [outputs, rank])
  }

  public subscript(name: String) -> [Float] { tensors.first { $0.name == name }?.values ?? [] }

  @discardableResult
  public func write(to path: String) throws -> AdapterCheckpoint {
    try FileSystem.makeDirectory(path)
    try FileSystem.write(JSON.object(configuration).text(), to: path + "/adapter_config.json")
    let writer = try SafetensorsWriter(
      path + "/adapter_model.safetensors", tensors: tensors.map { SafetensorsWriter.Tensor($0.name, .f32, $0.shape) })
    for tensor in tensors { try tensor.values.withUnsafeBytes { try writer.append($0) } }
    try writer.finish()
    return try AdapterCheckpoint(directory: path)
  }
}
