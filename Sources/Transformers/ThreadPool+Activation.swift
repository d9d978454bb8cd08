public import Checkpoints
public import Tensors

extension ThreadPool {
  /// gate = activation(gate) * up; of a block without a gate, gate = activation(gate), and `up` is not read.
  public func activate(
    _ gate: UnsafeMutablePointer<Float>, _ up: UnsafePointer<Float>, _ activation: DecoderFeatures.Activation,
    count: Int
  ) {
    switch activation {
    case .silu: siluMultiply(gate, up, count: count)
    case .geluTanh: geluMultiply(gate, up, count: count)
    case .ungatedGELU: gelu(gate, count: count)
    case .ungatedGELUTanh: geluTanh(gate, count: count)
    }
  }

  /// The same backwards: gate and up become their gradients; of a block without a gate `gate` alone, and `up` is not touched.
  public func activateBack(
    _ gate: UnsafeMutablePointer<Float>, _ up: UnsafeMutablePointer<Float>, _ activation: DecoderFeatures.Activation,
    dy: UnsafePointer<Float>, count: Int
  ) {
    switch activation {
    case .silu: siluMultiplyBack(gate, up, dy: dy, count: count)
    case .geluTanh: geluMultiplyBack(gate, up, dy: dy, count: count)
    case .ungatedGELU: geluBack(gate, dy: dy, count: count)
    case .ungatedGELUTanh: geluTanhBack(gate, dy: dy, count: count)
    }
  }
}
