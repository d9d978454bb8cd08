import Checkpoints
import Glibc
import Tensors
import TestSupport
import Transformers

/// The plain twin of `Decoder`: one sequence, no cache, no batch, arrays of arrays. Slow, and equal to the bit.
struct NaiveDecoder {
  let weights: DecoderWeights
  let pool: ThreadPool
  /// What adapters add: factors by layer and projection, in their order.
  var adapters: [[LoRAFactors]] = []

  private var configuration: ModelConfiguration { weights.configuration }

  /// log p(ids[i + 1] | ids[...i]) for every i but the last.
  func logProbabilities(_ ids: [Int32]) -> [Double] {
    let logits = self.logits(ids)
    return (0..<ids.count - 1).map { Naive.logProbability(logits[$0], id: Int(ids[$0 + 1])) }
  }

  func logits(_ ids: [Int32]) -> [[Float]] {
    let c = configuration
    let embedding = weights.embedding.values(on: pool)
    let embeddingScale = Float(c.features.embeddingScale), residualScale = Float(c.features.residualScale)
    var x = ids.map { id in
      embedding[Int(id) * c.hiddenSize..<(Int(id) + 1) * c.hiddenSize].map { $0 * embeddingScale }
    }
    for layer in 0..<c.layerCount {
      let w = weights.layers[layer]
      func normed(_ x: [Float], _ place: BlockNorm) -> [Float] { w.norms[place].map { norm(x, $0) } ?? x }
      let attended = attention(x.map { normed($0, .attentionInput) }, layer)
      x = zip(x, attended.map { normed(product(.o, layer, $0), .attentionOutput) }).map {
        zip($0, $1).map { $0 + $1 * residualScale }
      }
      let inputs = x.map { normed($0, .feedForwardInput) }
      let blocks = inputs.map { row in
        let gate = product(.gate, layer, row), up = product(.up, layer, row)
        let made = product(.down, layer, zip(gate, up).map { $0 / (1 + Naive.exponential(-$0)) * $1 })
        return normed(made, .feedForwardOutput)
      }
      x = zip(x, blocks).map { zip($0, $1).map { $0 + $1 * residualScale } }
    }
    let head = weights.head.values(on: pool)
    return x.map {
      Naive.multiply(
        norm($0, weights.finalNorm).map { $0 * c.headScale }, rows: 1, head, outputs: c.vocabularySize,
        inputs: c.hiddenSize)
    }
  }

  private func norm(_ x: [Float], _ weight: FloatBuffer) -> [Float] {
    Naive.rmsNorm(x, weight: weight.array, epsilon: Float(configuration.rmsNormEpsilon))
  }

  private func product(_ projection: Projection, _ layer: Int, _ x: [Float]) -> [Float] {
    let matrix = weights.layers[layer][projection]
    var y = Naive.multiply(x, rows: 1, matrix.values(on: pool), outputs: matrix.rows, inputs: matrix.columns)
    if let bias = weights.layers[layer].biases[projection] { y = zip(y, bias.array).map { $0 + $1 } }
    for adapter in adapters {
      for part in adapter where part.layer == layer && part.projection == projection {
        let a = floats(part.a), b = floats(part.b)
        let low = Naive.multiply(x, rows: 1, a, outputs: part.rank, inputs: x.count)
        let added = Naive.multiply(low, rows: 1, b, outputs: y.count, inputs: part.rank)
        y = zip(y, added).map { fma(Float(part.scaling), $1, $0) }
      }
    }
    return y
  }

  private func floats(_ view: TensorView) -> [Float] {
    (0..<view.count).map { view.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
  }

  private func attention(_ x: [[Float]], _ layer: Int) -> [[Float]] {
    let c = configuration
    func heads(_ projection: Projection, rotates: Bool) -> [[[Float]]] {
      x.enumerated().map { position, row in
        var y = product(projection, layer, row)
        if projection != .v, let weight = weights.layers[layer].headNorms[projection == .q ? .query : .key] {
          let size = weight.count
          y = stride(from: 0, to: y.count, by: size).flatMap { norm(Array(y[$0..<$0 + size]), weight) }
        }
        return stride(from: 0, to: y.count, by: c.headSize).map {
          let head = Array(y[$0..<$0 + c.headSize])
          return rotates && !c.features.unrotatedLayers.contains(layer)
            ? Naive.rotate(head, position: position, frequencies: frequencies, factor: angleFactor) : head
        }
      }
    }
    let q = heads(.q, rotates: true), k = heads(.k, rotates: true), v = heads(.v, rotates: false)
    return x.indices.map { row in
      let seen = (c.window(ofLayer: layer).map { max(0, row - $0 + 1) } ?? 0)..<row + 1
      return (0..<c.headCount).flatMap { head in
        let group = head / (c.headCount / c.keyValueHeadCount)
        return Naive.attend(
          q[row][head][...], keys: seen.map { k[$0][group] }, values: seen.map { v[$0][group] },
          scale: c.attentionScale)
      }
    }
  }

  private var angleFactor: Double {
    if case .yarn(let yarn) = configuration.ropeScaling { return yarn.attentionFactor }
    return 1
  }

  /// Written out once more, after the papers: plain, linear, Llama 3's blend, and YaRN's ramp.
  private var frequencies: [Float] {
    let c = configuration
    return (0..<c.headSize / 2).map { i in
      let plain = 1 / pow(c.ropeTheta, Double(2 * i) / Double(c.headSize))
      switch c.ropeScaling {
      case .none: return Float(plain)
      case .linear(let factor): return Float(plain / factor)
      case .llama3(let factor, let low, let high, let original):
        let turns = Double(original) * plain / (2 * Double.pi)
        if turns > high { return Float(plain) }
        if turns < low { return Float(plain / factor) }
        let blend = (turns - low) / (high - low)
        return Float((1 - blend) * plain / factor + blend * plain)
      case .yarn(let yarn):
        func edge(_ turns: Double) -> Double {
          Double(c.headSize) * log(Double(yarn.originalContextLength) / (turns * 2 * .pi)) / (2 * log(c.ropeTheta))
        }
        let low = max(floor(edge(yarn.betaFast)), 0), high = min(ceil(edge(yarn.betaSlow)), Double(c.headSize - 1))
        let ramp = min(1, max(0, (Double(i) - low) / ((high == low ? high + 0.001 : high) - low)))
        return Float(ramp * plain / yarn.factor + (1 - ramp) * plain)
      }
    }
  }
}
