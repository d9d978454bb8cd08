import Files
import Glibc

/// Gemma 2: norms around the blocks that multiply by 1 + weight, caps on scores and logits, a window in every other layer.
/// arXiv:2408.00118.
extension ModelFamily {
  static let gemma2 = ModelFamily(
    architecture: .gemma2, classes: ["Gemma2ForCausalLM"], keyValueHeads: 4, headSize: 256, tiesWordEmbeddings: true,
    activationKey: "hidden_activation", activations: [("gelu_pytorch_tanh", .geluTanh)], name: "Gemma",
    keys: ConfigurationReader.gemmaKeys,
    features: { (reader, layers) throws(Diagnostic) in
      var features = try reader.gemmaFeatures()
      features.windowedLayers = try reader.layerTypes(layers) ?? Set((0..<layers).filter { $0 % 2 == 0 })
      // Absent and null are different: transformers has numbers of its own for the first.
      if reader.object["attn_logit_softcapping"] == nil { features.attentionCap = 50 }
      if reader.object["final_logit_softcapping"] == nil { features.logitCap = 30 }
      return features
    },
    slidingWindow: { (reader) throws(Diagnostic) in try reader.gemmaWindow() }, written: { $0.gemmaKeys })

  /// Gemma 3's text models: a norm on each head in place of the caps, and another rotary base in the layers with a window.
  /// arXiv:2503.19786.
  static let gemma3 = ModelFamily(
    architecture: .gemma3, classes: ["Gemma3ForCausalLM"], keyValueHeads: 4, headSize: 256, ropeTheta: 1_000_000,
    tiesWordEmbeddings: true, activationKey: "hidden_activation", activations: [("gelu_pytorch_tanh", .geluTanh)],
    name: "Gemma",
    keys: ConfigurationReader.gemmaKeys + [
      "rope_local_base_freq", "sliding_window_pattern", "_sliding_window_pattern",
    ],
    features: { (reader, layers) throws(Diagnostic) in
      var features = try reader.gemmaFeatures()
      features.headNorms = .each
      var pattern = try reader.optionalSize("sliding_window_pattern")
      if pattern == nil { pattern = try reader.optionalSize("_sliding_window_pattern") }
      let every = pattern ?? 6
      features.windowedLayers = try reader.layerTypes(layers) ?? Set((0..<layers).filter { ($0 + 1) % every != 0 })
      features.windowedRopeTheta = try reader.windowedTheta()
      return features
    },
    slidingWindow: { (reader) throws(Diagnostic) in try reader.gemmaWindow() },
    written: { configuration in
      configuration.gemmaKeys
        + [("rope_local_base_freq", configuration.features.windowedRopeTheta.map { .number($0) } ?? .null)]
    })
}

extension ConfigurationReader {
  fileprivate static let gemmaKeys = [
    "hidden_activation", "sliding_window", "layer_types", "query_pre_attn_scalar", "attn_logit_softcapping",
    "final_logit_softcapping",
  ]

  /// What both have in common.
  /// Deviation: transformers rounds the factor of the embeddings to the format of the weights; here it is float32, as all
  /// arithmetic is.
  fileprivate func gemmaFeatures() throws(Diagnostic) -> DecoderFeatures {
    var features = DecoderFeatures(
      biases: try biases(attention: [.q, .k, .v, .o], feedForward: false), blockNorms: .around,
      embeddingScale: Double(try size("hidden_size")).squareRoot(),
      attentionScale: pow(try optionalPositive("query_pre_attn_scalar") ?? 256, -0.5))
    features.addsOneToNorms = true
    features.attentionCap = try optionalPositive("attn_logit_softcapping")
    features.logitCap = try optionalPositive("final_logit_softcapping")
    return features
  }

  /// Absent and null are different: transformers takes 4096 where the key is absent.
  fileprivate func gemmaWindow() throws(Diagnostic) -> Int? {
    object["sliding_window"] == nil ? 4096 : try optionalSize("sliding_window")
  }

  /// The rotary base of layers with a window, which no scaling changes.
  fileprivate func windowedTheta() throws(Diagnostic) -> Double {
    guard let own = try member("rope_parameters")?.member("sliding_attention") else {
      return try optionalPositive("rope_local_base_freq") ?? 10_000
    }
    if let type = try own.text("rope_type"), type != "default" {
      throw .unsupportedKey(place, "rope_type", "\"\(type)\" for sliding_attention", "\"default\" was expected there")
    }
    return try own.optionalPositive("rope_theta") ?? 10_000
  }
}

extension ModelConfiguration {
  fileprivate var gemmaKeys: [(key: String, value: JSON)] {
    let windowed = features.windowedLayers ?? []
    let types = (0..<layerCount).map { JSON.string(windowed.contains($0) ? "sliding_attention" : "full_attention") }
    return [
      ("hidden_act", "gelu_pytorch_tanh"), ("hidden_activation", "gelu_pytorch_tanh"),
      ("attention_bias", .bool(features.biases.contains(.q))),
      ("query_pre_attn_scalar", features.attentionScale.map { .number(Self.scalar($0)) } ?? .null),
      ("attn_logit_softcapping", features.attentionCap.map { .number($0) } ?? .null),
      ("final_logit_softcapping", features.logitCap.map { .number($0) } ?? .null),
      ("sliding_window", slidingWindow.map { .integer($0) } ?? .null), ("layer_types", .array(types)),
    ]
  }

  /// The number of which this is the inverse of the square root; the whole one next to it where that has the same.
  private static func scalar(_ scale: Double) -> Double {
    let scalar = 1 / (scale * scale), whole = scalar.rounded()
    return pow(whole, -0.5) == scale ? whole : scalar
  }
}
