/// How a family's files name the weights of a decoder, and how they are cut.
public enum WeightLayout: Sendable {
  /// As Llama's: a weight (outputs, inputs) for each projection, or several of them one behind the other.
  case plain
  /// GPT-NeoX: queries, keys and values in one weight, head by head.
  case neoX
  /// GPT-2: weights (inputs, outputs), queries, keys and values side by side.
  case gpt2
}

extension ModelConfiguration {
  public var layout: WeightLayout { ModelFamily.of(architecture).layout }

  public var embeddingName: String {
    switch layout {
    case .plain: "model.embed_tokens.weight"
    case .neoX: "gpt_neox.embed_in.weight"
    case .gpt2: "wte.weight"
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
