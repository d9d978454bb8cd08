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
    guard Self.knows(configuration.ropeScaling, found) else {
      throw Diagnostic(
        place, "the model's rotary positions are scaled in a way that llama.cpp does not know of \(found.name)",
        expected: "a model that a GGUF file can describe")
    }
    architecture = found
  }

  private static func knows(_ scaling: ModelConfiguration.RopeScaling, _ architecture: GGUFArchitecture) -> Bool {
    switch scaling {
    case .dynamic: false
    case .longRope: architecture.name == "phi3"
    case .yarn(let yarn): yarn.truncates
    case .none, .linear, .llama3: true
    }
  }

  func metadata(_ format: GGUFExporter.Format) throws(Diagnostic) -> [(key: String, value: GGUFValue)] {
    var own: [(String, GGUFValue)] = [
      ("block_count", .integer(configuration.layerCount)), ("context_length", .integer(configuration.contextLength)),
      ("embedding_length", .integer(configuration.hiddenSize)),
      ("feed_forward_length", .integer(configuration.intermediateSize)),
      ("attention.head_count", .integer(configuration.headCount)),
      ("attention.head_count_kv", .integer(configuration.keyValueHeadCount)),
      (architecture.epsilonKey, .number(configuration.rmsNormEpsilon)),
      ("attention.key_length", .integer(configuration.headSize)),
      ("attention.value_length", .integer(configuration.headSize)),
      ("vocab_size", .integer(configuration.vocabularySize)),
    ]
    if architecture.rotates {
      own += [
        ("rope.dimension_count", .integer(configuration.rotatedSize)),
        ("rope.freq_base", .number(configuration.ropeTheta)),
      ]
    }
    return [
      ("general.architecture", .text(architecture.name)), ("general.type", .text("model")),
      ("general.name", .text(FileSystem.lastName(of: checkpoint.directory))),
      ("general.file_type", .integer(format.fileType)), ("general.quantization_version", .integer(2)),
    ] + (own + scaling + architecture.written(configuration)).map { ("\(architecture.name).\($0.0)", $0.1) }
  }

  private var scaling: [(String, GGUFValue)] {
    switch configuration.ropeScaling {
    case .none, .llama3, .dynamic: []
    case .longRope(let long):
      [
        ("rope.scaling.original_context_length", .integer(long.originalContextLength)),
        ("rope.scaling.attn_factor", .number(long.attentionFactor)),
      ]
    case .linear(let factor): [("rope.scaling.type", .text("linear")), ("rope.scaling.factor", .number(factor))]
    case .yarn(let yarn):
      [
        ("rope.scaling.type", .text("yarn")), ("rope.scaling.factor", .number(yarn.factor)),
        ("rope.scaling.original_context_length", .integer(yarn.originalContextLength)),
        ("rope.scaling.yarn_beta_fast", .number(yarn.betaFast)),
        ("rope.scaling.yarn_beta_slow", .number(yarn.betaSlow)),
      ]
        + (yarn.attentionFactor == YarnScaling.growth(yarn.factor)
          ? [] : [("rope.scaling.attn_factor", .number(yarn.attentionFactor / YarnScaling.growth(yarn.factor)))])
    }
  }

  /// What frequencies are divided by, by the names of their tensors, each half as long as what is rotated of a head.
  var rotaryFactors: [(name: String, numbers: [Float])] {
    switch configuration.ropeScaling {
    case .none, .linear, .yarn, .dynamic: return []
    case .llama3(let factor, let low, let high, let original):
      let scaling = RotaryFactors(factor: factor, low: low, high: high, original: Double(original))
      let numbers = (0..<configuration.headSize / 2).map { index in
        Float(scaling.value(index, headSize: configuration.headSize, theta: configuration.ropeTheta))
      }
      return [("rope_freqs.weight", numbers)]
    case .longRope(let long):
      return [
        ("rope_factors_long.weight", long.longFactors.map { Float($0) }),
        ("rope_factors_short.weight", long.shortFactors.map { Float($0) }),
      ]
    }
  }

  /// In ggml's order: the embedding, the last norm, the head, the layers.
  func tensors() throws(Diagnostic) -> [GGUFSource] {
    var sources: [GGUFSource] = []
    for (name, shape) in configuration.weights where !name.contains(".mlp.experts.") {
      let view = try checkpoint.tensors.weight(name, shape: shape)
      if let pieces = try pieces(of: view) {
        sources += pieces
        continue
      }
      sources.append(try source(name, shape, [view]))
      if let (layer, inner) = architecture.split(name), inner == "mlp.gate.weight" { sources += try stacks(layer) }
    }
    if architecture.asksForHead, configuration.tieWordEmbeddings, let table = sources.first(where: { $0.isTable }) {
      sources.append(GGUFSource(name: "output.weight", shape: table.shape, views: table.views))
    }
    return sources
  }

  private func source(_ name: String, _ shape: [Int], _ views: [TensorView]) throws(Diagnostic) -> GGUFSource {
    guard let stored = architecture.stored(name) else {
      throw Diagnostic(
        checkpoint.directory, "tensor '\(name)' has no name in a GGUF file of \(architecture.name)",
        expected: "a model with the usual weights")
    }
    let arrangement = architecture.arrangement(of: name)
    return GGUFSource(
      name: stored, shape: arrangement?.written(shape) ?? shape, views: views, arrangement: arrangement,
      offset: name.hasSuffix("norm.weight") ? architecture.normOffset : 0,
      hasUnitRows: configuration.normalizesHead && name == configuration.headName)
  }

  /// The projections of a weight that is one in the model and one each in the file; nil for another.
  private func pieces(of view: TensorView) throws(Diagnostic) -> [GGUFSource]? {
    guard let fusion = architecture.splits.first(where: { view.name.hasSuffix(".\($0.rawValue).weight") }),
      let (layer, _) = architecture.split(view.name)
    else { return nil }
    var first = 0, sources: [GGUFSource] = []
    for part in fusion.parts {
      let shape = configuration.shape(of: part)
      sources.append(
        try source(part.moduleName(layer: layer) + ".weight", shape, [view.rows(first..<first + shape[0])]))
      first += shape[0]
    }
    return sources
  }

  /// The weights of all experts of a layer, one tensor for each projection.
  private func stacks(_ layer: Int) throws(Diagnostic) -> [GGUFSource] {
    guard let experts = configuration.experts(ofLayer: layer) else { return [] }
    var sources: [GGUFSource] = []
    for (stored, projection) in GGUFArchitecture.stackedExperts {
      let shape = configuration.shape(of: projection, in: experts)
      var views: [TensorView] = []
      for expert in 0..<experts.count {
        let name = Experts.weightName(layer: layer, expert: expert, projection)
        views.append(try checkpoint.tensors.weight(name, shape: shape))
      }
      sources.append(GGUFSource(name: "blk.\(layer).\(stored).weight", shape: [experts.count] + shape, views: views))
    }
    return sources
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
