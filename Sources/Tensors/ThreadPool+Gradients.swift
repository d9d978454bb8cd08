internal import CKernels

/// Gradients, each beside the forward function whose name it has. Where a gradient is added to what stands there, the sums
/// go on in ascending order of rows: pieces of a batch one after the other give the bits of the whole.
extension ThreadPool {
  /// dx = dy w (or dx += dy w) for y = x w^T: dy (M, w.rows), dx (M, w.columns).
  public func multiplyBack(
    _ dy: UnsafePointer<Float>, rows: Int, by weight: WeightMatrix, into dx: UnsafeMutablePointer<Float>,
    adding: Bool = false
  ) {
    precondition(!weight.format.isInBlocks, "gradients through weights in \(weight.format)")
    var matrix = weight.kernel
    let done = assay_matmul_across(
      handle, dy, Int64(weight.rows), Int64(rows), &matrix, dx, Int64(weight.columns), adding)
    requireMemory(done)
    withExtendedLifetime(weight) {}
  }

  /// dw += dy^T x for y = x w^T: dy (M, outputs), x (M, inputs), dw (outputs, inputs).
  public func addOuter(
    _ dy: UnsafePointer<Float>, outputs: Int, _ x: UnsafePointer<Float>, inputs: Int, rows: Int,
    to dw: UnsafeMutablePointer<Float>
  ) {
    var matrix = assay_weight(data: x, dtype: assay_dtype(0), rows: Int64(rows), columns: Int64(inputs))
    let done = assay_add_outer(handle, dy, Int64(outputs), Int64(outputs), &matrix, dw, Int64(inputs))
    requireMemory(done)
  }

  /// dx += the gradient of x for y = rmsNorm(x), and dw += that of the weight, where there is one; x, dy, dx (rows, columns).
  public func rmsNormBack(
    _ x: UnsafePointer<Float>, rows: Int, columns: Int, weight: FloatBuffer, offset: Float = 0, epsilon: Float,
    dy: UnsafePointer<Float>, addingTo dx: UnsafeMutablePointer<Float>, weightGradient dw: FloatBuffer? = nil
  ) {
    precondition(weight.count == columns, "the norm has \(weight.count) weights for \(columns) columns")
    let done = assay_rms_norm_backward(
      handle, x, Int64(rows), Int64(columns), weight.base, offset, epsilon, dy, dx, dw?.base)
    requireMemory(done)
  }

  /// dx += the gradient of x for y = layerNorm(x), and the gradients of weight and shift += theirs, where there are such; x, dy, dx
  /// (rows, weight.count).
  public func layerNormBack(
    _ x: UnsafePointer<Float>, rows: Int, weight: FloatBuffer, epsilon: Float, dy: UnsafePointer<Float>,
    addingTo dx: UnsafeMutablePointer<Float>, gradients: (weight: FloatBuffer, shift: FloatBuffer)? = nil
  ) {
    let done = assay_layer_norm_backward(
      handle, x, Int64(rows), Int64(weight.count), weight.base, epsilon, dy, dx, gradients?.weight.base,
      gradients?.shift.base)
    requireMemory(done)
    withExtendedLifetime(gradients) {}
  }

  /// For y = silu(gate) * up: gate and up become their gradients.
  public func siluMultiplyBack(
    _ gate: UnsafeMutablePointer<Float>, _ up: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, count: Int
  ) {
    assay_silu_multiply_backward(handle, gate, up, dy, Int64(count))
  }

  /// For y = gelu(gate) * up, with the tanh form.
  public func geluMultiplyBack(
    _ gate: UnsafeMutablePointer<Float>, _ up: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, count: Int
  ) {
    assay_gelu_multiply_backward(handle, gate, up, dy, Int64(count))
  }

  /// For y = gelu(x), with the exact error function: x becomes its gradient.
  public func geluBack(_ x: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, count: Int) {
    assay_gelu_backward(handle, x, dy, Int64(count))
  }

  /// The same with the tanh form.
  public func geluTanhBack(_ x: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, count: Int) {
    assay_gelu_tanh_backward(handle, x, dy, Int64(count))
  }

  /// x = cap * tanh(x / cap), and its derivative.
  public func softCap(
    _ x: UnsafeMutablePointer<Float>, _ cap: Float, slope: UnsafeMutablePointer<Float>, count: Int
  ) {
    assay_soft_cap_slope(handle, x, cap, slope, Int64(count))
  }

  /// y *= x, element by element.
  public func multiply(_ y: UnsafeMutablePointer<Float>, byElements x: UnsafeMutablePointer<Float>, count: Int) {
    assay_multiply_elements(handle, y, x, Int64(count))
  }

  /// matrix[ids[m]] += dx[m]; dx (ids.count, columns), matrix (rows, columns).
  public func scatterAdd(
    _ dx: UnsafePointer<Float>, at ids: [Int32], columns: Int, rows: Int, into matrix: UnsafeMutablePointer<Float>
  ) {
    precondition(ids.allSatisfy { $0 >= 0 && $0 < rows }, "an id lies outside the matrix")
    assay_scatter_rows(handle, dx, ids, Int64(ids.count), Int64(columns), matrix)
  }

  /// Gradients of causal attention over whole sequences: sequence i has the rows starts[i] ..< starts[i + 1]. q, out, dout and
  /// dq (rows, heads * headSize), k, v, dk and dv (rows, keyHeads * headSize); probabilities are computed anew. `cap` and `slopes` as
  /// in `attend`.
  public func attendBack(
    q: UnsafePointer<Float>, k: UnsafePointer<Float>, v: UnsafePointer<Float>, out: UnsafePointer<Float>,
    dout: UnsafePointer<Float>, heads: Int, keyHeads: Int, headSize: Int, scale: Float, cap: Float? = nil,
    slopes: FloatBuffer? = nil, window: Int?, starts: [Int32], dq: UnsafeMutablePointer<Float>,
    dk: UnsafeMutablePointer<Float>,
    dv: UnsafeMutablePointer<Float>
  ) {
    let done = assay_attention_backward(
      handle, q, k, v, out, dout, Int64(heads), Int64(keyHeads), Int64(headSize), scale, cap ?? 0,
      slopes.map { UnsafePointer($0.base) }, Int32(window ?? 0), starts, Int32(starts.count - 1), dq, dk, dv)
    requireMemory(done)
    withExtendedLifetime(slopes) {}
  }

  /// Logits (labels.count, columns) become weights[m] * (softmax - one at labels[m]), the gradient of the weighted sum of the
  /// losses that are returned, in nats.
  public func crossEntropy(
    _ logits: UnsafeMutablePointer<Float>, labels: [Int32], weights: [Float], columns: Int
  ) -> [Double] {
    precondition(labels.allSatisfy { $0 >= 0 && $0 < columns } && weights.count == labels.count, "labels do not fit")
    var losses = [Double](repeating: 0, count: labels.count)
    assay_cross_entropy(handle, logits, labels, weights, Int64(labels.count), Int64(columns), &losses)
    return losses
  }

  /// Labels drawn from the softmax of each row of the logits (draws.count, columns), by numbers uniform in 0 ..< 1.
  public func drawLabels(_ logits: UnsafePointer<Float>, draws: [Double], columns: Int) -> [Int32] {
    var labels = [Int32](repeating: 0, count: draws.count)
    assay_draw_labels(handle, logits, draws, Int64(draws.count), Int64(columns), &labels)
    return labels
  }

  /// y += x * x
  public func addSquares(of x: FloatBuffer, to y: FloatBuffer) {
    precondition(x.count == y.count, "\(x.count) numbers for \(y.count)")
    assay_add_squares(handle, x.base, y.base, Int64(x.count))
  }
}
