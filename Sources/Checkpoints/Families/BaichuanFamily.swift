import Files

/// Baichuan 1 and 2: fused queries, keys and values; of 13B, ALiBi in place of rotary positions. arXiv:2309.10305.
extension ModelFamily {
  static let baichuan = ModelFamily(
    architecture: .baichuan, classes: ["BaichuanForCausalLM", "BaiChuanForCausalLM"], fusions: [.pack],
    name: "Baichuan", keys: ["model_max_length"],
    features: { (reader, layers) throws(Diagnostic) in
      try reader.refuseBiases()
      var features = DecoderFeatures()
      features.hasSlopes = try reader.isBaichuan13B()
      if features.hasSlopes { features.unrotatedLayers = Set(0..<layers) }
      return features
    },
    written: { configuration in
      [("attention_bias", false), ("model_max_length", .integer(configuration.contextLength))]
    })
}

extension ConfigurationReader {
  /// The 13B models have 40 layers of 5120, and no max_position_embeddings, since they embed none.
  func isBaichuan13B() throws(Diagnostic) -> Bool {
    if try optionalSize("max_position_embeddings") == nil { return true }
    guard try size("hidden_size") == 5120 else { return false }
    return try size("num_hidden_layers") == 40
  }
}
