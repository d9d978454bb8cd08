import Files

/// Sentence encoders with drawn weights, as Hugging Face folders.
public enum RandomEncoder {
  /// Writes config.json, model.safetensors and vocab.txt of a small encoder: 2 layers, 24 wide, 3 heads.
  /// - Parameters:
  ///   - type: `bert` or `mpnet`.
  ///   - prefix: what the tensors' names begin with.
  ///   - words: the vocabulary behind the five special tokens.
  public static func write(
    _ type: String, to folder: ScratchDirectory, name: String, prefix: String = "", words: [String] = []
  ) throws {
    let specials =
      type == "bert" ? ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] : ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"]
    let vocabulary = specials + (words.isEmpty ? (0..<55).map { "w\($0)" } : words)
    try folder.write(name + "/vocab.txt", vocabulary.joined(separator: "\n") + "\n")
    try folder.write(
      name + "/config.json",
      """
      {"model_type": "\(type)", "vocab_size": \(vocabulary.count), "hidden_size": 24, "num_hidden_layers": 2,
       "num_attention_heads": 3, "intermediate_size": 40, "hidden_act": "gelu", "max_position_embeddings": 66,
       "relative_attention_num_buckets": 32, "layer_norm_eps": 1e-5, "pad_token_id": \(type == "bert" ? 0 : 1)}
      """)
    try folder.write(name + "/model.safetensors", safetensors(type, prefix, vocabulary.count))
  }

  private static func safetensors(_ type: String, _ prefix: String, _ vocabulary: Int) -> [UInt8] {
    var tensors: [(name: String, shape: [Int])] = [
      ("embeddings.word_embeddings.weight", [vocabulary, 24]), ("embeddings.position_embeddings.weight", [66, 24]),
      ("embeddings.LayerNorm.weight", [24]), ("embeddings.LayerNorm.bias", [24]),
    ]
    let isBERT = type == "bert"
    tensors.append(
      isBERT
        ? ("embeddings.token_type_embeddings.weight", [2, 24]) : ("encoder.relative_attention_bias.weight", [32, 3]))
    let attention =
      isBERT
      ? ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]
      : ["attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o"]
    for layer in 0..<2 {
      let start = "encoder.layer.\(layer)."
      for name in attention { tensors += [(start + name + ".weight", [24, 24]), (start + name + ".bias", [24])] }
      for norm in [isBERT ? "attention.output.LayerNorm" : "attention.LayerNorm", "output.LayerNorm"] {
        tensors += [(start + norm + ".weight", [24]), (start + norm + ".bias", [24])]
      }
      tensors += [
        (start + "intermediate.dense.weight", [40, 24]), (start + "intermediate.dense.bias", [40]),
        (start + "output.dense.weight", [24, 40]), (start + "output.dense.bias", [24]),
      ]
    }
    var random = SeededGenerator(seed: 77)
    var header: [String] = [], data: [Float] = []
    for tensor in tensors {
      let count = tensor.shape.reduce(1, *), start = 4 * data.count
      data += random.floats(count, within: 0.6).map { tensor.name.hasSuffix("Norm.weight") ? 1 + $0 / 4 : $0 }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let range = "[\(start),\(4 * data.count)]"
      header.append("\"\(prefix + tensor.name)\":{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":\(range)}")
    }
    let text = Array("{\(header.joined(separator: ","))}".utf8)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
      + data.withUnsafeBytes { Array($0) }
  }
}
