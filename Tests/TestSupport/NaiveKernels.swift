import Glibc

/// The plain twins of the kernels: one number at a time, in the order that the kernels promise.
public enum Naive {
  /// y[m][n] = the chain of fused multiply-adds over k, from +0.
  public static func multiply(_ x: [Float], rows: Int, _ w: [Float], outputs: Int, inputs: Int) -> [Float] {
    var y: [Float] = []
    for m in 0..<rows {
      for n in 0..<outputs {
        var sum: Float = 0
        for k in 0..<inputs { sum = fma(x[m * inputs + k], w[n * inputs + k], sum) }
        y.append(sum)
      }
    }
    return y
  }

  /// exp as the kernels define it: 2^n p(r).
  public static func exponential(_ x: Float) -> Float {
    if x < -87.33654 { return 0 }
    let x = min(x, 88)
    let shifted = fma(x, 1.44269504, 12582912)
    let n = shifted - 12582912
    let r = fma(n, 2.12194440e-4, fma(n, -0.693359375, x))
    var p: Float = 1.3888889e-3
    for coefficient: Float in [8.3333333e-3, 4.1666667e-2, 1.6666667e-1, 0.5, 1, 1] { p = fma(p, r, coefficient) }
    return p * Float(bitPattern: UInt32(Int32(n) + 127) << 23)
  }

  /// tanh as the kernels define it: an odd polynomial near 0, exp elsewhere.
  public static func tangent(_ x: Float) -> Float {
    if abs(x) >= 0.625 {
      let size = 1 - 2 / (exponential(2 * abs(x)) + 1)
      return x < 0 ? -size : size
    }
    var p: Float = -6.0451651e-3
    for coefficient: Float in [2.0961329e-2, -5.3843263e-2, 1.3332719e-1, -3.3333328e-1] {
      p = fma(p, x * x, coefficient)
    }
    return fma(p * (x * x), x, x)
  }

  public static func softCap(_ x: Float, _ cap: Float) -> Float { cap * tangent(x / cap) }

  /// GELU in its tanh form, as a sigmoid.
  public static func geluTanh(_ g: Float) -> Float {
    let u = 0.797884561 * fma(0.044715 * g * g, g, g)
    return g / (1 + exponential(-2 * u))
  }

  /// Exact GELU by the kernels' polynomial for the tail of the normal distribution.
  public static func gelu(_ h: Float) -> Float {
    let z = abs(h) * 0.707106781, t = 1 / fma(0.4, z, 1)
    var p: Float = 0.0326317822
    for coefficient: Float in [
      -0.0969815112, -0.00898826471, 0.198940176, -0.000692268201, 0.229594471, 0.19202933, 0.227926416, 0.225539903,
    ] {
      p = fma(p, t, coefficient)
    }
    let tail = 0.5 * h * (p * t * exponential(-(z * z)))
    return h > 0 ? h - tail : tail
  }

  /// Mean and variance in sixteen lanes that are halved, the variance of the centred numbers.
  public static func layerNorm(_ x: [Float], weight: [Float], shift: [Float], epsilon: Float) -> [Float] {
    func total(_ x: [Float], _ term: (Float, Float) -> Float) -> Float {
      var lanes = [Float](repeating: 0, count: 16)
      for (i, value) in x.enumerated() { lanes[i % 16] = term(value, lanes[i % 16]) }
      for half in [8, 4] { for i in 0..<half { lanes[i] += lanes[i + half] } }
      return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
    }
    let mean = total(x) { $1 + $0 } / Float(x.count), centred = x.map { $0 - mean }
    let scale = 1 / (total(centred) { fma($0, $0, $1) } / Float(x.count) + epsilon).squareRoot()
    return centred.indices.map { fma(centred[$0] * scale, weight[$0], shift[$0]) }
  }

  /// One query row over the positions it sees: keys and values (positions, D). `slope` is added for each position that a key lies
  /// behind the last one, negative.
  public static func attend(
    _ q: ArraySlice<Float>, keys: [[Float]], values: [[Float]], scale: Float, cap: Float? = nil, slope: Float? = nil
  ) -> [Float] {
    let q = q.map { $0 * scale }
    let plain = keys.map { key in zip(q, key).reduce(Float(0)) { fma($1.0, $1.1, $0) } }
    let scores = plain.enumerated().map { place, score in
      let bent = cap.map { softCap(score, $0) } ?? score
      return slope.map { fma($0, Float(place - (plain.count - 1)), bent) } ?? bent
    }
    let maximum = scores.max() ?? 0
    let weights = scores.map { exponential($0 - maximum) }
    let total = weights.reduce(0, +)
    return (0..<q.count).map { d in
      zip(weights, values).reduce(Float(0)) { fma($1.0, $1.1[d], $0) } / total
    }
  }

  /// log softmax(logits)[id]: exponentials of float32 in 16 float64 lanes within tiles of 512, tiles in ascending order.
  public static func logProbability(_ logits: [Float], id: Int) -> Double {
    var tiles: [(sum: Double, maximum: Float)] = []
    for start in stride(from: 0, to: logits.count, by: 512) {
      let tile = logits[start..<min(start + 512, logits.count)]
      let maximum = tile.max() ?? 0
      var lanes = [Double](repeating: 0, count: 16)
      for (i, logit) in tile.enumerated() { lanes[i % 16] += Double(exponential(logit - maximum)) }
      tiles.append((lanes.reduce(0, +), maximum))
    }
    let maximum = tiles.map(\.maximum).max() ?? 0
    let total = tiles.reduce(0.0) { $0 + $1.sum * exp(Double($1.maximum) - Double(maximum)) }
    return Double(logits[id]) - (Double(maximum) + log(total))
  }

  /// Rotates the halves of a head's first numbers at a position.
  public static func rotate(_ x: [Float], position: Int, frequencies: [Float], factor: Double = 1) -> [Float] {
    var result = x
    for (i, frequency) in frequencies.enumerated() {
      let angle = Double(Float(position) * frequency)
      let cosine = Float(cos(angle) * factor), sine = Float(sin(angle) * factor)
      let a = x[i], b = x[i + frequencies.count]
      result[i] = fma(a, cosine, -(b * sine))
      result[i + frequencies.count] = fma(b, cosine, a * sine)
    }
    return result
  }

  public static func rmsNorm(_ x: [Float], weight: [Float], epsilon: Float) -> [Float] {
    var lanes = [Float](repeating: 0, count: 16)
    for (i, value) in x.enumerated() { lanes[i % 16] = fma(value, value, lanes[i % 16]) }
    let a = (0..<8).map { lanes[$0] + lanes[$0 + 8] }
    let b = (0..<4).map { a[$0] + a[$0 + 4] }
    let mean = ((b[0] + b[2]) + (b[1] + b[3])) / Float(x.count)
    let scale = 1 / (mean + epsilon).squareRoot()
    return zip(x, weight).map { $0 * scale * $1 }
  }
}

extension SeededGenerator {
  public mutating func floats(_ count: Int, within bound: Float = 2) -> [Float] {
    (0..<count).map { _ in Float.random(in: -bound...bound, using: &self) }
  }
}
