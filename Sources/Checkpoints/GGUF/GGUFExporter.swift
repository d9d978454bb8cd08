public import Files
public import Tensors

/// Writes a model folder as one GGUF file that llama.cpp loads: matrices in a format of its, norms and biases in float32.
public enum GGUFExporter {
  /// How matrices are written.
  public enum Format: String, Sendable, CaseIterable {
    case f16
    case q80 = "q8_0"
    case q40 = "q4_0"
    case q4k = "q4_k"

    var dtype: ScalarType {
      switch self {
      case .f16: .f16
      case .q80: .q80
      case .q40: .q40
      case .q4k: .q4k
      }
    }

    /// `general.file_type`: what most of the tensors are, by llama.cpp's numbers.
    var fileType: Int {
      switch self {
      case .f16: 1
      case .q80: 7
      case .q40: 2
      case .q4k: 14
      }
    }
  }

  /// - Parameters:
  ///   - force: replaces a file that is there.
  ///   - observe: told before each tensor; may throw to stop, and nothing is left.
  /// - Returns: what is written in another way than was asked, a sentence each.
  public static func export(
    _ directory: String, as format: Format, to path: String, force: Bool = false, on pool: ThreadPool,
    observe: (_ done: Int, _ total: Int) throws(Diagnostic) -> Void = { _, _ in }
  ) throws(Diagnostic) -> [String] {
    guard force || !FileSystem.exists(path) else {
      throw Diagnostic(path, "is there already", expected: "another name, or --force to replace it")
    }
    let checkpoint = try Checkpoint(directory: directory)
    let description = try GGUFDescription(checkpoint)
    let metadata = try description.metadata(format) + GGUFVocabulary(checkpoint).metadata
    let views = try description.tensors()
    var tensors: [GGUFWriter.Tensor] = [], other: [String] = []
    for (name, view) in views {
      let dtype = Self.dtype(name, view, format)
      if view.shape.count == 2, dtype != format.dtype, !Self.isTable(name) { other.append(name) }
      tensors.append(GGUFWriter.Tensor(name: name, dtype: dtype, shape: view.shape))
    }
    let factors = description.rotaryFactors
    if let factors { tensors.append(.init(name: "rope_freqs.weight", dtype: .f32, shape: [factors.count])) }
    let writer = try GGUFWriter(path, metadata: metadata, tensors: tensors)
    for (index, view) in views.enumerated() {
      try observe(index, tensors.count)
      try write(view.view, description, as: tensors[index].dtype, checkpoint.configuration, writer, pool)
    }
    if let factors { try Self.append(factors, writer) }
    try writer.finish()
    guard let first = other.first else { return checkpoint.warnings }
    return checkpoint.warnings + [
      "\(path): \(other.count) matrices such as \(first) are written in Q8_0 or F16: their rows are not whole blocks of "
        + format.dtype.rawValue
    ]
  }

  private static func isTable(_ name: String) -> Bool { name == "token_embd.weight" || name == "output.weight" }

  /// Embedding and head stay in Q8_0 where the others have four bits: they lose most.
  private static func dtype(_ name: String, _ view: TensorView, _ format: Format) -> ScalarType {
    guard view.shape.count == 2, let row = view.shape.last else { return .f32 }
    let wished = format == .f16 || format == .q80 || !isTable(name) ? format.dtype : .q80
    for dtype in [wished, .q80] where row % dtype.block.count == 0 { return dtype }
    return .f16
  }

  private static func write(
    _ view: TensorView, _ description: GGUFDescription, as dtype: ScalarType, _ configuration: ModelConfiguration,
    _ writer: GGUFWriter,
    _ pool: ThreadPool
  ) throws(Diagnostic) {
    guard let stored = WeightFormat(rawValue: view.dtype.rawValue.lowercased()), let base = view.bytes.baseAddress
    else {
      throw Diagnostic(
        view.file, "tensor '\(view.name)' is \(view.dtype.rawValue)", expected: "weights in F32, F16 or BF16")
    }
    var numbers = FloatBuffer(count: view.count)
    pool.widen(base, stored, count: view.count, into: numbers.base)
    if description.pairsRows(view) {
      numbers = paired(numbers, rows: view.shape[0], headSize: configuration.headSize)
    }
    let offset = description.offset(view)
    if offset != 0 { for index in 0..<view.count { numbers.base[index] += offset } }
    let bytes: [UInt8]
    switch dtype {
    case .f32: return try append(numbers.array, writer)
    case .f16:
      var narrow = [UInt8](repeating: 0, count: 2 * view.count)
      narrow.withUnsafeMutableBytes { memory in
        if let start = memory.baseAddress { pool.narrow(numbers.base, .f16, count: view.count, into: start) }
      }
      let isFinite = narrow.withUnsafeBytes { $0.bindMemory(to: UInt16.self).allSatisfy { $0 & 0x7C00 != 0x7C00 } }
      guard isFinite else {
        throw Diagnostic(
          view.file, "tensor '\(view.name)' has weights beyond the range of f16", expected: "--type q8_0")
      }
      bytes = narrow
    default:
      guard let format = WeightFormat(rawValue: dtype.rawValue.lowercased()) else { return }
      bytes = pool.quantize(numbers.base, format, count: view.count)
    }
    let result = bytes.withUnsafeBytes { bytes in Result { () throws(Diagnostic) in try writer.append(bytes) } }
    try result.get()
  }

  private static func append(_ numbers: [Float], _ writer: GGUFWriter) throws(Diagnostic) {
    let result = numbers.withUnsafeBytes { bytes in Result { () throws(Diagnostic) in try writer.append(bytes) } }
    try result.get()
  }

  /// Rows (head, half, pair) become (head, pair, half): the other way round than `GGUFModel` reads them.
  private static func paired(_ numbers: FloatBuffer, rows: Int, headSize: Int) -> FloatBuffer {
    let width = numbers.count / rows, half = headSize / 2, result = FloatBuffer(count: numbers.count)
    for row in 0..<rows {
      let head = row / headSize, part = row % headSize / half, pair = row % half
      let target = head * headSize + 2 * pair + part
      (result.base + target * width).update(from: numbers.base + row * width, count: width)
    }
    return result
  }
}
