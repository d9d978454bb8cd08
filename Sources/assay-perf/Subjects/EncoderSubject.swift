import Checkpoints
import Files

/// A sentence encoder of all-MiniLM-L6-v2's shape with made-up weights, in a folder that goes with it.
final class EncoderSubject {
  let checkpoint: EncoderCheckpoint
  private let folder: TemporaryFolder
  private static let width = 384, intermediate = 1536, vocabulary = 30_522, positions = 512

  init(layers: Int) throws(Diagnostic) {
    folder = try TemporaryFolder()
    let configuration: JSON = [
      "model_type": "bert", "vocab_size": .integer(Self.vocabulary), "hidden_size": .integer(Self.width),
      "num_hidden_layers": .integer(layers), "num_attention_heads": 12,
      "intermediate_size": .integer(Self.intermediate),
      "max_position_embeddings": .integer(Self.positions), "layer_norm_eps": 1e-12, "hidden_act": "gelu",
    ]
    try FileSystem.write(configuration.text(), to: folder.path + "/config.json")
    let tensors = Self.tensors(layers: layers)
    let writer = try SafetensorsWriter(folder.path + "/model.safetensors", tensors: tensors)
    var state: UInt32 = 1
    for tensor in tensors {
      let isNorm = tensor.name.hasSuffix("LayerNorm.weight")
      let values = (0..<tensor.byteCount / 4).map { _ -> Float in
        // Any numbers will do; they must not be equal, nor let activations grow.
        state = state &* 1_664_525 &+ 1_013_904_223
        return isNorm ? 1 : (Float(state >> 8) / Float(1 << 24) - 0.5) * 0.1
      }
      try writer.append(values.withUnsafeBytes { Array($0) })
    }
    try writer.finish()
    checkpoint = try EncoderCheckpoint(directory: folder.path)
  }

  private static func tensors(layers: Int) -> [SafetensorsWriter.Tensor] {
    var shapes: [(String, [Int])] = [
      ("embeddings.word_embeddings.weight", [vocabulary, width]),
      ("embeddings.position_embeddings.weight", [positions, width]),
      ("embeddings.token_type_embeddings.weight", [2, width]),
      ("embeddings.LayerNorm.weight", [width]), ("embeddings.LayerNorm.bias", [width]),
    ]
    for layer in 0..<layers {
      func add(_ name: String, _ outputs: Int, _ inputs: Int? = nil) {
        shapes.append(("encoder.layer.\(layer).\(name).weight", inputs.map { [outputs, $0] } ?? [outputs]))
        shapes.append(("encoder.layer.\(layer).\(name).bias", [outputs]))
      }
      for part in ["self.query", "self.key", "self.value", "output.dense"] { add("attention." + part, width, width) }
      add("attention.output.LayerNorm", width)
      add("intermediate.dense", intermediate, width)
      add("output.dense", width, intermediate)
      add("output.LayerNorm", width)
    }
    return shapes.map { SafetensorsWriter.Tensor($0.0, .f32, $0.1) }
  }
}
