internal import CKernels

/// One update of AdamW as torch computes it (arXiv:1711.05101): its numbers for one step.
public struct AdamWUpdate: Sendable, Equatable {
  public var rate: Double
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Double
  public var weightDecay: Double
  /// From 1.
  public var step: Int
  /// Multiplies every gradient first: clipping.
  public var gradientScale: Double

  public init(
    rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, step: Int,
    gradientScale: Double = 1
  ) {
    self.rate = rate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.step = step
    self.gradientScale = gradientScale
  }
}

extension ThreadPool {
  /// y = x / (1 - p) where the draw of (keys[row], column) keeps it, 0 elsewhere; x and y (keys.count, columns) may be the same.
  public func dropout(
    _ x: UnsafePointer<Float>, keys: [UInt64], columns: Int, probability: Float,
    into y: UnsafeMutablePointer<Float>
  ) {
    precondition(probability >= 0 && probability < 1, "a probability of \(probability)")
    assay_dropout(handle, x, keys, Int64(keys.count), Int64(columns), probability, y)
  }

  /// x[m, i] += a draw of (keys[m], i), uniform in ±largest[m]; x (keys.count, columns).
  public func addNoise(_ x: UnsafeMutablePointer<Float>, keys: [UInt64], columns: Int, largest: [Float]) {
    precondition(keys.count == largest.count, "one bound for each row")
    assay_add_noise(handle, x, keys, largest, Int64(keys.count), Int64(columns))
  }

  /// In float64, in pieces of fixed size.
  public func sumOfSquares(_ x: FloatBuffer) -> Double {
    assay_sum_squares(handle, x.base, Int64(x.count))
  }

  /// Changes `values` and its two moments by one step along `gradient`.
  public func update(
    _ values: FloatBuffer, firstMoment: FloatBuffer, secondMoment: FloatBuffer, gradient: FloatBuffer,
    _ update: AdamWUpdate
  ) {
    let first = 1 - power(update.beta1, update.step), second = 1 - power(update.beta2, update.step)
    assay_adamw_update(
      handle, values.base, firstMoment.base, secondMoment.base, gradient.base, Int64(values.count),
      assay_adamw(
        gradient_scale: Float(update.gradientScale), beta1: Float(update.beta1), beta2: Float(update.beta2),
        epsilon: Float(update.epsilon), decay: Float(1 - update.rate * update.weightDecay),
        step: Float(update.rate / first), second_scale: Float(1 / second.squareRoot())))
  }

  /// By repeated multiplication, so that no C library decides the bits.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0, factor = base, rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
