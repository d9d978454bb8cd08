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
  /// Tokens that were there before the others were generated, one by one; nil: all were.
  var known: Int?

  private var configuration: ModelConfiguration { weights.configuration }

  /// log p(ids[i + 1] | ids[...i]) for every i but the last.
  func logProbabilities(_ ids: [Int32]) -> [Double] {
    // The last token is not fed.
    let logits = self.logits(Array(ids.dropLast()))
    return (0..<ids.count - 1).map { Naive.logProbability(logits[$0], id: Int(ids[$0 + 1])) }
  }

  func logits(_ ids: [Int32]) -> [[Float]] {
    let c = configuration
    let embedding = weights.embedding.values(on: pool)
    let embeddingScale = Float(c.features.embeddingScale), residualScale = Float(c.features.residualScale)
    var x = ids.map { id in
      embedding[Int(id) * c.hiddenSize..<(Int(id) + 1) * c.hiddenSize].map { $0 * embeddingScale }
    }
    if let table = weights.positions?.values(on: pool) {
      x = x.enumerated().map { position, row in
        zip(row, table[position * c.hiddenSize..<(position + 1) * c.hiddenSize]).map { $0 + $1 }
      }
    }
    for layer in 0..<c.layerCount {
      let w = weights.layers[layer]
      func normed(_ x: [Float], _ place: BlockNorm) -> [Float] {
        w.norms[place].map { norm(x, $0, w.normShifts[place]) } ?? x
      }
      let before = x
      let attended = attention(x.map { normed($0, .attentionInput) }, layer)
      x = zip(x, attended.map { normed(product(.o, layer, $0), .attentionOutput) }).map {
        zip($0, $1).map { $0 + $1 * residualScale }
      }
      let inputs = (c.features.isParallel ? before : x).map { normed($0, .feedForwardInput) }
      let blocks = inputs.map { row in
        if let experts = w.experts { return normed(mixture(experts, row), .feedForwardOutput) }
        let up = product(.up, layer, row)
        guard c.features.activation.hasGate else { return product(.down, layer, up.map(activated)) }
        let gate = product(.gate, layer, row)
        return normed(product(.down, layer, zip(gate, up).map { activated($0) * $1 }), .feedForwardOutput)
      }
      x = zip(x, blocks).map { zip($0, $1).map { $0 + $1 * residualScale } }
    }
    let head = weights.head.values(on: pool)
    return x.map {
      Naive.multiply(
        norm($0, weights.finalNorm, weights.finalShift).map { $0 * c.headScale }, rows: 1, head,
        outputs: c.vocabularySize,
        inputs: c.hiddenSize
      ).map { logit in c.logitCap.map { Naive.softCap(logit, $0) } ?? logit }
    }
  }

  private func activated(_ gate: Float) -> Float {
    switch configuration.features.activation {
    case .silu: gate / (1 + Naive.exponential(-gate))
    case .geluTanh, .ungatedGELUTanh: Naive.geluTanh(gate)
    case .ungatedGELU: Naive.gelu(gate)
    }
  }

  /// What the experts with the greatest probabilities make of a row, one after the other.
  private func mixture(_ weights: ExpertWeights, _ x: [Float]) -> [Float] {
    let features =
      configuration.features.experts ?? Experts(count: 0, chosen: 0, intermediateSize: 0, normalizes: false)
    func times(_ matrix: WeightMatrix, _ x: [Float]) -> [Float] {
      Naive.multiply(x, rows: 1, matrix.values(on: pool), outputs: matrix.rows, inputs: matrix.columns)
    }
    let logits = times(weights.router, x), greatest = logits.max() ?? 0
    let shares = logits.map { Naive.exponential($0 - greatest) }
    let total = shares.reduce(0, +)
    // One at a time, each the greatest of those that are left.
    var left = Array(logits.indices), taken: [Int] = []
    while taken.count < features.chosen {
      guard let best = left.max(by: { logits[$0] < logits[$1] }) else { break }
      taken.append(best)
      left.removeAll { $0 == best }
    }
    let sum = features.normalizes ? taken.reduce(Float(0)) { $0 + shares[$1] / total } : 1
    var result = [Float](repeating: 0, count: x.count)
    for index in taken.sorted() {
      let expert = weights.experts[index]
      let made = times(expert.down, zip(times(expert.gate, x), times(expert.up, x)).map { activated($0) * $1 })
      let weight = shares[index] / total / sum
      result = zip(result, made).map { $0 + weight * $1 }
    }
    return result
  }

  private func norm(_ x: [Float], _ weight: FloatBuffer, _ shift: FloatBuffer? = nil) -> [Float] {
    if let shift {
      return Naive.layerNorm(
        x, weight: weight.array, shift: shift.array, epsilon: Float(configuration.rmsNormEpsilon))
    }
    return Naive.rmsNorm(
      x, weight: weight.array.map { configuration.normOffset + $0 }, epsilon: Float(configuration.rmsNormEpsilon))
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
            ? Naive.rotate(
              head, position: position,
              frequencies: frequencies(layer, isLong: c.isLong(x.count), length: max(known ?? x.count, position + 1)),
              factor: angleFactor)
            : head
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
          scale: c.attentionScale, cap: c.attentionCap, slope: c.slopes?[head])
      }
    }
  }

  private var angleFactor: Double {
    switch configuration.ropeScaling {
    case .yarn(let yarn): yarn.attentionFactor
    case .longRope(let long): long.attentionFactor
    default: 1
    }
  }

  /// Written out once more, after the papers: plain, linear, Llama 3's blend, YaRN's ramp, and LongRoPE's factors.
  private func frequencies(_ layer: Int, isLong: Bool, length: Int) -> [Float] {
    let c = configuration, size = Double(c.rotatedSize)
    return (0..<c.rotatedSize / 2).map { i in
      if let theta = c.features.windowedRopeTheta, c.features.windowedLayers?.contains(layer) == true {
        return Float(1 / pow(theta, Double(2 * i) / size))
      }
      let plain = 1 / pow(c.ropeTheta, Double(2 * i) / size)
      switch c.ropeScaling {
      case .none: return Float(plain)
      case .linear(let factor): return Float(plain / factor)
      case .dynamic(let factor, let original):
        guard length > original else { return Float(plain) }
        let growth = 1 + factor * Double(length - original) / Double(original)
        return Float(1 / pow(c.ropeTheta * pow(growth, size / (size - 2)), Double(2 * i) / size))
      case .llama3(let factor, let low, let high, let original):
        let turns = Double(original) * plain / (2 * Double.pi)
        if turns > high { return Float(plain) }
        if turns < low { return Float(plain / factor) }
        let blend = (turns - low) / (high - low)
        return Float((1 - blend) * plain / factor + blend * plain)
      case .yarn(let yarn):
        func edge(_ turns: Double) -> Double {
          size * log(Double(yarn.originalContextLength) / (turns * 2 * .pi)) / (2 * log(c.ropeTheta))
        }
        let low = max(floor(edge(yarn.betaFast)), 0), high = min(ceil(edge(yarn.betaSlow)), size - 1)
        let ramp = min(1, max(0, (Double(i) - low) / ((high == low ? high + 0.001 : high) - low)))
        return Float(ramp * plain / yarn.factor + (1 - ramp) * plain)
      case .longRope(let long): return Float(plain / (isLong ? long.longFactors : long.shortFactors)[i])
      }
    }
  }
}
