import Checkpoints
import Files
import Tensors

/// Layers of GPT-NeoX and GPT-2, whose weights are cut in other ways.
extension DecoderWeights {
  static func gptLayer(
    _ index: Int, _ c: ModelConfiguration, _ reader: WeightReader
  ) throws(Diagnostic) -> Layer {
    c.layout == .neoX ? try neoXLayer(index, c, reader) : try gpt2Layer(index, c, reader)
  }

  /// Rows of queries, keys and values stand head by head; they are copied apart.
  private static func neoXLayer(
    _ index: Int, _ c: ModelConfiguration, _ reader: WeightReader
  ) throws(Diagnostic) -> Layer {
    let name = "gpt_neox.layers.\(index)", width = c.hiddenSize, size = c.headSize
    let fused = try reader.matrix("\(name).attention.query_key_value.weight", [3 * width, width])
    func rows(_ part: Int) -> [Int] {
      (0..<c.headCount).flatMap { head in (0..<size).map { (3 * head + part) * size + $0 } }
    }
    var layer = Layer(
      q: fused.rows(at: rows(0)), k: fused.rows(at: rows(1)), v: fused.rows(at: rows(2)),
      o: try reader.matrix("\(name).attention.dense.weight", [width, width]),
      gate: WeightMatrix([], rows: 0, columns: 0),
      up: try reader.matrix("\(name).mlp.dense_h_to_4h.weight", [c.intermediateSize, width]),
      down: try reader.matrix("\(name).mlp.dense_4h_to_h.weight", [width, c.intermediateSize]))
    if c.features.biases.contains(.q) {
      let bias = try reader.vector("\(name).attention.query_key_value.bias", 3 * width).array
      for (part, projection) in [Projection.q, .k, .v].enumerated() {
        layer.biases[projection] = FloatBuffer(rows(part).map { bias[$0] })
      }
      layer.biases[.o] = try reader.vector("\(name).attention.dense.bias", width)
    }
    layer.biases[.up] = try reader.vector("\(name).mlp.dense_h_to_4h.bias", c.intermediateSize)
    layer.biases[.down] = try reader.vector("\(name).mlp.dense_4h_to_h.bias", width)
    try layer.readNorms(
      [("input_layernorm", .attentionInput), ("post_attention_layernorm", .feedForwardInput)], name, c, reader)
    return layer
  }

  /// Weights are (inputs, outputs); they are copied the other way round.
  private static func gpt2Layer(
    _ index: Int, _ c: ModelConfiguration, _ reader: WeightReader
  ) throws(Diagnostic) -> Layer {
    let name = "h.\(index)", width = c.hiddenSize
    func matrix(_ module: String, _ inputs: Int, _ outputs: Int) throws(Diagnostic) -> WeightMatrix {
      try reader.matrix("\(name).\(module).weight", [inputs, outputs]).transposed()
    }
    let fused = try matrix("attn.c_attn", width, 3 * width)
    var layer = Layer(
      q: fused.rows(0..<width), k: fused.rows(width..<2 * width), v: fused.rows(2 * width..<3 * width),
      o: try matrix("attn.c_proj", width, width), gate: WeightMatrix([], rows: 0, columns: 0),
      up: try matrix("mlp.c_fc", width, c.intermediateSize), down: try matrix("mlp.c_proj", c.intermediateSize, width))
    let bias = try reader.vector("\(name).attn.c_attn.bias", 3 * width).array
    for (part, projection) in [Projection.q, .k, .v].enumerated() {
      layer.biases[projection] = FloatBuffer(Array(bias[part * width..<(part + 1) * width]))
    }
    layer.biases[.o] = try reader.vector("\(name).attn.c_proj.bias", width)
    layer.biases[.up] = try reader.vector("\(name).mlp.c_fc.bias", c.intermediateSize)
    layer.biases[.down] = try reader.vector("\(name).mlp.c_proj.bias", width)
    try layer.readNorms([("ln_1", .attentionInput), ("ln_2", .feedForwardInput)], name, c, reader)
    return layer
  }
}

extension DecoderWeights.Layer {
  /// Weights and shifts of LayerNorms.
  fileprivate mutating func readNorms(
    _ named: [(String, BlockNorm)], _ layer: String, _ c: ModelConfiguration, _ reader: WeightReader
  ) throws(Diagnostic) {
    for (name, norm) in named {
      norms[norm] = try reader.vector("\(layer).\(name).weight", c.hiddenSize)
      normShifts[norm] = try reader.vector("\(layer).\(name).bias", c.hiddenSize)
    }
  }
}
