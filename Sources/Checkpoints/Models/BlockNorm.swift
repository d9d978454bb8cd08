/// A norm of a layer, by the place that it has around one of its two blocks.
public enum BlockNorm: Sendable, CaseIterable {
  case attentionInput, attentionOutput, feedForwardInput, feedForwardOutput
}

extension ModelConfiguration {
  /// The norms of a layer by the names that Hugging Face gives them, in the order in which they are computed.
  public func blockNorms(layer: Int) -> [(norm: BlockNorm, name: String)] {
    let own: [(BlockNorm, String)] =
      switch features.blockNorms {
      case .before: [(.attentionInput, "input_layernorm"), (.feedForwardInput, "post_attention_layernorm")]
      case .after: [(.attentionOutput, "post_attention_layernorm"), (.feedForwardOutput, "post_feedforward_layernorm")]
      case .around:
        [
          (.attentionInput, "input_layernorm"), (.attentionOutput, "post_attention_layernorm"),
          (.feedForwardInput, "pre_feedforward_layernorm"), (.feedForwardOutput, "post_feedforward_layernorm"),
        ]
      }
    return own.map { ($0, "model.layers.\(layer).\($1).weight") }
  }
}
