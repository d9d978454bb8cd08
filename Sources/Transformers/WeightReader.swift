public import Checkpoints
public import Files
public import Tensors

/// Takes tensors out of a store as matrices and vectors of the engine, and looks at every number once.
public struct WeightReader {
  let store: TensorStore
  let format: WeightFormat?
  let pool: ThreadPool

  func matrix(_ name: String, _ shape: [Int]) throws(Diagnostic) -> WeightMatrix {
    try Self.matrix(try store.weight(name, shape: shape), format: format, pool: pool)
  }

  /// Norms: small, and always float32 in the engine.
  func vector(_ name: String, _ count: Int) throws(Diagnostic) -> FloatBuffer {
    let view = try store.weight(name, shape: [count])
    return FloatBuffer(try Self.matrix(view, format: .f32, pool: pool).values(on: pool))
  }

  /// A tensor of one or two dimensions; one with one dimension becomes a single row.
  public static func matrix(_ view: TensorView, format: WeightFormat?, pool: ThreadPool) throws(Diagnostic)
    -> WeightMatrix
  {
    guard let stored = view.dtype == .f64 ? .f32 : WeightFormat(rawValue: view.dtype.rawValue.lowercased()) else {
      throw .notAWeight(view)
    }
    guard let base = view.bytes.baseAddress, let columns = view.shape.last else { throw .notAWeight(view) }
    let matrix =
      view.dtype == .f64
      ? try narrowed(view, columns: columns)
      : WeightMatrix(data: base, format: stored, rows: view.count / columns, columns: columns, owner: view)
    if let index = matrix.firstNotFinite(on: pool) { throw .notFinite(view, index: index) }
    let converted = matrix.converted(to: format ?? stored, on: pool)
    // f16 ends at 65504: a weight beyond it must not become infinite behind the user's back.
    if format == .f16, stored != .f16, converted.firstNotFinite(on: pool) != nil {
      throw .tooLargeForHalf(view)
    }
    return converted
  }

  /// F64 numbers in memory of their own, rounded to the nearest F32.
  private static func narrowed(_ view: TensorView, columns: Int) throws(Diagnostic) -> WeightMatrix {
    let buffer = FloatBuffer(count: view.count)
    if let index = view.narrow(into: buffer.base) { throw .tooLargeForSingle(view, index: index) }
    return WeightMatrix(
      data: buffer.base, format: .f32, rows: view.count / columns, columns: columns, owner: buffer)
  }
}

extension Diagnostic {
  fileprivate static func notAWeight(_ view: TensorView) -> Diagnostic {
    Diagnostic(
      view.file, "tensor \"\(view.name)\" has type \(view.dtype.rawValue)",
      expected: "weights are F64, F32, F16 or BF16")
  }

  fileprivate static func tooLargeForSingle(_ view: TensorView, index: Int) -> Diagnostic {
    Diagnostic(
      view.file, "tensor \"\(view.name)\" has weights beyond the range of F32, first at element \(index)",
      expected: "F64 weights are rounded to F32, which ends at 3.4e38")
  }

  fileprivate static func notFinite(_ view: TensorView, index: Int) -> Diagnostic {
    Diagnostic(
      view.file, "tensor \"\(view.name)\" holds NaN or an infinity, first at element \(index)",
      expected: "all weights must be finite; the file is damaged or the training diverged")
  }

  fileprivate static func tooLargeForHalf(_ view: TensorView) -> Diagnostic {
    Diagnostic(
      view.file, "tensor \"\(view.name)\" has weights beyond the range of f16",
      expected: "--weights auto, bf16 or f32 holds them")
  }
}
