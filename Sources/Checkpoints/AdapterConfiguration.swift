public import Files

/// What adapter_config.json says about a LoRA adapter, as far as it changes the numbers.
public struct AdapterConfiguration: Sendable, Equatable {
  /// Which modules are adapted.
  public enum Targets: Sendable, Equatable {
    case names([String])
    case pattern(ModulePattern)
    case allLinear
  }

  public var rank: Int
  public var alpha: Double
  public var targets: Targets
  /// rslora: alpha / sqrt(rank) instead of alpha / rank.
  public var isRankStabilized: Bool
  /// In the order of the file: the first pattern that matches decides.
  public var rankPatterns: [(ModulePattern, Int)]
  public var alphaPatterns: [(ModulePattern, Double)]
  /// `base_model_name_or_path`, for people.
  public var baseModel: String?

  public static func == (left: Self, right: Self) -> Bool {
    left.rank == right.rank && left.alpha == right.alpha && left.targets == right.targets
      && left.isRankStabilized == right.isRankStabilized && left.baseModel == right.baseModel
      && left.rankPatterns.elementsEqual(right.rankPatterns) { $0 == $1 }
      && left.alphaPatterns.elementsEqual(right.alphaPatterns) { $0 == $1 }
  }

  /// Throws a `Diagnostic` for everything that would change the numbers and is not supported.
  public init(file path: String) throws(Diagnostic) {
    let reader = try ConfigurationReader(file: path)
    let type = try reader.text("peft_type") ?? "LORA"
    guard type == "LORA" else {
      throw .unsupported(path, "peft_type", "\"\(type)\"", "only LoRA adapters are supported")
    }
    try Self.refuseUnsupported(reader)
    rank = try reader.size("r")
    alpha = try reader.positive("lora_alpha")
    targets = try Self.targets(reader)
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
  }

  /// The rank of a module, e.g. `model.layers.0.mlp.up_proj`.
  public func rank(of module: String) throws(Diagnostic) -> Int {
    rankPatterns.first { $0.0.matchesSuffix(of: module) }?.1 ?? rank
  }

  public func scaling(of module: String) throws(Diagnostic) -> Double {
    let alpha = alphaPatterns.first { $0.0.matchesSuffix(of: module) }?.1 ?? alpha
    let rank = Double(try rank(of: module))
    return alpha / (isRankStabilized ? rank.squareRoot() : rank)
  }

  public func targets(_ module: String) throws(Diagnostic) -> Bool {
    switch targets {
    case .allLinear: true
    case .names(let names): names.contains { module == $0 || module.hasSuffix("." + $0) }
    case .pattern(let pattern): pattern.matches(module)
    }
  }

  private static func targets(_ reader: ConfigurationReader) throws(Diagnostic) -> Targets {
    guard let value = reader.value("target_modules") else {
      throw .missingKey(reader.place, "target_modules")
    }
    if let text = value.string {
      return text == "all-linear" ? .allLinear : .pattern(try ModulePattern(text, place: reader.place))
    }
    let names = value.array?.compactMap(\.string) ?? []
    guard !names.isEmpty, names.count == value.array?.count else {
      throw .wrongValue(reader.place, "target_modules", value, "a list of names, or one text, was expected")
    }
    guard !names.contains(where: { $0 == "W_pack" || $0.hasSuffix(".W_pack") }) else {
      throw .unsupported(
        reader.place, "target_modules", value.text(),
        "W_pack, Baichuan's fused projection, cannot be adapted; o_proj, gate_proj, up_proj, down_proj can")
    }
    return .names(names)
  }

  private static func refuseUnsupported(_ reader: ConfigurationReader) throws(Diagnostic) {
    let place = reader.place
    for (key, value) in reader.object.members where key.hasPrefix("use_") && value == true {
      if key == "use_rslora" { continue }
      throw .unsupported(place, key, "true", "only plain LoRA, with or without rslora, is supported")
    }
    for key in ["fan_in_fan_out", "lora_bias"] where try reader.flag(key, default: false) {
      throw .unsupported(place, key, "true", "only false is supported")
    }
    let bias = try reader.text("bias") ?? "none"
    guard bias == "none" else {
      throw .unsupported(place, "bias", "\"\(bias)\"", "only \"none\" is supported")
    }
    let lists = [
      "modules_to_save", "layer_replication", "target_parameters", "trainable_token_indices",
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
  fileprivate static func unsupported(
    _ place: String, _ key: String, _ value: String, _ expectation: String
  ) -> Diagnostic {
    Diagnostic(place, "key \"\(key)\" is \(value), which is not supported", expected: expectation)
  }
}
