/// A linear map of a layer by its name in the base, as adapters name it: `model.layers.3.mlp.up_proj`.
public struct AdaptedModule: Sendable, Equatable {
  public enum Content: Sendable, Equatable {
    case projection(Projection)
    case fusion(FusedProjection)
  }

  public let layer: Int
  public let layout: WeightLayout
  public let content: Content

  /// nil for what is none.
  public init?(_ name: String) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)[...]
    for layout in WeightLayout.allCases {
      let root = Self.root(of: layout)
      guard let layer = Self.layer(parts, of: root, ends: root.count + 3) else { continue }
      let projection = Projection.allCases.first { layout.moduleName(of: $0, layer: layer) == name }
      let fusion = FusedProjection.allCases.first { $0.moduleName(layer: layer) == name }
      guard let content = projection.map(Content.projection) ?? fusion.map(Content.fusion) else { return nil }
      (self.layer, self.layout, self.content) = (layer, layout, content)
      return
    }
    return nil
  }

  private static func root(of layout: WeightLayout) -> [Substring] {
    switch layout {
    case .plain: ["model", "layers"]
    case .neoX: ["gpt_neox", "layers"]
    case .gpt2: ["h"]
    }
  }

  /// The layer of `model.layers.N…`, a name of so many parts that begins with `root`.
  static func layer(_ parts: ArraySlice<Substring>, of root: [Substring], ends count: Int) -> Int? {
    let parts = Array(parts)
    guard parts.count == count, parts.starts(with: root), let layer = Int(parts[root.count]), layer >= 0,
      String(layer) == parts[root.count]
    else { return nil }
    return layer
  }
}

extension AdaptedModule {
  /// As PEFT calls a module, which sees the whole model.
  public static func fullName(of module: String) -> String {
    module.hasPrefix("h.") ? "transformer." + module : module
  }

  /// Names for `target_modules` that mean these modules, in their order: their last parts, with the part before where that alone
  /// would mean others, too.
  public static func targets(_ modules: [String]) -> [String] {
    var targets: [String] = []
    let blocks = Set(modules.map { $0.split(separator: ".").suffix(2).joined(separator: ".") })
    for module in modules {
      let parts = module.split(separator: ".").suffix(2)
      // GPT-2 has a map of this name in both blocks of a layer.
      let isAlone = parts.last == "c_proj" && !(blocks.contains("attn.c_proj") && blocks.contains("mlp.c_proj"))
      let target = isAlone ? parts.joined(separator: ".") : parts.last.map(String.init) ?? module
      if !targets.contains(target) { targets.append(target) }
    }
    return targets
  }
}
