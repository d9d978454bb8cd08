public import Files

/// A PEFT LoRA directory: adapter_config.json and adapter_model.safetensors.
public struct AdapterCheckpoint: Sendable {
  public let directory: String
  public let configuration: AdapterConfiguration
  /// Sorted by layer, then in the order of `Projection.allCases`.
  public let factors: [LoRAFactors]
  private let file: SafetensorsFile

  public init(directory: String) throws(Diagnostic) {
    guard FileSystem.isDirectory(directory) else {
      throw Diagnostic(
        directory, "is not a folder",
        expected: "an adapter is a folder with adapter_config.json and adapter_model.safetensors")
    }
    try FolderSeal.check(directory)
    let weights = directory + "/adapter_model.safetensors"
    configuration = try AdapterConfiguration(file: directory + "/adapter_config.json")
    guard FileSystem.exists(weights) else { throw .noAdapterWeights(directory) }
    self.directory = directory
    file = try SafetensorsFile(weights)
    factors = try Self.factors(in: file, configuration)
  }

  /// Throws unless every factor fits the model.
  public func check(for model: ModelConfiguration) throws(Diagnostic) {
    for factor in factors {
      guard factor.layer < model.layerCount else {
        throw Diagnostic(
          file.path, "tensor '\(factor.a.name)' is for layer \(factor.layer)",
          expected: "the model has layers 0 to \(model.layerCount - 1)")
      }
      if model.architecture == .baichuan, factor.projection.block == "self_attn", factor.projection != .o {
        throw .fused(file.path, factor.projection.rawValue)
      }
      let shape = model.shape(of: factor.projection)
      try Self.check(factor.a, shape: [factor.rank, shape[1]])
      try Self.check(factor.b, shape: [shape[0], factor.rank])
    }
  }

  /// SHA-256 over both files.
  public func digest() throws(Diagnostic) -> String {
    var hash = SHA256()
    for path in [directory + "/adapter_config.json", file.path] {
      let file = try MappedFile(path)
      file.withBytes { bytes in
        hash.update("\(bytes.count)\n")
        hash.update(bytes)
      }
    }
    return hash.hexadecimal()
  }

  private struct Module: Hashable {
    var layer: Int
    var projection: Projection
    var name: String { projection.moduleName(layer: layer) }
  }

  private static func factors(
    in file: SafetensorsFile, _ configuration: AdapterConfiguration
  ) throws(Diagnostic) -> [LoRAFactors] {
    var a: [Module: TensorView] = [:]
    var b: [Module: TensorView] = [:]
    for tensor in file.tensors {
      let (module, isA) = try parse(tensor)
      if isA { a[module] = tensor } else { b[module] = tensor }
    }
    var factors: [LoRAFactors] = []
    for (module, a) in a {
      guard let b = b[module] else { throw .half(a, "lora_B") }
      guard try configuration.targets(module.name) else {
        throw .untargeted(a, module.projection.rawValue)
      }
      let rank = try configuration.rank(of: module.name)
      guard a.shape.count == 2 else { throw .wrongFactor(a, "[\(rank), inputs]") }
      guard b.shape.count == 2 else { throw .wrongFactor(b, "[outputs, \(rank)]") }
      try check(a, shape: [rank, a.shape[1]])
      try check(b, shape: [b.shape[0], rank])
      factors.append(
        LoRAFactors(
          layer: module.layer, projection: module.projection, a: a, b: b,
          scaling: try configuration.scaling(of: module.name)))
    }
    if let (_, lonely) = b.first(where: { a[$0.key] == nil }) { throw .half(lonely, "lora_A") }
    guard !factors.isEmpty else { throw .emptyAdapter(file.path) }
    let order = Dictionary(uniqueKeysWithValues: Projection.allCases.enumerated().map { ($1, $0) })
    return factors.sorted {
      ($0.layer, order[$0.projection] ?? 0) < ($1.layer, order[$1.projection] ?? 0)
    }
  }

  /// `base_model.model.model.layers.0.mlp.up_proj.lora_A.weight`
  private static func parse(_ tensor: TensorView) throws(Diagnostic) -> (Module, isA: Bool) {
    let parts = tensor.name.split(separator: ".", omittingEmptySubsequences: false)
    if parts.contains("W_pack") { throw .fused(tensor.file, "W_pack") }
    guard parts.count == 9, parts[0...3] == ["base_model", "model", "model", "layers"],
      let layer = Int(parts[4]), layer >= 0, String(layer) == parts[4],
      let projection = Projection(rawValue: String(parts[6])), projection.block == parts[5],
      parts[7] == "lora_A" || parts[7] == "lora_B", parts[8] == "weight"
    else { throw .unexpected(tensor) }
    return (Module(layer: layer, projection: projection), parts[7] == "lora_A")
  }

  private static func check(_ tensor: TensorView, shape: [Int]) throws(Diagnostic) {
    guard tensor.shape == shape else { throw .wrongFactor(tensor, "\(shape)") }
    guard tensor.dtype.isWeight else {
      throw Diagnostic(
        tensor.file, "tensor '\(tensor.name)' holds \(tensor.dtype.rawValue) numbers",
        expected: "adapter weights must be F32, F16 or BF16")
    }
  }
}

extension Diagnostic {
  fileprivate static func noAdapterWeights(_ directory: String) -> Diagnostic {
    if FileSystem.exists(directory + "/adapter_model.bin") {
      return Diagnostic(
        directory + "/adapter_model.bin", "holds weights in PyTorch's pickle format, which is not read",
        expected: "convert the adapter to adapter_model.safetensors (PEFT: save_pretrained)")
    }
    return Diagnostic(
      directory + "/adapter_model.safetensors", "is missing",
      expected: "a PEFT adapter directory must hold it")
  }

  fileprivate static func half(_ tensor: TensorView, _ other: String) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' stands without its \(other)",
      expected: "every adapted module has a lora_A and a lora_B")
  }

  fileprivate static func untargeted(_ tensor: TensorView, _ module: String) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' adapts \(module), which \"target_modules\" does not name",
      expected: "adapter_config.json must target every module that has weights here")
  }

  fileprivate static func wrongFactor(_ tensor: TensorView, _ shape: String) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' has shape \(tensor.shape)",
      expected: "shape \(shape) was expected")
  }

  fileprivate static func unexpected(_ tensor: TensorView) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' is unexpected",
      expected:
        "LoRA factors of q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj and down_proj are known, named "
        + "base_model.model.model.layers.N.BLOCK.MODULE.lora_A.weight")
  }

  fileprivate static func fused(_ path: String, _ module: String) -> Diagnostic {
    Diagnostic(
      path, "adapts \(module) of a Baichuan model, which is not supported",
      expected: "of Baichuan's layers o_proj, gate_proj, up_proj and down_proj can be adapted")
  }

  fileprivate static func emptyAdapter(_ path: String) -> Diagnostic {
    Diagnostic(path, "holds no tensors", expected: "an adapter adapts at least one module")
  }
}
