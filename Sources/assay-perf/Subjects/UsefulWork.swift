import Checkpoints
import Tensors
import Transformers

/// What a forward pass has to compute and to read, counted on paper: two operations for each weight and row,
/// four for each number of a key and position seen.
struct UsefulWork {
  let configuration: ModelConfiguration

  /// Operations for one sequence from its beginning, of which only the last position is scored. Behind the
  /// last layer's keys and values the other positions need nothing more, so nothing more is counted.
  func operations(tokens: Int) -> Double {
    let all = weights(of: Projection.allCases), keys = weights(of: [.k, .v])
    let layers = Double(configuration.layerCount)
    let products = 2 * (Double(tokens) * ((layers - 1) * all + keys) + all - keys)
    let seen = (0..<tokens).reduce(0.0) { $0 + Double(span($1)) }
    let attention = 4 * Double(configuration.attentionSize) * ((layers - 1) * seen + Double(span(tokens - 1)))
    return products + attention + 2 * Double(configuration.vocabularySize * configuration.hiddenSize)
  }

  /// The same with every layer computed for every position, as most engines do.
  func operationsOfWholeLayers(tokens: Int) -> Double {
    let layers = Double(configuration.layerCount)
    let seen = (0..<tokens).reduce(0.0) { $0 + Double(span($1)) }
    return 2 * Double(tokens) * layers * weights(of: Projection.allCases)
      + 4 * Double(configuration.attentionSize) * layers * seen
      + 2 * Double(configuration.vocabularySize * configuration.hiddenSize)
  }

  /// Bytes of weights that a step reads once, however few rows it has: all layers and the head.
  static func bytesRead(_ weights: DecoderWeights) -> Int {
    weights.layers.reduce(weights.head.byteCount) { sum, layer in
      Projection.allCases.reduce(sum) { $0 + layer[$1].byteCount }
    }
  }

  private func weights(of projections: [Projection]) -> Double {
    projections.reduce(0) { $0 + Double(configuration.shape(of: $1).reduce(1, *)) }
  }

  /// Positions that a position sees, itself counted.
  private func span(_ position: Int) -> Int { min(position + 1, configuration.slidingWindow ?? .max) }
}
