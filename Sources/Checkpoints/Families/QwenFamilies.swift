import Files

/// Qwen2 and Qwen2.5: biases on queries, keys and values, whatever config.json says. arXiv:2407.10671.
extension ModelFamily {
  static let qwen2 = ModelFamily(
    architecture: .qwen2, classes: ["Qwen2ForCausalLM"], keyValueHeads: 32, keys: ConfigurationReader.windowKeys,
    features: { (reader, layers) throws(Diagnostic) in
      DecoderFeatures(biases: [.q, .k, .v], windowedLayers: try reader.windowedLayers(layers))
    },
    slidingWindow: { (reader) throws(Diagnostic) in try reader.optionalWindow() },
    written: { $0.windowKeys })

  /// Qwen3: a norm on each head of queries and keys; a head's size is a key of its own. arXiv:2505.09388.
  static let qwen3 = ModelFamily(
    architecture: .qwen3, classes: ["Qwen3ForCausalLM"], keyValueHeads: 32, headSize: 128,
    keys: ConfigurationReader.windowKeys,
    features: { (reader, layers) throws(Diagnostic) in
      DecoderFeatures(
        biases: try reader.biases(attention: [.q, .k, .v, .o], feedForward: false), headNorms: .each,
        windowedLayers: try reader.windowedLayers(layers))
    },
    slidingWindow: { (reader) throws(Diagnostic) in try reader.optionalWindow() },
    written: { configuration in
      [("attention_bias", .bool(configuration.features.biases.contains(.q)))] + configuration.windowKeys
    })
}

extension ConfigurationReader {
  static let windowKeys = ["use_sliding_window", "sliding_window", "max_window_layers", "layer_types"]

  /// Of a family that has a window where `use_sliding_window` says so.
  func optionalWindow() throws(Diagnostic) -> Int? {
    guard try flag("use_sliding_window", default: false) else { return nil }
    // transformers takes 4096 where the key is absent.
    return object["sliding_window"] == nil ? 4096 : try optionalSize("sliding_window")
  }

  /// The layers that `layer_types` or, where that is absent, `max_window_layers` gives the window; nil without a window.
  func windowedLayers(_ layers: Int) throws(Diagnostic) -> Set<Int>? {
    guard try optionalWindow() != nil else { return nil }
    if let windowed = try layerTypes(layers) { return windowed }
    let first = try count("max_window_layers") ?? 28
    return Set((0..<layers).filter { $0 >= first })
  }

  /// The layers of `layer_types` with a window; nil where the key is absent.
  func layerTypes(_ layers: Int) throws(Diagnostic) -> Set<Int>? {
    guard let value = value("layer_types") else { return nil }
    let kinds = ["full_attention", "sliding_attention"]
    guard let types = value.array, types.count == layers, types.allSatisfy({ kinds.contains($0.string ?? "") }) else {
      throw .wrongValue(place, "layer_types", value, "\(layers) times one of \(kinds.joined(separator: ", "))")
    }
    return Set(types.indices.filter { types[$0].string == "sliding_attention" })
  }
}

extension ModelConfiguration {
  /// The window as Qwen and SmolLM3 say it.
  var windowKeys: [(key: String, value: JSON)] {
    let windowed = slidingWindow == nil ? [] : features.windowedLayers ?? Set(0..<layerCount)
    guard let window = slidingWindow, !windowed.isEmpty else { return [("use_sliding_window", false)] }
    let types = (0..<layerCount).map { JSON.string(windowed.contains($0) ? "sliding_attention" : "full_attention") }
    return [
      ("use_sliding_window", true), ("sliding_window", .integer(window)), ("layer_types", .array(types)),
    ]
  }
}
