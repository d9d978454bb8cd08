import Files

/// Mistral 7B and Nemo: every layer has the window. arXiv:2310.06825.
extension ModelFamily {
  static let mistral = ModelFamily(
    architecture: .mistral, classes: ["MistralForCausalLM"], keyValueHeads: 8, keys: ["sliding_window"],
    features: { (reader, _) throws(Diagnostic) in
      try reader.refuseBiases()
      return DecoderFeatures()
    },
    // null and absent are different: transformers takes 4096 where the key is absent.
    slidingWindow: { (reader) throws(Diagnostic) in
      reader.object["sliding_window"] == nil ? 4096 : try reader.optionalSize("sliding_window")
    },
    written: { configuration in
      [("attention_bias", false), ("sliding_window", configuration.slidingWindow.map { .integer($0) } ?? .null)]
    })
}
