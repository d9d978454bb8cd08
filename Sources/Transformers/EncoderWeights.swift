public import Checkpoints
public import Files
public import Tensors

/// The tensors of a sentence encoder, checked against its configuration, in the engine's order.
public struct EncoderWeights {
  struct Linear {
    var weight: WeightMatrix
    var bias: FloatBuffer
  }

  struct Norm {
    var weight, shift: FloatBuffer
  }

  struct Layer {
    var q, k, v, o: Linear
    var attentionNorm: Norm
    var up, down: Linear
    var outputNorm: Norm
  }

  public let configuration: EncoderConfiguration
  /// (V, C) and (positions, C).
  let words, positions: WeightMatrix
  /// What stands in every token's embedding: the first token type of BERT, zero for MPNet.
  let everywhere: FloatBuffer
  let embeddingNorm: Norm
  let layers: [Layer]
  /// Scores by distance for sequences up to the longest one; nil for BERT.
  let relative: ThreadPool.RelativeScores?

  /// Maps the tensors of a checkpoint, each as it is on disk. Throws a `Diagnostic` that names file and tensor when
  /// one is missing, has another shape or type, or holds NaN or infinities.
  public init(_ checkpoint: EncoderCheckpoint, on pool: ThreadPool) throws(Diagnostic) {
    let c = checkpoint.configuration, prefix = checkpoint.prefix + "embeddings."
    let reader = WeightReader(store: checkpoint.tensors, format: nil, pool: pool)
    configuration = c
    words = try reader.matrix(prefix + "word_embeddings.weight", [c.vocabularySize, c.hiddenSize])
    positions = try reader.matrix(prefix + "position_embeddings.weight", [c.positionCount, c.hiddenSize])
    embeddingNorm = try Self.norm(prefix + "LayerNorm", reader, c)
    switch c.architecture {
    case .bert:
      let types = try reader.matrix(prefix + "token_type_embeddings.weight", [c.tokenTypeCount, c.hiddenSize])
      everywhere = FloatBuffer(types.rows(0..<1).values(on: pool))
      relative = nil
    case .mpnet:
      everywhere = FloatBuffer([Float](repeating: 0, count: c.hiddenSize))
      let table = try reader.matrix(
        checkpoint.prefix + "encoder.relative_attention_bias.weight", [c.bucketCount, c.headCount])
      relative = Self.relativeScores(table.values(on: pool), c)
    }
    layers = try (0..<c.layerCount).map { (index) throws(Diagnostic) in
      try Self.layer("\(checkpoint.prefix)encoder.layer.\(index).", reader, c)
    }
  }

  private static func norm(
    _ name: String, _ reader: WeightReader, _ c: EncoderConfiguration
  ) throws(Diagnostic) -> Norm {
    Norm(
      weight: try reader.vector(name + ".weight", c.hiddenSize), shift: try reader.vector(name + ".bias", c.hiddenSize))
  }

  private static func layer(
    _ prefix: String, _ reader: WeightReader, _ c: EncoderConfiguration
  ) throws(Diagnostic) -> Layer {
    func linear(_ name: String, _ outputs: Int, _ inputs: Int) throws(Diagnostic) -> Linear {
      Linear(
        weight: try reader.matrix(prefix + name + ".weight", [outputs, inputs]),
        bias: try reader.vector(prefix + name + ".bias", outputs))
    }
    let width = c.hiddenSize
    let names =
      switch c.architecture {
      case .bert:
        ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]
      case .mpnet: ["attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o"]
      }
    let attentionNorm = c.architecture == .bert ? "attention.output.LayerNorm" : "attention.LayerNorm"
    return Layer(
      q: try linear(names[0], width, width), k: try linear(names[1], width, width),
      v: try linear(names[2], width, width), o: try linear(names[3], width, width),
      attentionNorm: try norm(prefix + attentionNorm, reader, c),
      up: try linear("intermediate.dense", c.intermediateSize, width),
      down: try linear("output.dense", width, c.intermediateSize),
      outputNorm: try norm(prefix + "output.LayerNorm", reader, c))
  }

  /// From (buckets, heads) to (heads, 2 * maxLength - 1).
  private static func relativeScores(_ table: [Float], _ c: EncoderConfiguration) -> ThreadPool.RelativeScores {
    let reach = c.maxLength, span = 2 * reach - 1
    let scores = FloatBuffer(count: c.headCount * span)
    for place in 0..<span {
      let bucket = RelativeBuckets.bucket(place - (reach - 1), of: c.bucketCount)
      for head in 0..<c.headCount { scores[head * span + place] = table[bucket * c.headCount + head] }
    }
    return ThreadPool.RelativeScores(reach: reach, table: scores)
  }
}
