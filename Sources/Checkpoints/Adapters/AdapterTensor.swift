/// What the name of a tensor in an adapter's file says: which module of the base it belongs to, and as what.
///
/// PEFT writes `base_model.model.MODULE.lora_A.weight`; states that were saved without PEFT's help have the adapter's name in it
/// (`lora_A.default.weight`), no `base_model.model.` in front, or words of training wrappers.
struct AdapterTensor {
  enum Role: Hashable {
    case a, b
    /// Of DoRA.
    case magnitude
    /// Of LoRAMoE.
    case router
    /// A weight that stands in the place of the base's: of `modules_to_save`, or of an embedding that was resized.
    case whole
  }

  /// As the base names it: `model.layers.0.mlp.up_proj`.
  let module: String
  let role: Role

  /// nil for a name that no module of a decoder has, or that says something else.
  init?(_ name: String) {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)[...]
    parts.removeAll(where: WeightName.wrappers.contains)
    if parts.starts(with: ["base_model", "model"]) { parts = parts.dropFirst(2) }
    // GPT-2's weights are called without the word before them.
    if parts.starts(with: ["transformer", "h"]) { parts = parts.dropFirst() }
    let markers: [Substring: Role] = [
      "lora_A": .a, "lora_B": .b, "lora_embedding_A": .a, "lora_embedding_B": .b, "lora_magnitude_vector": .magnitude,
      "lora_router": .router, "modules_to_save": .whole,
    ]
    guard let place = parts.firstIndex(where: { markers[$0] != nil }), let role = markers[parts[place]] else {
      guard parts.last == "weight" else { return nil }
      parts = parts.dropLast()
      // The base's own weight where LoRA stands beside it.
      if parts.last == "base_layer" { parts = parts.dropLast() }
      self.init(module: parts, .whole)
      return
    }
    var rest = parts[(place + 1)...]
    let isBare = parts[place].hasPrefix("lora_embedding") || role == .magnitude
    if rest.last == "weight" {
      rest = rest.dropLast()
    } else if !isBare {
      return nil
    }
    // The adapter's own name may be left.
    guard rest.count <= 1, rest.first?.isEmpty != true, rest.first != "bias" else { return nil }
    self.init(module: parts[..<place], role)
    let isEmbedding = parts[place].hasPrefix("lora_embedding")
    if role == .a || role == .b, isEmbedding != (module == TableFactors.Table.embedding.rawValue) { return nil }
  }

  private init?(module parts: ArraySlice<Substring>, _ role: Role) {
    module = parts.joined(separator: ".")
    self.role = role
    if TableFactors.Table(rawValue: module) != nil { return }
    if let known = AdaptedModule(module) {
      if role != .whole { return }
      // Whole weights stand in the place of those that are stored as they are computed with.
      if known.layout == .plain, case .projection = known.content { return }
      return nil
    }
    // Norms have no factors; they can be saved as wholes.
    guard role == .whole,
      module == "model.norm" || AdaptedModule.layer(parts, of: ["model", "layers"], ends: 4) != nil,
      parts.last == "norm" || parts.last?.hasSuffix("_layernorm") == true
    else { return nil }
  }
}
