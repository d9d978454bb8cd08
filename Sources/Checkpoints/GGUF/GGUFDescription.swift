import Files
import Glibc

/// What a GGUF file says of a model folder's decoder: the architecture's keys, and its tensors under ggml's names.
struct GGUFDescription {
  private let checkpoint: Checkpoint
  private let configuration: ModelConfiguration
  private let architecture: GGUFArchitecture

  init(_ checkpoint: Checkpoint) throws(Diagnostic) {
    self.checkpoint = checkpoint
    configuration = checkpoint.configuration
    let type = configuration.architecture.rawValue
    // Mistral's code is Llama's but for the window.
    let found = GGUFArchitecture.all.first { $0.type == type } ?? (type == "mistral" ? .llama : nil)
    let place = checkpoint.directory + "/config.json"
    guard let found else {
      throw Diagnostic(
        place, "a model of type \"\(type)\" is not written as GGUF",
        expected: "one of \(GGUFArchitecture.all.map(\.type).joined(separator: ", "))")
    }
    if case .dynamic = configuration.ropeScaling {
      throw Diagnostic(
        place, "the model has a rope_scaling of type 'dynamic'", expected: "a model that a GGUF file can describe")
    }
    if let problem = found.unsayable(configuration) {
      throw Diagnostic(place, "the model has \(problem)", expected: "a model that a GGUF file can describe")
    }
    architecture = found
  }

  /// What is added to the weights of norms.
  func offset(_ view: TensorView) -> Float { view.name.hasSuffix("norm.weight") ? architecture.normOffset : 0 }

  func pairsRows(_ view: TensorView) -> Bool {
    architecture.pairsRows
      && ["q_proj.weight", "k_proj.weight", "q_proj.bias", "k_proj.bias"].contains { view.name.hasSuffix($0) }
  }

  func metadata(_ format: GGUFExporter.Format) throws(Diagnostic) -> [(key: String, value: GGUFValue)] {
    let own: [(String, GGUFValue)] = [
      ("block_count", .integer(configuration.layerCount)), ("context_length", .integer(configuration.contextLength)),
      ("embedding_length", .integer(configuration.hiddenSize)),
      ("feed_forward_length", .integer(configuration.intermediateSize)),
      ("attention.head_count", .integer(configuration.headCount)),
      ("attention.head_count_kv", .integer(configuration.keyValueHeadCount)),
      ("attention.layer_norm_rms_epsilon", .number(configuration.rmsNormEpsilon)),
      ("attention.key_length", .integer(configuration.headSize)),
      ("attention.value_length", .integer(configuration.headSize)),
      ("rope.dimension_count", .integer(configuration.headSize)), ("rope.freq_base", .number(configuration.ropeTheta)),
      ("vocab_size", .integer(configuration.vocabularySize)),
    ]
    return [
      ("general.architecture", .text(architecture.name)), ("general.type", .text("model")),
      ("general.name", .text(FileSystem.lastName(of: checkpoint.directory))),
      ("general.file_type", .integer(format.fileType)), ("general.quantization_version", .integer(2)),
    ] + (own + scaling + architecture.written(configuration)).map { ("\(architecture.name).\($0.0)", $0.1) }
  }

  private var scaling: [(String, GGUFValue)] {
    switch configuration.ropeScaling {
    case .none, .llama3, .longRope, .dynamic: []
    case .linear(let factor): [("rope.scaling.type", .text("linear")), ("rope.scaling.factor", .number(factor))]
    case .yarn(let yarn):
      [
        ("rope.scaling.type", .text("yarn")), ("rope.scaling.factor", .number(yarn.factor)),
        ("rope.scaling.original_context_length", .integer(yarn.originalContextLength)),
        ("rope.scaling.yarn_beta_fast", .number(yarn.betaFast)),
        ("rope.scaling.yarn_beta_slow", .number(yarn.betaSlow)),
      ]
    }
  }

  /// Llama 3's, (head size / 2); nil where there is no such scaling.
  var rotaryFactors: [Float]? {
    guard case .llama3(let factor, let low, let high, let original) = configuration.ropeScaling else { return nil }
    let scaling = RotaryFactors(factor: factor, low: low, high: high, original: Double(original))
    return (0..<configuration.headSize / 2).map { index in
      Float(scaling.value(index, headSize: configuration.headSize, theta: configuration.ropeTheta))
    }
  }

  /// In ggml's order: the embedding, the last norm, the head, the layers.
  func tensors() throws(Diagnostic) -> [(name: String, view: TensorView)] {
    var tensors: [(name: String, view: TensorView)] = []
    for (name, shape) in configuration.weights {
      guard let stored = architecture.stored(name) else {
        throw Diagnostic(
          checkpoint.directory, "tensor '\(name)' has no name in a GGUF file of \(architecture.name)",
          expected: "a model with the usual weights")
      }
      tensors.append((stored, try checkpoint.tensors.weight(name, shape: shape)))
    }
    return tensors
  }
}

/// What Llama 3's scaling divides each frequency by.
///
/// Source: `rope_scaling` of type llama3 in the config.json of Llama 3.1, as transformers computes it.
struct RotaryFactors {
  var factor, low, high, original: Double

  func value(_ index: Int, headSize: Int, theta: Double) -> Double {
    let length = 2 * Double.pi * pow(theta, 2 * Double(index) / Double(headSize))
    if length < original / high { return 1 }
    if length > original / low { return factor }
    let smooth = (original / length - low) / (high - low)
    return 1 / ((1 - smooth) / factor + smooth)
  }
}
