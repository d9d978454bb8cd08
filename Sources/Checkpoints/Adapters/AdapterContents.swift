import Files

/// The tensors of an adapter's file, sorted by what they are and checked against adapter_config.json; the model is not asked.
struct AdapterContents {
  private(set) var factors: [LoRAFactors] = []
  private(set) var fused: [FusedFactors] = []
  private(set) var tables: [TableFactors] = []
  private(set) var wholes: [(name: String, view: TensorView)] = []

  init(_ file: SafetensorsFile, _ configuration: AdapterConfiguration) throws(Diagnostic) {
    let parts = try Self.parts(of: file)
    for (module, roles) in parts.sorted(by: { $0.key < $1.key }) {
      if let whole = roles[.whole] {
        try Self.check(whole, isWhole: true)
        wholes.append((module + ".weight", whole))
      }
      if let alone = roles[.magnitude] ?? roles[.router], roles[.a] == nil, roles[.b] == nil {
        throw .half(alone, "lora_A")
      }
      guard let a = roles[.a] else {
        if let b = roles[.b] { throw .half(b, "lora_A") }
        continue
      }
      guard let b = roles[.b] else { throw .half(a, "lora_B") }
      try add(module, a, b, roles[.magnitude], router: roles[.router], configuration)
    }
    guard !factors.isEmpty || !fused.isEmpty || !tables.isEmpty || !wholes.isEmpty else {
      throw .emptyAdapter(file.path)
    }
    try checkSaved(configuration, file)
    let order = Dictionary(uniqueKeysWithValues: Projection.allCases.enumerated().map { ($1, $0) })
    factors.sort { ($0.layer, order[$0.projection] ?? 0) < ($1.layer, order[$1.projection] ?? 0) }
  }

  /// By module and role.
  private static func parts(
    of file: SafetensorsFile
  ) throws(Diagnostic) -> [String: [AdapterTensor.Role: TensorView]] {
    var parts: [String: [AdapterTensor.Role: TensorView]] = [:]
    for tensor in file.tensors {
      let words = tensor.name.split(separator: ".")
      guard let name = AdapterTensor(tensor.name) else {
        throw words.last == "bias" ? .bias(tensor) : .unexpected(tensor)
      }
      if let other = parts[name.module]?.updateValue(tensor, forKey: name.role) {
        throw Diagnostic(
          tensor.file, "tensors '\(other.name)' and '\(tensor.name)' are the same part of \(name.module)",
          expected: "one adapter in a file")
      }
      if parts[name.module] == nil { parts[name.module] = [name.role: tensor] }
    }
    return parts
  }

  private mutating func add(
    _ module: String, _ a: TensorView, _ b: TensorView, _ magnitude: TensorView?, router: TensorView?,
    _ configuration: AdapterConfiguration
  ) throws(Diagnostic) {
    let short = module.split(separator: ".").last.map(String.init) ?? module
    guard configuration.targets(module) else { throw .untargeted(a, short) }
    let scaling = configuration.scaling(of: module)
    let rank = configuration.rank(of: module) * (configuration.experts ?? 1)
    guard a.shape.count == 2 else { throw .wrongFactor(a, "[\(rank), inputs]") }
    guard b.shape.count == 2 else { throw .wrongFactor(b, "[outputs, \(rank)]") }
    try Self.check(a, shape: [rank, a.shape[1]])
    try Self.check(b, shape: [b.shape[0], rank])
    if let magnitude {
      guard configuration.usesDoRA else {
        throw Diagnostic(
          magnitude.file, "tensor '\(magnitude.name)' is of DoRA, and \"use_dora\" is not true",
          expected: "adapter_config.json must say how the adapter was trained")
      }
      // One number for each output; old files have a dimension of 1 beside it.
      guard magnitude.count == b.shape[0], magnitude.shape.count(where: { $0 != 1 }) <= 1 else {
        throw .wrongFactor(magnitude, "[\(b.shape[0])]")
      }
      try Self.check(magnitude, isWhole: false)
    } else if configuration.usesDoRA {
      throw .half(a, "lora_magnitude_vector")
    }
    try Self.check(router: router, of: module, a, configuration)
    if let table = TableFactors.Table(rawValue: module) {
      tables.append(TableFactors(table: table, a: a, b: b, scaling: scaling, magnitude: magnitude))
    } else if let known = AdaptedModule(module) {
      switch known.content {
      case .projection(let projection):
        factors.append(
          LoRAFactors(
            layer: known.layer, projection: projection, moduleName: module, a: a, b: b, scaling: scaling,
            magnitude: magnitude, router: router))
      case .fusion(let fusion):
        fused.append(
          FusedFactors(layer: known.layer, fusion: fusion, a: a, b: b, scaling: scaling, magnitude: magnitude))
      }
    }
  }

  /// Each weight that has experts has a router of its own, which only linear maps that are stored by themselves have.
  private static func check(
    router: TensorView?, of module: String, _ a: TensorView, _ configuration: AdapterConfiguration
  ) throws(Diagnostic) {
    guard let experts = configuration.experts else {
      guard let router else { return }
      throw Diagnostic(
        router.file,
        "tensor '\(router.name)' is of LoRAMoE, and \"peft_type\" is not \"\(AdapterConfiguration.expertsType)\"",
        expected: "adapter_config.json must say how the adapter was trained")
    }
    guard case .projection? = AdaptedModule(module)?.content else {
      throw Diagnostic(
        a.file, "tensor '\(a.name)' brings LoRA experts for \(module)",
        expected: "experts stand beside linear maps of the layers that are stored by themselves")
    }
    guard let router else { throw .half(a, "lora_router") }
    try check(router, shape: [experts, a.shape[1]])
  }

  /// What `modules_to_save` names must be there, as far as a decoder has it.
  private func checkSaved(_ configuration: AdapterConfiguration, _ file: SafetensorsFile) throws(Diagnostic) {
    let saved = wholes.map { $0.name.split(separator: ".").dropLast() }
    for name in configuration.modulesToSave {
      let known = Projection(rawValue: name) != nil || ["embed_tokens", "lm_head", "norm"].contains(name)
      guard known, !saved.contains(where: { $0.last.map(String.init) == name }) else { continue }
      throw Diagnostic(
        file.path, "holds no weight of \(name), which \"modules_to_save\" names",
        expected: "a tensor such as base_model.model.\(name == "lm_head" ? "" : "model.")\(name).weight")
    }
  }

  private static func check(_ tensor: TensorView, shape: [Int]) throws(Diagnostic) {
    guard tensor.shape == shape else { throw .wrongFactor(tensor, "\(shape)") }
    try check(tensor, isWhole: false)
  }

  private static func check(_ tensor: TensorView, isWhole: Bool) throws(Diagnostic) {
    guard tensor.dtype.isFloat else {
      throw Diagnostic(
        tensor.file, "tensor '\(tensor.name)' holds \(tensor.dtype.rawValue) numbers",
        expected: "adapter weights must be F64, F32, F16 or BF16")
    }
    guard !isWhole || (1...2).contains(tensor.shape.count) else { throw .wrongFactor(tensor, "[rows, columns]") }
  }
}

extension Diagnostic {
  fileprivate static func half(_ tensor: TensorView, _ other: String) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' stands without its \(other)",
      expected: other == "lora_magnitude_vector"
        ? "with \"use_dora\" every adapted module has one"
        : other == "lora_router"
          ? "every module with experts has one" : "every adapted module has a lora_A and a lora_B")
  }

  fileprivate static func untargeted(_ tensor: TensorView, _ module: String) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' adapts \(module), which \"target_modules\" does not name",
      expected: "adapter_config.json must target every module that has weights here")
  }

  static func wrongFactor(_ tensor: TensorView, _ shape: String) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' has shape \(tensor.shape)",
      expected: "shape \(shape) was expected")
  }

  fileprivate static func unexpected(_ tensor: TensorView) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' is unexpected",
      expected:
        "LoRA and DoRA of q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj, embed_tokens and lm_head are known, "
        + "named base_model.model.model.layers.N.BLOCK.MODULE.lora_A.weight; and whole weights of these and of norms")
  }

  fileprivate static func bias(_ tensor: TensorView) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' is a bias",
      expected: "only models without biases are supported, so an adapter with \"bias\": \"all\" has none to save")
  }

  static func foreign(_ path: String, _ module: String, _ model: ModelConfiguration) -> Diagnostic {
    let own = model.projections(ofLayer: 0).map { AdaptedModule.fullName(of: model.moduleName(of: $0, layer: 0)) }
    return Diagnostic(
      path, "adapts \(AdaptedModule.fullName(of: module)), which a \(model.familyName) model does not have",
      expected: "modules such as \(own.first ?? "")")
  }

  static func fused(_ path: String, _ module: String, _ model: ModelConfiguration) -> Diagnostic {
    let own = model.fusions.map(\.rawValue).joined(separator: " and ")
    return Diagnostic(
      path, "adapts \(module), which a \(model.familyName) model does not store by itself",
      expected: "LoRA of its \(own) stands for such parts")
  }

  fileprivate static func emptyAdapter(_ path: String) -> Diagnostic {
    Diagnostic(path, "holds no tensors", expected: "an adapter adapts at least one module")
  }
}
