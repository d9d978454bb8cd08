import Files

/// Baichuan 1 and 2, 7B: fused queries, keys and values. arXiv:2309.10305.
extension ModelFamily {
  static let baichuan = ModelFamily(
    architecture: .baichuan, classes: ["BaichuanForCausalLM", "BaiChuanForCausalLM"], fusions: [.pack],
    training: .adapters, name: "Baichuan", keys: ["model_max_length"],
    features: { (reader, _) throws(Diagnostic) in
      try reader.refuseBiases()
      return DecoderFeatures()
    },
    written: { configuration in
      [("attention_bias", false), ("model_max_length", .integer(configuration.contextLength))]
    })
}
