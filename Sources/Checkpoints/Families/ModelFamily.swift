import Files

/// A kind of decoder as config.json names it, and how its other keys become features. A family is a value in a file of its own, and a
/// line in `all`.
struct ModelFamily: Sendable {
  let architecture: ModelConfiguration.Architecture
  /// Names under `architectures`, the one that is written first.
  let classes: [String]
  /// What transformers (5.24) takes where a key is absent.
  var keyValueHeads: Int? = nil
  var headSize: Int? = nil
  var ropeTheta = 10_000.0
  var tiesWordEmbeddings = false
  var normEpsilon = 1e-6
  /// Projections that are stored as one weight.
  var fusions: [FusedProjection] = []
  /// The key of the activation, and the names that it may have; transformers takes the first where it is absent.
  var activationKey = "hidden_act"
  var activations: [(name: String, activation: DecoderFeatures.Activation)] = [("silu", .silu), ("swish", .silu)]
  /// How its weights are named and cut.
  var layout = WeightLayout.plain
  /// How it calls keys of config.json that other families call otherwise.
  var keyNames: [String: String] = [:]
  /// The width of the feed-forward over the hidden size where it is not stated; nil: it must be.
  var feedForwardFactor: Int? = nil
  /// What people call it, where a message names it.
  var name = "LLaMA"
  /// Keys of config.json that only this family reads, beside those of every decoder.
  var keys: [String] = []
  /// - Parameter layers: how many there are.
  var features: @Sendable (_ reader: ConfigurationReader, _ layers: Int) throws(Diagnostic) -> DecoderFeatures
  /// nil: every token sees all before it.
  var slidingWindow: @Sendable (ConfigurationReader) throws(Diagnostic) -> Int? = { (_) throws(Diagnostic) in nil }
  /// Keys of a config.json that says the same.
  var written: @Sendable (ModelConfiguration) -> [(key: String, value: JSON)] = { _ in [] }

  static let all: [ModelFamily] = [
    .llama, .mistral, .baichuan, .qwen2, .qwen3, .smolLM3, .granite, .olmo2, .gemma2, .gemma3, .phi3, .qwen3MoE, .olmoe,
    .neoX, .gpt2,
  ]

  static func of(_ architecture: ModelConfiguration.Architecture) -> ModelFamily {
    all.first { $0.architecture == architecture } ?? .llama
  }

  /// How a key is called.
  func key(_ name: String) -> String { keyNames[name] ?? name }

  func activation(_ reader: ConfigurationReader) throws(Diagnostic) -> DecoderFeatures.Activation {
    let name = try reader.text(activationKey) ?? activations[0].name
    guard let known = activations.first(where: { $0.name == name }) else {
      throw .unsupportedKey(
        reader.place, activationKey, "\"\(name)\"", "only \"\(activations[0].name)\" is supported")
    }
    return known.activation
  }

  /// `LlamaForCausalLM, MistralForCausalLM and …`
  static var known: String {
    let names = all.flatMap(\.classes).filter { $0 != "LLaMAForCausalLM" }
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }

  /// `llama, mistral and …`
  static var knownTypes: String {
    let names = all.map(\.architecture.rawValue)
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}

extension ModelFamily {
  /// Whom the class or, where no class is named, the type means; of Baichuan there are two generations, which only the class tells apart.
  init?(className: String?, type: String?) {
    let found = Self.all.first { family in
      if let className { return family.classes.contains(className) }
      return family.architecture != .baichuan && family.architecture.rawValue == type?.lowercased()
    }
    guard let found else { return nil }
    self = found
  }

  /// What a class that no family has is, as far as its name says.
  static func kind(of className: String) -> String {
    let heads = ["ForMaskedLM", "ForSequenceClassification", "ForTokenClassification", "ForQuestionAnswering"]
    if heads.contains(where: className.hasSuffix) || (className.hasSuffix("Model") && !className.contains("LM")) {
      return "an encoder or a part of a model: it does not continue texts"
    }
    if className.hasSuffix("ForConditionalGeneration") || className.contains("Vision") {
      return "a model of pictures, sounds or pairs of texts: it does not continue texts alone"
    }
    return "unknown"
  }
}
