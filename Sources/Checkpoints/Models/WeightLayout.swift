/// How a family's files name the weights of a decoder, and how they are cut.
public enum WeightLayout: Sendable, CaseIterable {
  /// As Llama's: a weight (outputs, inputs) for each projection, or several of them one behind the other.
  case plain
  /// GPT-NeoX: queries, keys and values in one weight, head by head.
  case neoX
  /// GPT-2: weights (inputs, outputs), queries, keys and values side by side.
  case gpt2

  /// Whether weights of linear maps are (inputs, outputs).
  public var isTransposed: Bool { self == .gpt2 }

  /// `model.layers.3.mlp.up_proj`; nil where the layout has no such weight, or one of several projections.
  func moduleName(of projection: Projection, layer: Int) -> String? {
    switch (self, projection) {
    case (.plain, _): projection.moduleName(layer: layer)
    case (.neoX, .o): "gpt_neox.layers.\(layer).attention.dense"
    case (.neoX, .up): "gpt_neox.layers.\(layer).mlp.dense_h_to_4h"
    case (.neoX, .down): "gpt_neox.layers.\(layer).mlp.dense_4h_to_h"
    case (.gpt2, .o): "h.\(layer).attn.c_proj"
    case (.gpt2, .up): "h.\(layer).mlp.c_fc"
    case (.gpt2, .down): "h.\(layer).mlp.c_proj"
    default: nil
    }
  }
}

extension ModelConfiguration {
  public var layout: WeightLayout { ModelFamily.of(architecture).layout }

  /// The module that holds a projection, alone or beside others: `model.layers.3.mlp.up_proj`.
  public func moduleName(of projection: Projection, layer: Int) -> String {
    fusion(of: projection)?.moduleName(layer: layer) ?? layout.moduleName(of: projection, layer: layer)
      ?? projection.moduleName(layer: layer)
  }

  /// The linear maps of a layer, but those of experts.
  public func projections(ofLayer layer: Int) -> [Projection] {
    Projection.allCases.filter {
      $0 == .gate && !features.activation.hasGate ? false : $0.block == "self_attn" || experts(ofLayer: layer) == nil
    }
  }

  /// The weights of all linear maps of the layers as they are stored, those of experts too, what chooses these apart.
  public var linearMaps: Set<String> {
    var names: Set<String> = []
    for layer in 0..<layerCount {
      for projection in projections(ofLayer: layer) {
        names.insert(moduleName(of: projection, layer: layer) + ".weight")
      }
      for expert in 0..<(experts(ofLayer: layer)?.count ?? 0) {
        for projection in [Projection.gate, .up, .down] {
          names.insert(Experts.weightName(layer: layer, expert: expert, projection))
        }
      }
    }
    return names
  }

  public var embeddingName: String {
    switch layout {
    case .plain: "model.embed_tokens.weight"
    case .neoX: "gpt_neox.embed_in.weight"
    case .gpt2: "wte.weight"
    }
  }

  /// The norm behind the layers, without `.weight`.
  public var finalNormName: String {
    switch layout {
    case .plain: "model.norm"
    case .neoX: "gpt_neox.final_layer_norm"
    case .gpt2: "ln_f"
    }
  }

  /// The table of a family that embeds positions.
  public var positionsName: String { "wpe.weight" }

  /// A norm of a layer, without `.weight`.
  public func name(of norm: BlockNorm, layer: Int) -> String {
    let isFirst = norm == .attentionInput
    switch layout {
    case .plain:
      let name = blockNorms(layer: layer).first { $0.norm == norm }?.name ?? ""
      return String(name.dropLast(".weight".count))
    case .neoX: return "gpt_neox.layers.\(layer).\(isFirst ? "input_layernorm" : "post_attention_layernorm")"
    case .gpt2: return "h.\(layer).\(isFirst ? "ln_1" : "ln_2")"
    }
  }

  public var headName: String { layout == .neoX ? "embed_out.weight" : "lm_head.weight" }

  var neoXWeights: [(name: String, shape: [Int])] {
    let attends = features.biases.contains(.q), width = hiddenSize, inner = intermediateSize
    var weights: [(String, [Int])] = [(embeddingName, [vocabularySize, width])]
    func add(_ module: String, _ shape: [Int], hasBias: Bool = true) {
      weights.append((module + ".weight", shape))
      if hasBias { weights.append((module + ".bias", [shape[0]])) }
    }
    for layer in 0..<layerCount {
      let name = "gpt_neox.layers.\(layer)."
      add(name + "input_layernorm", [width])
      add(name + "post_attention_layernorm", [width])
      add(name + "attention.query_key_value", [3 * width, width], hasBias: attends)
      add(name + "attention.dense", [width, width], hasBias: attends)
      add(name + "mlp.dense_h_to_4h", [inner, width])
      add(name + "mlp.dense_4h_to_h", [width, inner])
    }
    add("gpt_neox.final_layer_norm", [width])
    if !tieWordEmbeddings { weights.append((headName, [vocabularySize, width])) }
    return weights
  }

  var gpt2Weights: [(name: String, shape: [Int])] {
    let width = hiddenSize, inner = intermediateSize
    var weights: [(String, [Int])] = [
      (embeddingName, [vocabularySize, width]), ("wpe.weight", [contextLength, width]),
    ]
    // The last dimension is that of the outputs.
    func add(_ module: String, _ shape: [Int]) {
      weights.append((module + ".weight", shape))
      weights.append((module + ".bias", Array(shape.suffix(1))))
    }
    for layer in 0..<layerCount {
      let name = "h.\(layer)."
      add(name + "ln_1", [width])
      add(name + "attn.c_attn", [width, 3 * width])
      add(name + "attn.c_proj", [width, width])
      add(name + "ln_2", [width])
      add(name + "mlp.c_fc", [width, inner])
      add(name + "mlp.c_proj", [inner, width])
    }
    add("ln_f", [width])
    if !tieWordEmbeddings { weights.append((headName, [vocabularySize, width])) }
    return weights
  }
}
