/// The name of a stored tensor as a decoder of the Llama family calls it.
///
/// Training wrappers put words of their own into names, and a model that was saved without its head lacks `model.`; both mean
/// the same weight.
struct WeightName: Sendable, Equatable {
  /// E.g. `model.layers.0.mlp.up_proj.weight`.
  let canonical: String

  /// Words that wrappers put between dots: `torch.compile`, data parallelism, FSDP and its activation checkpoints.
  static let wrappers: Set<Substring> = [
    "_orig_mod", "module", "_fsdp_wrapped_module", "_checkpoint_wrapped_module",
  ]
  /// What the names of a decoder begin with.
  private static let roots: Set<Substring> = ["embed_tokens", "layers", "norm", "rotary_emb"]
  /// The same of GPT-2, whose published files lack the word before them.
  private static let bareRoots: Set<Substring> = ["h", "wte", "wpe", "ln_f"]

  init(_ stored: String) {
    var parts = stored.split(separator: ".", omittingEmptySubsequences: false)
    parts.removeAll(where: Self.wrappers.contains)
    // PEFT's, with or without an adapter beside the weights.
    if parts.first == "base_model" { parts.removeFirst(parts.dropFirst().first == "model" ? 2 : 1) }
    // Of a model that holds the whole decoder as its `model`.
    if parts.first == "model", let second = parts.dropFirst().first, second == "model" || second == "lm_head" {
      parts.removeFirst()
    }
    if let first = parts.first, Self.roots.contains(first) { parts.insert("model", at: 0) }
    if parts.first == "transformer", let second = parts.dropFirst().first, Self.bareRoots.contains(second) {
      parts.removeFirst()
    }
    canonical = parts.joined(separator: ".")
  }

  /// Whether it is a table that follows from the configuration, as older checkpoints store them: rotary frequencies, their cosines
  /// and sines, causal masks, positions. Nobody reads their values.
  static func isConstant(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let last = parts.last else { return false }
    let before = parts.dropLast().last
    switch last {
    case "inv_freq", "original_inv_freq", "cos_cached", "sin_cached": return before == "rotary_emb"
    case "masked_bias": return true
    // `attn.bias` is a causal mask; that of a linear map has the map's name between.
    case "bias": return before == "attn" || before == "self_attn" || before == "attention"
    case "position_ids": return true
    default: return false
    }
  }
}
