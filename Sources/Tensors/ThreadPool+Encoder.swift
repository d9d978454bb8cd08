internal import CKernels

/// What an encoder (BERT and its kin) needs beside the products; a decoder with LayerNorm has some of it, too.
extension ThreadPool {
  /// x = layerNorm(x + delta + bias) * weight + shift for each row; x and delta (rows, columns). Source:
  /// arXiv:1607.06450.
  public func addThenLayerNorm(
    _ x: UnsafeMutablePointer<Float>, _ delta: UnsafePointer<Float>, bias: FloatBuffer, rows: Int, weight: FloatBuffer,
    shift: FloatBuffer, epsilon: Float
  ) {
    let columns = bias.count
    precondition(weight.count == columns && shift.count == columns, "norm and bias differ in width")
    assay_add_layer_norm(
      handle, x, delta, bias.base, Int64(rows), Int64(columns), weight.base, shift.base, epsilon)
  }

  /// y = layerNorm(x) * weight + shift for each row; x, y (rows, weight.count) may be the same. Source: arXiv:1607.06450.
  public func layerNorm(
    _ x: UnsafePointer<Float>, rows: Int, weight: FloatBuffer, shift: FloatBuffer, epsilon: Float,
    into y: UnsafeMutablePointer<Float>
  ) {
    precondition(weight.count == shift.count, "weight and shift differ in width")
    assay_layer_norm(handle, x, Int64(rows), Int64(weight.count), weight.base, shift.base, epsilon, y)
  }

  /// x = gelu(x), with the exact error function. Source: arXiv:1606.08415.
  public func gelu(_ x: UnsafeMutablePointer<Float>, count: Int) { assay_gelu(handle, x, Int64(count)) }

  /// x = gelu(x) in its tanh form. Source: arXiv:1606.08415, section 2.
  public func geluTanh(_ x: UnsafeMutablePointer<Float>, count: Int) { assay_gelu_tanh(handle, x, Int64(count)) }

  /// x = gelu(x + bias), with the exact error function: x (rows, columns). Source: arXiv:1606.08415.
  public func addThenGELU(_ x: UnsafeMutablePointer<Float>, bias: FloatBuffer, rows: Int) {
    assay_bias_gelu(handle, x, bias.base, Int64(rows), Int64(bias.count))
  }

  /// Queries, keys or values as their product leaves them, (rows, heads * headSize), and the bias that is still to be
  /// added.
  public typealias Biased = (product: UnsafePointer<Float>, bias: FloatBuffer)

  /// What is added to the scores of each head for how far the key stands behind the query: (heads, 2 * reach - 1), the
  /// middle is distance 0.
  public struct RelativeScores {
    public let reach: Int
    public let table: FloatBuffer

    public init(reach: Int, table: FloatBuffer) {
      self.reach = reach
      self.table = table
    }
  }

  /// result = softmax(scale q k^T + relative) v for every head, each row over all rows of its own sequence: sequence i
  /// has the rows starts[i] ..< starts[i + 1]. A row's bits depend on its own sequence only.
  public func attendBothWays(
    q: Biased, k: Biased, v: Biased, heads: Int, scale: Float, relative: RelativeScores?, starts: [Int32],
    into result: UnsafeMutablePointer<Float>
  ) {
    let width = q.bias.count, longest = zip(starts, starts.dropFirst()).map { $1 - $0 }.max() ?? 0
    precondition(k.bias.count == width && v.bias.count == width && width % heads == 0, "the heads differ in width")
    if let relative {
      precondition(
        longest <= relative.reach && relative.table.count == heads * (2 * relative.reach - 1),
        "a sequence of \(longest) is beyond the relative scores")
    }
    var kernel = assay_encoder_heads(
      q: q.product, k: k.product, v: v.product, q_bias: q.bias.base, k_bias: k.bias.base, v_bias: v.bias.base,
      relative: relative.map { UnsafePointer($0.table.base) }, reach: Int64(relative?.reach ?? 0), count: Int64(heads),
      D: Int64(width / heads), scale: scale)
    let done = assay_attention_both_ways(handle, &kernel, starts, Int32(starts.count - 1), result)
    requireMemory(done)
    withExtendedLifetime((q.bias, k.bias, v.bias, relative?.table)) {}
  }
}
