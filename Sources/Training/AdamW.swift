public import Tensors

/// AdamW (arXiv:1711.05101) as torch computes it: the numbers that stay the same, and the two moments of each parameter.
public final class AdamW {
  public struct Settings: Sendable, Equatable {
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    public var weightDecay: Double

    public init(beta1: Double = 0.9, beta2: Double = 0.95, epsilon: Double = 1e-8, weightDecay: Double = 0) {
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.weightDecay = weightDecay
    }
  }

  public let settings: Settings
  let parameters: [Parameter]
  /// One of each a parameter, of its size.
  let firstMoments, secondMoments: [FloatBuffer]
  /// Updates made.
  public internal(set) var updates = 0

  public init(_ settings: Settings, for parameters: [Parameter]) {
    self.settings = settings
    self.parameters = parameters
    func zeros(_ parameter: Parameter) -> FloatBuffer {
      let buffer = FloatBuffer(count: parameter.values.count)
      buffer.base.update(repeating: 0, count: buffer.count)
      return buffer
    }
    firstMoments = parameters.map(zeros)
    secondMoments = parameters.map(zeros)
  }

  /// One update of all parameters along their gradients.
  /// - Parameter gradientScale: what clipping multiplies the gradients by.
  public func update(rate: Double, gradientScale: Double, on pool: ThreadPool) {
    updates += 1
    for (index, parameter) in parameters.enumerated() {
      pool.update(
        parameter.values, firstMoment: firstMoments[index], secondMoment: secondMoments[index],
        gradient: parameter.gradient,
        AdamWUpdate(
          rate: rate * parameter.rateFactor, beta1: settings.beta1, beta2: settings.beta2,
          epsilon: settings.epsilon, weightDecay: parameter.decays ? settings.weightDecay : 0, step: updates,
          gradientScale: gradientScale))
    }
  }
}
