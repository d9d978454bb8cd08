import Files

/// Phi-3, Phi-3.5 and Phi-4-mini: fused projections, rotary positions on a part of a head, LongRoPE. arXiv:2404.14219,
/// arXiv:2503.01743.
extension ModelFamily {
  static let phi3 = ModelFamily(
    architecture: .phi3, classes: ["Phi3ForCausalLM"], normEpsilon: 1e-5, fusions: [.qkv, .gateUp], name: "Phi-3",
    keys: ["sliding_window", "partial_rotary_factor", "original_max_position_embeddings"],
    features: { (reader, _) throws(Diagnostic) in
      try reader.refuseBiases()
      var features = DecoderFeatures()
      features.rotaryShare = try reader.rotaryShare("partial_rotary_factor", default: 1)
      return features
    },
    slidingWindow: { (reader) throws(Diagnostic) in try reader.optionalSize("sliding_window") },
    written: { configuration in
      [
        ("attention_bias", false), ("sliding_window", configuration.slidingWindow.map { .integer($0) } ?? .null),
        ("partial_rotary_factor", .number(configuration.features.rotaryShare)),
        ("original_max_position_embeddings", configuration.lengthOfShort.map { .integer($0) } ?? .null),
      ]
    })
}

extension ConfigurationReader {
  /// Which part of a head is rotated: by a key at the top (transformers 4) or `partial_rotary_factor` in `rope_parameters`
  /// (transformers 5).
  func rotaryShare(_ key: String, default standard: Double) throws(Diagnostic) -> Double {
    var share = try member("rope_parameters")?.optionalPositive("partial_rotary_factor")
    if share == nil { share = try optionalPositive(key) }
    if let share, share > 1 {
      throw .wrongValue(place, key, .number(share), "a number above 0, at most 1, was expected")
    }
    return share ?? standard
  }
}
