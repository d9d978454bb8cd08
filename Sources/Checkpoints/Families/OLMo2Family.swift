import Files

/// OLMo 2: norms behind the blocks, and on all queries and all keys together. arXiv:2501.00656.
extension ModelFamily {
  static let olmo2 = ModelFamily(
    architecture: .olmo2, classes: ["Olmo2ForCausalLM"],
    features: { (reader, _) throws(Diagnostic) in
      DecoderFeatures(
        biases: try reader.biases(attention: [.q, .k, .v, .o], feedForward: false), headNorms: .together,
        blockNorms: .after)
    },
    written: { configuration in [("attention_bias", .bool(configuration.features.biases.contains(.q)))] })
}
