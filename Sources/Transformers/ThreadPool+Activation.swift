public import Checkpoints
public import Tensors

extension ThreadPool {
  /// gate = activation(gate) * up
  public func activate(
    _ gate: UnsafeMutablePointer<Float>, _ up: UnsafePointer<Float>, _ activation: DecoderFeatures.Activation,
    count: Int
  ) {
    switch activation {
    case .silu: siluMultiply(gate, up, count: count)
    case .geluTanh: geluMultiply(gate, up, count: count)
    }
  }

  /// The same backwards: gate and up become their gradients.
  public func activateBack(
    _ gate: UnsafeMutablePointer<Float>, _ up: UnsafeMutablePointer<Float>, _ activation: DecoderFeatures.Activation,
    dy: UnsafePointer<Float>, count: Int
  ) {
    switch activation {
    case .silu: siluMultiplyBack(gate, up, dy: dy, count: count)
    case .geluTanh: geluMultiplyBack(gate, up, dy: dy, count: count)
    }
  }
}
