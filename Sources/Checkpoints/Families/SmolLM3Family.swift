import Files

/// SmolLM3: every fourth layer has no rotary positions (arXiv:2501.18795 has the idea).
extension ModelFamily {
  static let smolLM3 = ModelFamily(
    architecture: .smollm3, classes: ["SmolLM3ForCausalLM"], keyValueHeads: 4, ropeTheta: 2_000_000,
    tiesWordEmbeddings: true,
    keys: ConfigurationReader.windowKeys + ["no_rope_layers", "no_rope_layer_interval"],
    features: { (reader, layers) throws(Diagnostic) in
      let unrotated = try reader.unrotatedLayers(layers)
      let windowed = try reader.optionalWindow() == nil ? nil : try reader.layerTypes(layers) ?? unrotated
      return DecoderFeatures(
        biases: try reader.biases(attention: [.q, .k, .v, .o], feedForward: true), unrotatedLayers: unrotated,
        windowedLayers: windowed)
    },
    slidingWindow: { (reader) throws(Diagnostic) in try reader.optionalWindow() },
    written: { configuration in
      let rotated = (0..<configuration.layerCount).map { layer in
        JSON.integer(configuration.features.unrotatedLayers.contains(layer) ? 0 : 1)
      }
      return [
        ("attention_bias", .bool(configuration.features.biases.contains(.q))),
        ("mlp_bias", .bool(configuration.features.biases.contains(.down))), ("no_rope_layers", .array(rotated)),
      ] + configuration.windowKeys
    })
}

extension ConfigurationReader {
  /// The list has a 1 for each layer with rotary positions, in spite of its name; without it every so many layers have none.
  fileprivate func unrotatedLayers(_ layers: Int) throws(Diagnostic) -> Set<Int> {
    guard let value = value("no_rope_layers") else {
      let interval = try optionalSize("no_rope_layer_interval") ?? 4
      return Set((0..<layers).filter { ($0 + 1) % interval == 0 })
    }
    guard let list = value.array, list.count == layers, list.allSatisfy({ $0.integer == 0 || $0.integer == 1 }) else {
      throw .wrongValue(place, "no_rope_layers", value, "\(layers) times 0 or 1, a 1 for a layer with rotary positions")
    }
    return Set(list.indices.filter { list[$0].integer == 0 })
  }
}
