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
    let vocabulary = try GGUFVocabulary(checkpoint)
    let metadata =
      try description.metadata(format).filter {
        $0.key != "general.name" || vocabulary.allows(name: $0.value.text ?? "")
      } + vocabulary.metadata
    let sources = try description.tensors()
    var tensors: [GGUFWriter.Tensor] = [], other: [String] = []
    for source in sources {
      let dtype = Self.dtype(source, format)
      if !source.isSingle, dtype != format.dtype, !source.isTable { other.append(source.name) }
      tensors.append(GGUFWriter.Tensor(name: source.name, dtype: dtype, shape: source.shape))
    }
    let factors = description.rotaryFactors
    tensors += factors.map { .init(name: $0.name, dtype: .f32, shape: [$0.numbers.count]) }
    let writer = try GGUFWriter(path, metadata: metadata, tensors: tensors)
    for (index, source) in sources.enumerated() {
      try observe(index, tensors.count)
      for view in source.views {
        try write(view, source, as: tensors[index].dtype, checkpoint.configuration, writer, pool)
      }
      try writer.endTensor()
    }
    for (_, numbers) in factors {
      try Self.append(numbers, writer)
      try writer.endTensor()
    }
    try writer.finish()
    guard let first = other.first else { return checkpoint.warnings }
    return checkpoint.warnings + [
      "\(path): \(other.count) matrices such as \(first) are written in Q8_0 or F16: their rows are not whole blocks of "
        + format.dtype.rawValue
    ]
  }

  private static func dtype(_ source: GGUFSource, _ format: Format) -> ScalarType {
    guard !source.isSingle, let row = source.shape.last else { return .f32 }
    let wished = format == .f16 || format == .q80 || !source.isTable ? format.dtype : .q80
    for dtype in [wished, .q80] where row % dtype.block.count == 0 { return dtype }
    return .f16
  }

  private static func write(
    _ view: TensorView, _ source: GGUFSource, as dtype: ScalarType, _ configuration: ModelConfiguration,
    _ writer: GGUFWriter, _ pool: ThreadPool
  ) throws(Diagnostic) {
    guard let stored = WeightFormat(rawValue: view.dtype.rawValue.lowercased()),
      let numbers = source.numbers(view, stored, headSize: configuration.headSize, on: pool)
    else {
      throw Diagnostic(
        view.file, "tensor '\(view.name)' is \(view.dtype.rawValue)", expected: "weights in F32, F16 or BF16")
    }
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
}
