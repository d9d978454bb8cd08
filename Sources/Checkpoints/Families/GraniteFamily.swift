import Files

/// Granite 3: four numbers that multiply embeddings, attention and residuals, and divide the logits. arXiv:2405.04324 (its ancestor).
extension ModelFamily {
  static let granite = ModelFamily(
    architecture: .granite, classes: ["GraniteForCausalLM"],
    keys: ["embedding_multiplier", "attention_multiplier", "residual_multiplier", "logits_scaling"],
    features: { (reader, _) throws(Diagnostic) in
      DecoderFeatures(
        biases: try reader.biases(attention: [.q, .k, .v, .o], feedForward: true),
        embeddingScale: try reader.optionalPositive("embedding_multiplier") ?? 1,
        residualScale: try reader.optionalPositive("residual_multiplier") ?? 1,
        attentionScale: try reader.optionalPositive("attention_multiplier") ?? 1,
        logitDivisor: try reader.optionalPositive("logits_scaling") ?? 1)
    },
    written: { configuration in
      let features = configuration.features
      return [
        ("attention_bias", .bool(features.biases.contains(.q))), ("mlp_bias", .bool(features.biases.contains(.down))),
        ("embedding_multiplier", .number(features.embeddingScale)),
        ("attention_multiplier", features.attentionScale.map { .number($0) } ?? .null),
        ("residual_multiplier", .number(features.residualScale)), ("logits_scaling", .number(features.logitDivisor)),
      ]
    })
}
