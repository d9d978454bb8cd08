import Checkpoints

/// What an update of LoRA factors on gate, up and down has to compute, counted on paper: two operations for each weight and
/// row, forward and again for the gradient of the input; no gradients of frozen weights, no padding, nothing computed twice.
struct UsefulTraining {
  let configuration: ModelConfiguration
  let rank: Int
  /// Tokens of each sequence.
  let lengths: [Int]
  /// Labelled tokens of all.
  let labels: Int

  private var tokens: Double { Double(lengths.reduce(0, +)) }
  private var attentionWeights: Double { size(.q) + size(.o) }
  private var keyWeights: Double { size(.k) + size(.v) }
  private var feedForward: Double { size(.gate) + size(.up) + size(.down) }
  /// Numbers of all factors of a layer.
  private var factors: Double {
    [Projection.gate, .up, .down].reduce(0) { sum, projection in
      sum + Double(rank * configuration.shape(of: projection).reduce(0, +))
    }
  }
  private var head: Double { Double(configuration.vocabularySize * configuration.hiddenSize) }

  /// Four for each frozen weight and token, attention, factors and head: every layer computed whole, forward and backward.
  var operationsOfWholeLayers: Double {
    let layers = Double(configuration.layerCount)
    let frozen = attentionWeights + keyWeights + feedForward
    return layers * (4 * tokens * frozen + 12 * seen * Double(configuration.attentionSize) + 6 * tokens * factors)
      + 4 * Double(labels) * head
  }

  /// Without what nothing needs: behind the last layer's keys and values only labelled rows matter, and below the lowest
  /// factors no gradient goes.
  var operations: Double {
    let layers = configuration.layerCount, labelled = Double(labels)
    return (0..<layers).reduce(4 * labelled * head) { sum, index in
      let rows = index == layers - 1 ? labelled : tokens
      let share = index == layers - 1 ? labelled / tokens : 1
      let attention = Double(configuration.attentionSize) * seen * share
      let forward = 2 * (tokens * keyWeights + rows * (attentionWeights + feedForward)) + 4 * attention
      let isLowest = index == 0
      let backward =
        isLowest
        ? 2 * rows * size(.down)
        : 2 * (tokens * keyWeights + rows * (attentionWeights + feedForward)) + 8 * attention
      return sum + forward + backward + 6 * rows * factors
    }
  }

  private func size(_ projection: Projection) -> Double { Double(configuration.shape(of: projection).reduce(1, *)) }

  /// Pairs of positions of which one sees the other.
  private var seen: Double {
    lengths.reduce(0) { sum, length in
      sum + (0..<length).reduce(0) { $0 + Double(min($1 + 1, configuration.slidingWindow ?? .max)) }
    }
  }
}
