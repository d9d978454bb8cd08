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

  /// The values of another one, which are the same memory, with a gradient of its own.
  init(sharing other: Parameter) {
    (name, shape, values, decays, rateFactor) = (other.name, other.shape, other.values, other.decays, other.rateFactor)
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

  /// Row `rows[i]` as row i, in memory of its own; itself where there is no order.
  func taking(rows: [Int]?) -> Parameter {
    guard let rows else { return self }
    return arranged { (to: $0, from: rows[$0]) }
  }

  /// Row i as row `rows[i]`: the other way round.
  func putting(rows: [Int]) -> Parameter { arranged { (to: rows[$0], from: $0) } }

  private func arranged(_ places: (Int) -> (to: Int, from: Int)) -> Parameter {
    let width = shape.dropFirst().reduce(1, *), result = FloatBuffer(count: values.count)
    for row in 0..<shape[0] {
      let (to, from) = places(row)
      (result.base + to * width).update(from: values.base + from * width, count: width)
    }
    return Parameter(name: name, shape: shape, values: result, decays: decays, rateFactor: rateFactor)
  }

  public func clearGradient() { gradient.base.update(repeating: 0, count: gradient.count) }

  /// The values as a matrix that the engine reads; it sees every later change.
  var matrix: WeightMatrix {
    WeightMatrix(
      data: values.base, format: .f32, rows: shape[0], columns: shape.dropFirst().reduce(1, *), owner: values)
  }
}
