public import Files

/// What adapter_config.json says about a LoRA adapter, as far as it changes the numbers.
public struct AdapterConfiguration: Sendable, Equatable {
  /// Which modules are adapted.
  public enum Targets: Sendable, Equatable {
    case names([String])
    case pattern(ModulePattern)
    case allLinear
  }

  /// Of each expert, where there are several.
  public var rank: Int
  public var alpha: Double
  /// `num_experts` of LoRAMoE; nil of plain LoRA.
  public var experts: Int?
  public var targets: Targets
  /// `exclude_modules`, which go before the targets.
  public var excluded: Targets?
  /// `layers_to_transform`: nil where all layers are adapted.
  public var layers: [Int]?
  /// `use_dora`.
  public var usesDoRA: Bool
  /// `modules_to_save`: names, or ends of names, of modules that are saved whole.
  public var modulesToSave: [String]
  /// `ensure_weight_tying`: an embedding that is also the output layer stays so.
  public var ensuresTiedTables: Bool
  /// rslora: alpha / sqrt(rank) instead of alpha / rank.
  public var isRankStabilized: Bool
  /// In the order of the file: the first pattern that matches decides.
  public var rankPatterns: [(ModulePattern, Int)]
  public var alphaPatterns: [(ModulePattern, Double)]
  /// `base_model_name_or_path`, for people.
  public var baseModel: String?

  public static func == (left: Self, right: Self) -> Bool {
    left.rank == right.rank && left.alpha == right.alpha && left.experts == right.experts
      && left.targets == right.targets
      && left.excluded == right.excluded && left.layers == right.layers && left.usesDoRA == right.usesDoRA
      && left.modulesToSave == right.modulesToSave && left.ensuresTiedTables == right.ensuresTiedTables
      && left.isRankStabilized == right.isRankStabilized && left.baseModel == right.baseModel
      && left.rankPatterns.elementsEqual(right.rankPatterns) { $0 == $1 }
      && left.alphaPatterns.elementsEqual(right.alphaPatterns) { $0 == $1 }
  }

  /// Throws a `Diagnostic` for everything that would change the numbers and is not supported.
  public init(file path: String) throws(Diagnostic) {
    try self.init(ConfigurationReader(file: path))
  }

  init(_ reader: ConfigurationReader) throws(Diagnostic) {
    let path = reader.place
    experts = try Self.experts(reader)
    try Self.refuseUnsupported(reader)
    rank = try reader.size("r")
    alpha = try reader.positive("lora_alpha")
    guard let targets = try Self.targets("target_modules", reader) else { throw .missingKey(path, "target_modules") }
    self.targets = targets
    excluded = try Self.targets("exclude_modules", reader)
    layers = try Self.layers(reader)
    usesDoRA = try reader.flag("use_dora", default: false)
    modulesToSave = try Self.names("modules_to_save", reader)
    ensuresTiedTables = try reader.flag("ensure_weight_tying", default: false)
    isRankStabilized = try reader.flag("use_rslora", default: false)
    rankPatterns = []
    for (key, value) in try reader.member("rank_pattern")?.object.members ?? [] {
      guard let rank = value.integer, (1...ConfigurationReader.sizeLimit).contains(rank) else {
        throw .wrongValue(path, "rank_pattern", value, "whole numbers from 1 on were expected")
      }
      rankPatterns.append((try ModulePattern(key, place: path), rank))
    }
    alphaPatterns = []
    for (key, value) in try reader.member("alpha_pattern")?.object.members ?? [] {
      guard let alpha = value.number, ConfigurationReader.numberRange.contains(alpha) else {
        throw .wrongValue(path, "alpha_pattern", value, "numbers above 0, up to 1e12, were expected")
      }
      alphaPatterns.append((try ModulePattern(key, place: path), alpha))
    }
    baseModel = try reader.text("base_model_name_or_path")
    try checkExperts(path)
  }

  /// The rank of a module, e.g. `model.layers.0.mlp.up_proj`.
  public func rank(of module: String) -> Int {
    let name = AdaptedModule.fullName(of: module)
    return rankPatterns.first { $0.0.matchesSuffix(of: name) }?.1 ?? rank
  }

  public func scaling(of module: String) -> Double {
    let name = AdaptedModule.fullName(of: module)
    let alpha = alphaPatterns.first { $0.0.matchesSuffix(of: name) }?.1 ?? alpha
    let rank = Double(rank(of: module))
    return alpha / (isRankStabilized ? rank.squareRoot() : rank)
  }

  /// Whether a module is adapted.
  public func targets(_ module: String) -> Bool {
    let name = AdaptedModule.fullName(of: module), layer = AdaptedModule(module)?.layer
    if let excluded, Self.names(name, isLinear: layer != nil, excluded) { return false }
    guard Self.names(name, isLinear: layer != nil, targets) else { return false }
    guard let layers else { return true }
    return layer.map(layers.contains) ?? false
  }

  /// Whether `modules_to_save` names a module; as PEFT has it by any end of its name.
  public func saves(_ module: String) -> Bool { modulesToSave.contains { module.hasSuffix($0) } }

  /// - Parameter isLinear: whether it is a linear map of a layer.
  private static func names(_ module: String, isLinear: Bool, _ targets: Targets) -> Bool {
    switch targets {
    // All linear maps but the output layer.
    case .allLinear: isLinear
    case .names(let names): names.contains { module == $0 || module.hasSuffix("." + $0) }
    case .pattern(let pattern): pattern.matches(module)
    }
  }

  private static func targets(_ key: String, _ reader: ConfigurationReader) throws(Diagnostic) -> Targets? {
    guard let value = reader.value(key) else { return nil }
    if let text = value.string {
      return text == "all-linear" ? .allLinear : .pattern(try ModulePattern(text, place: reader.place))
    }
    let names = try names(key, reader)
    guard !names.isEmpty || key != "target_modules" else {
      throw .wrongValue(reader.place, key, value, "a list of names, or one text, was expected")
    }
    return .names(names)
  }

  private static func names(_ key: String, _ reader: ConfigurationReader) throws(Diagnostic) -> [String] {
    guard let value = reader.value(key) else { return [] }
    let names = value.array?.compactMap(\.string)
    guard let names, names.count == value.array?.count, !names.contains("") else {
      throw .wrongValue(
        reader.place, key, value,
        key == "modules_to_save" ? "a list of names was expected" : "a list of names, or one text, was expected")
    }
    return names
  }

  /// One number, or a list of them. The layers are found by the first number in a module's name, which is what PEFT's
  /// `layers_pattern` comes to in models of this family.
  private static func layers(_ reader: ConfigurationReader) throws(Diagnostic) -> [Int]? {
    guard let value = reader.value("layers_to_transform") else { return nil }
    let list = value.array ?? [value], layers = list.compactMap(\.integer)
    if let pattern = reader.value("layers_pattern") {
      let names = pattern.array ?? [pattern]
      // By another name PEFT finds no layer at all.
      guard names.isEmpty || names.contains("layers") || names.contains("h") else {
        throw .unsupported(reader.place, "layers_pattern", pattern.text(), "layers, as these models call them")
      }
    }
    guard layers.count == list.count, layers.allSatisfy({ $0 >= 0 }) else {
      throw .wrongValue(reader.place, "layers_to_transform", value, "a layer's number, or a list of them, was expected")
    }
    return layers.isEmpty ? nil : layers
  }

  private static func refuseUnsupported(_ reader: ConfigurationReader) throws(Diagnostic) {
    let place = reader.place
    for (key, value) in reader.object.members where key.hasPrefix("use_") && value == true {
      if key == "use_rslora" || key == "use_dora" { continue }
      throw .unsupported(place, key, "true", "only LoRA and DoRA, with or without rslora, are supported")
    }
    if try reader.flag("lora_bias", default: false) {
      throw .unsupported(place, "lora_bias", "true", "only false is supported")
    }
    // It is a fact of the base's weights, and PEFT goes by these whatever stands here.
    _ = try reader.flag("fan_in_fan_out", default: false)
    let bias = try reader.text("bias") ?? "none"
    // The models have no biases, so there is nothing that the latter two could have trained.
    guard ["none", "all", "lora_only"].contains(bias) else {
      throw .unsupported(place, "bias", "\"\(bias)\"", "\"none\", \"all\" or \"lora_only\" was expected")
    }
    let lists = [
      "layer_replication", "target_parameters", "trainable_token_indices",
      "alora_invocation_tokens",
    ]
    for key in lists {
      guard let value = reader.value(key), value.array?.isEmpty != true, value.object?.members.isEmpty != true
      else { continue }
      throw .unsupported(place, key, value.text(), "only null is supported")
    }
    // PiSSA, OLoRA, CorDA, LoftQ and LoRA-GA change the base weights, which the adapter file does not hold.
    if let start = reader.value("init_lora_weights"), let name = start.string,
      !["gaussian", "eva", "orthogonal"].contains(name)
    {
      throw .unsupported(
        place, "init_lora_weights", "\"\(name)\"",
        "it changes the base weights; convert the adapter to plain LoRA when saving it")
    }
  }
}

extension Diagnostic {
  static func unsupported(
    _ place: String, _ key: String, _ value: String, _ expectation: String
  ) -> Diagnostic {
    Diagnostic(place, "key \"\(key)\" is \(value), which is not supported", expected: expectation)
  }
}
