public import Files

extension ModelConfiguration {
  /// Reads a config.json. Throws a `Diagnostic` for a missing or senseless key, an unknown architecture, and
  /// every feature that would change the numbers and is not supported.
  public init(file path: String) throws(Diagnostic) {
    try self.init(ConfigurationReader(file: path))
  }

  /// Reads the same keys from an object that is no file; `place` is what messages call it.
  public init(json object: JSONObject, place: String) throws(Diagnostic) {
    try self.init(ConfigurationReader(place: place, object: object))
  }

  init(_ reader: ConfigurationReader) throws(Diagnostic) {
    let (name, family) = try Self.family(reader)
    let architecture = family.architecture
    try Self.checkType(architecture, reader)
    let isBaichuan = architecture == .baichuan
    try Self.refuseUnsupported(reader, family)
    let heads = try reader.size(family.key("num_attention_heads"))
    let layers = try reader.size(family.key("num_hidden_layers"), limit: 4096)
    let hidden = try reader.size(family.key("hidden_size"))
    var intermediate = try reader.optionalSize(family.key("intermediate_size"))
    if intermediate == nil, let factor = family.feedForwardFactor { intermediate = factor * hidden }
    guard let intermediate else { throw .missingKey(reader.place, family.key("intermediate_size")) }
    var features = try family.features(reader, layers)
    features.activation = try family.activation(reader)
    self.init(
      architecture: architecture,
      vocabularySize: try reader.size("vocab_size"),
      hiddenSize: hidden,
      intermediateSize: intermediate,
      layerCount: layers,
      headCount: heads,
      keyValueHeadCount: isBaichuan ? nil : try Self.keyValueHeads(reader, family),
      headSize: isBaichuan ? nil : try reader.optionalSize("head_dim") ?? family.headSize,
      contextLength: try Self.contextLength(reader, family),
      // Baichuan's code has 10000 written into it, whatever its config says.
      ropeTheta: isBaichuan ? 10_000 : try Self.ropeTheta(reader, family),
      ropeScaling: try Self.ropeScaling(reader, family),
      rmsNormEpsilon: try reader.optionalPositive(family.key("rms_norm_eps")) ?? family.normEpsilon,
      slidingWindow: try family.slidingWindow(reader),
      tieWordEmbeddings: try reader.flag("tie_word_embeddings", default: family.tiesWordEmbeddings),
      normalizesHead: isBaichuan ? try Self.normalizesHead(name, reader) : false,
      features: features,
      bosID: try reader.tokenIDs("bos_token_id").first,
      eosIDs: try reader.tokenIDs("eos_token_id"),
      torchDType: try reader.text("torch_dtype", "dtype"))
    // The scaling is made for sequences beyond the length of training, up to so many times as long.
    if case .dynamic(let factor, let original) = ropeScaling {
      contextLength = min(Int(saturating: Double(original) * factor), ConfigurationReader.sizeLimit)
    }
    try checkShape(reader)
  }

  /// The class that config.json names, the family's own where it names none.
  private static func family(_ reader: ConfigurationReader) throws(Diagnostic) -> (String, ModelFamily) {
    guard let value = reader.value("architectures"), value.array?.isEmpty != true else {
      guard let family = ModelFamily(className: nil, type: try reader.text("model_type")) else {
        throw .missingKey(reader.place, "architectures")
      }
      return (family.classes[0], family)
    }
    guard let name = value.array?.first?.string else {
      throw .wrongValue(
        reader.place, "architectures", value, "a list with one name was expected; known are \(ModelFamily.known)")
    }
    guard let family = ModelFamily(className: name, type: nil) else {
      throw Diagnostic(
        reader.place, "architecture '\(name)' is \(ModelFamily.kind(of: name))",
        expected: "known are \(ModelFamily.known)")
    }
    return (name, family)
  }

  /// transformers goes by `model_type`, and so both names must mean the same.
  private static func checkType(_ architecture: Architecture, _ reader: ConfigurationReader) throws(Diagnostic) {
    guard let type = try reader.text("model_type"), type.lowercased() != architecture.rawValue else { return }
    throw Diagnostic(
      reader.place,
      "key \"model_type\" is \"\(type)\", and \"architectures\" names a model of type \"\(architecture.rawValue)\"",
      expected: "known model types are \(ModelFamily.knownTypes); both keys must mean the same one")
  }

  /// NormHead came with Baichuan 2. Its code always has it; nothing in config.json says so. The first
  /// Baichuan-7B spells its class BaiChuanForCausalLM, and every first-generation Baichuan has a vocabulary
  /// of 64000 (the second: 125696).
  private static func normalizesHead(
    _ name: String, _ reader: ConfigurationReader
  ) throws(Diagnostic) -> Bool {
    let vocabulary = try reader.size("vocab_size")
    return name == "BaichuanForCausalLM" && vocabulary != 64_000
  }

  private static func contextLength(
    _ reader: ConfigurationReader, _ family: ModelFamily
  ) throws(Diagnostic) -> Int {
    guard family.architecture == .baichuan else {
      // The first conversions of Llama 1 call it max_sequence_length.
      if reader.value("max_position_embeddings") == nil, let length = try reader.optionalSize("max_sequence_length") {
        return length
      }
      return try reader.size(family.key("max_position_embeddings"))
    }
    if let length = try reader.optionalSize("model_max_length") { return length }
    return try reader.size(reader.isBaichuan13B() ? "model_max_length" : "max_position_embeddings")
  }

  private static func refuseUnsupported(_ reader: ConfigurationReader, _ family: ModelFamily) throws(Diagnostic) {
    _ = try family.activation(reader)
    let own = ["hidden_act", "quantization_config"] + family.keys
    let others = SettingsTable.refusals(in: reader.object, of: .model, place: reader.place)
    if let refusal = others.first(where: { refusal in !own.contains { refusal.problem.contains("\"\($0)\"") } }) {
      throw refusal
    }
    if let value = reader.value("quantization_config") {
      let method = value["quant_method"]?.string ?? "unknown"
      let wayOut =
        switch method {
        case "bitsandbytes":
          "the model that was quantized, or this one after transformers' dequantize() and save_pretrained()"
        case "gptq", "awq", "fp8", "compressed-tensors", "fbgemm_fp8", "hqq", "aqlm", "mxfp4", "torchao":
          "the model that was quantized"
        default: "weights as they were before"
        }
      throw .unsupportedKey(
        reader.place, "quantization_config", "set (method \(method))",
        "only weights in f32, f16 or bf16 are supported: \(wayOut)")
    }
  }

  /// nil: as many as heads. Absent and null are different: transformers has a number of its own for the first.
  private static func keyValueHeads(
    _ reader: ConfigurationReader, _ family: ModelFamily
  ) throws(Diagnostic) -> Int? {
    reader.object["num_key_value_heads"] == nil
      ? family.keyValueHeads : try reader.optionalSize("num_key_value_heads")
  }

  private func checkShape(_ reader: ConfigurationReader) throws(Diagnostic) {
    if reader.value("head_dim") == nil && ModelFamily.of(architecture).headSize == nil || architecture == .baichuan {
      guard hiddenSize % headCount == 0 else {
        throw .indivisible(reader.place, "hidden_size", hiddenSize, "num_attention_heads", headCount)
      }
    }
    guard headCount % keyValueHeadCount == 0 else {
      throw .indivisible(
        reader.place, "num_attention_heads", headCount, "num_key_value_heads", keyValueHeadCount)
    }
    if features.rotaryShare < 1, rotatedSize == 0 || rotatedSize % 2 != 0 {
      throw Diagnostic(
        reader.place, "\(rotatedSize) of a head's \(headSize) numbers are turned by \"partial_rotary_factor\"",
        expected: "rotary positions turn pairs of numbers, so an even number of them was expected")
    }
    if case .longRope(let scaling) = ropeScaling {
      for (key, factors) in [("short_factor", scaling.shortFactors), ("long_factor", scaling.longFactors)]
      where factors.count != rotatedSize / 2 {
        throw Diagnostic(
          reader.place, "\"\(key)\" has \(factors.count) numbers",
          expected: "one for each of the \(rotatedSize / 2) pairs of numbers of a head that are turned")
      }
    }
    if case .dynamic = ropeScaling, rotatedSize < 4 {
      throw Diagnostic(
        reader.place, "\(rotatedSize) of a head's \(headSize) numbers are turned, with a scaling of type 'dynamic'",
        expected: "at least 4: its base grows by a power of which 2 have none")
    }
    guard headSize % 2 == 0 else {
      throw Diagnostic(
        reader.place, "a head has \(headSize) numbers",
        expected: "rotary positions turn pairs of numbers, so an even head size was expected")
    }
    guard attentionSize <= ConfigurationReader.sizeLimit else {
      throw Diagnostic(
        reader.place, "\(headCount) heads of \(headSize) are impossibly large",
        expected: "at most \(ConfigurationReader.sizeLimit) in all were expected")
    }
  }
}

extension Diagnostic {
  static func unsupportedKey(
    _ place: String, _ key: String, _ value: String, _ expectation: String
  ) -> Diagnostic {
    Diagnostic(place, "key \"\(key)\" is \(value), which is not supported", expected: expectation)
  }

  fileprivate static func indivisible(
    _ place: String, _ key: String, _ value: Int, _ divisorKey: String, _ divisor: Int
  ) -> Diagnostic {
    Diagnostic(
      place, "\"\(key)\" (\(value)) is not a multiple of \"\(divisorKey)\" (\(divisor))",
      expected: "the heads must divide evenly")
  }
}
