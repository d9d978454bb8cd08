public import Tensors

/// A trained tensor with its gradient, both float32.
public final class Parameter {
  /// As the checkpoint that is written calls it.
  public let name: String
  public let shape: [Int]
  public let values: FloatBuffer
  /// Summed up until `clearGradient`.
  public let gradient: FloatBuffer
  /// Whether weight decay applies: matrices, not norms.
  public let decays: Bool
  /// Multiplies the learning rate (LoRA+).
  public let rateFactor: Double

  public init(name: String, shape: [Int], values: FloatBuffer, decays: Bool = true, rateFactor: Double = 1) {
    precondition(shape.reduce(1, *) == values.count, "\(name): \(values.count) values for the shape \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
    self.decays = decays
    self.rateFactor = rateFactor
    gradient = FloatBuffer(count: values.count)
    clearGradient()
  }

  /// Some rows of another one: values and gradient are the same memory.
  init(rows range: Range<Int>, of whole: Parameter) {
    let width = whole.shape.dropFirst().reduce(1, *), numbers = range.lowerBound * width..<range.upperBound * width
    name = whole.name
    shape = [range.count] + whole.shape.dropFirst()
    values = FloatBuffer(whole.values, numbers)
    gradient = FloatBuffer(whole.gradient, numbers)
    decays = whole.decays
    rateFactor = whole.rateFactor
  }

  public func clearGradient() { gradient.base.update(repeating: 0, count: gradient.count) }

  /// The values as a matrix that the engine reads; it sees every later change.
  var matrix: WeightMatrix {
    WeightMatrix(
      data: values.base, format: .f32, rows: shape[0], columns: shape.dropFirst().reduce(1, *), owner: values)
  }
}
