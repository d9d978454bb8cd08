public import Files
public import Tensors

/// Makes a Hugging Face folder of a GGUF file: the float32 numbers that its blocks stand for, and the other tensors as they are. Scores
/// of the folder are those of the file, to the bit.
public enum GGUFImporter {
  /// Numbers that are widened at a time; whole blocks of every format.
  private static let piece = 1 << 20

  /// Writes a new folder; throws when there is one already.
  /// - Parameters:
  ///   - madeBy: for provenance.json.
  ///   - force: replaces a folder that Assay made.
  ///   - observe: told before each tensor; may throw to stop, and nothing is left.
  /// - Returns: what was left aside, a sentence each.
  public static func importModel(
    _ path: String, madeBy: String, force: Bool = false, to directory: String, on pool: ThreadPool,
    observe: (_ done: Int, _ total: Int) throws(Diagnostic) -> Void = { _, _ in }
  ) throws(Diagnostic) -> [String] {
    guard GGUFModel.stands(at: path) else {
      throw Diagnostic(path, "is no GGUF file", expected: "a file that begins with the letters GGUF")
    }
    let model = try GGUFModel.open(path), views = model.store.views
    let folder = try StagedDirectory(directory, files: model.store.paths, force: force)
    for file in model.files { try FileSystem.write(file.bytes, to: folder.path + "/" + file.name) }
    let writer = try SafetensorsWriter(
      folder.path + "/model.safetensors",
      tensors: views.map { SafetensorsWriter.Tensor($0.name, $0.dtype.isInBlocks ? .f32 : $0.dtype, $0.shape) })
    for (done, view) in views.enumerated() {
      try observe(done, views.count)
      try append(view, to: writer, on: pool)
      view.release()
    }
    try writer.finish()
    try FolderSeal.seal(folder.path, madeBy: madeBy)
    try folder.finish()
    return model.warnings
  }

  private static func append(_ view: TensorView, to writer: SafetensorsWriter, on pool: ThreadPool) throws(Diagnostic) {
    guard view.dtype.isInBlocks else { return try writer.append(view.bytes) }
    guard let format = WeightFormat(rawValue: view.dtype.rawValue.lowercased()), let base = view.bytes.baseAddress
    else { return }
    let numbers = FloatBuffer(count: min(piece, view.count))
    for start in stride(from: 0, to: view.count, by: piece) {
      let count = min(piece, view.count - start)
      pool.widen(base + format.byteCount(start), format, count: count, into: numbers.base)
      try writer.append(UnsafeRawBufferPointer(start: numbers.base, count: 4 * count))
    }
  }
}
