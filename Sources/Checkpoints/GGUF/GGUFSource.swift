import Tensors

/// A tensor that is to be written, and the weights that it is made of.
struct GGUFSource {
  /// By ggml.
  let name: String
  /// In the file, outermost first.
  let shape: [Int]
  /// Written one behind the other.
  let views: [TensorView]
  /// Of each view.
  var arrangement: GGUFArrangement?
  /// Added to each number.
  var offset: Float = 0
  /// Whether each row is divided by its length.
  var hasUnitRows = false

  /// Small tables that llama.cpp asks for in float32, whatever the others are.
  var isSingle: Bool {
    shape.count < 2 || name == "position_embd.weight" || name.hasSuffix(".ffn_gate_inp.weight")
  }

  /// Embedding and head stay in Q8_0 where the others have four bits: they lose most.
  var isTable: Bool { name == "token_embd.weight" || name == "output.weight" }

  /// The numbers of a view in the order of the file.
  func numbers(_ view: TensorView, _ stored: WeightFormat, headSize: Int, on pool: ThreadPool) -> FloatBuffer? {
    guard let base = view.bytes.baseAddress, let columns = view.shape.last else { return nil }
    var numbers = FloatBuffer(count: view.count)
    pool.widen(base, stored, count: view.count, into: numbers.base)
    if hasUnitRows {
      let matrix = WeightMatrix(data: base, format: stored, rows: view.count / columns, columns: columns, owner: view)
      numbers = FloatBuffer(matrix.normalizedRows(on: pool).values(on: pool))
    }
    if let arrangement { numbers = arrangement.written(numbers, shape: view.shape, headSize: headSize) }
    if offset != 0 { for index in 0..<view.count { numbers.base[index] += offset } }
    return numbers
  }
}
