import Tensors

/// A norm of rows with what is trained of it: RMSNorm, or LayerNorm where there is a shift.
struct TrainableNorm {
  /// (C) each.
  var weight: FloatBuffer
  var shift: FloatBuffer?
  var weightGradient: FloatBuffer?
  var shiftGradient: FloatBuffer?
  /// What is added to the weights of an RMSNorm.
  var offset: Float
  var epsilon: Float

  var isTrained: Bool { weightGradient != nil }

  /// x (rows, C) to y of the same shape.
  func forward(_ x: Borrowed, rows: Int, into y: Borrowed, on pool: ThreadPool) {
    if let shift {
      pool.layerNorm(x.base, rows: rows, weight: weight, shift: shift, epsilon: epsilon, into: y.base)
    } else {
      pool.rmsNorm(
        x.base, rows: rows, columns: weight.count, weight: weight, offset: offset, epsilon: epsilon, into: y.base)
    }
  }

  /// Adds to dx (rows, C), and to the gradients of what is trained.
  func backward(_ x: Borrowed, rows: Int, dy: Borrowed, addingTo dx: Borrowed, on pool: ThreadPool) {
    guard shift != nil else {
      pool.rmsNormBack(
        x.base, rows: rows, columns: weight.count, weight: weight, offset: offset, epsilon: epsilon, dy: dy.base,
        addingTo: dx.base, weightGradient: weightGradient)
      return
    }
    var gradients: (weight: FloatBuffer, shift: FloatBuffer)?
    if let weightGradient, let shiftGradient { gradients = (weightGradient, shiftGradient) }
    pool.layerNormBack(
      x.base, rows: rows, weight: weight, epsilon: epsilon, dy: dy.base, addingTo: dx.base, gradients: gradients)
  }
}
