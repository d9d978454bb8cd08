import Files

/// Llama 1 to 3.x, and whoever uses its code: SmolLM2, TinyLlama, CodeLlama. arXiv:2302.13971.
extension ModelFamily {
  static let llama = ModelFamily(
    architecture: .llama, classes: ["LlamaForCausalLM", "LLaMAForCausalLM"],
    features: { (reader, _) throws(Diagnostic) in
      DecoderFeatures(biases: try reader.biases(attention: [.q, .k, .v, .o], feedForward: true))
    },
    written: { configuration in
      [
        ("attention_bias", .bool(configuration.features.biases.contains(.q))),
        ("mlp_bias", configuration.features.biases.contains(.down) ? true : .null),
      ]
    })
}

extension ConfigurationReader {
  /// Of a family whose `attention_bias` and `mlp_bias` say whether there are biases.
  func biases(attention: Set<Projection>, feedForward: Bool) throws(Diagnostic) -> Set<Projection> {
    var biases: Set<Projection> = []
    if try flag("attention_bias", default: false) { biases.formUnion(attention) }
    if feedForward, try flag("mlp_bias", default: false) { biases.formUnion([.gate, .up, .down]) }
    return biases
  }

  /// Of a family whose code has no biases.
  func refuseBiases() throws(Diagnostic) {
    for key in ["attention_bias", "mlp_bias"] where try flag(key, default: false) {
      throw .unsupportedKey(place, key, "true", "models of this type have no biases")
    }
  }
}
