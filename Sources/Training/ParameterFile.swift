import Checkpoints
public import Files
import Tensors

/// Float32 tensors in one safetensors file: the trained ones alone, as adapters and the best validation keep them, or with
/// what else a run must remember.
public enum ParameterFile {
  /// A tensor in memory, by its name in the file.
  struct Tensor {
    let name: String
    let shape: [Int]
    let buffer: FloatBuffer

    var isFinite: Bool {
      defer { withExtendedLifetime(buffer) {} }
      return UnsafeBufferPointer(start: buffer.base, count: buffer.count).allSatisfy(\.isFinite)
    }
  }

  public static func write(_ parameters: [Parameter], to path: String) throws(Diagnostic) {
    try write(parameters.map(\.tensor), to: path)
  }

  /// Writes with a digest of the whole, which `checkSeal` compares.
  static func writeSealed(
    _ tensors: [Tensor], metadata: [String: String] = [:], to path: String
  ) throws(Diagnostic) {
    var metadata = usual.merging(metadata) { $1 }
    var seal = SafetensorsSeal(metadata)
    for tensor in tensors {
      seal.add(
        tensor.name, .f32, tensor.shape,
        UnsafeRawBufferPointer(start: tensor.buffer.base, count: 4 * tensor.buffer.count))
      withExtendedLifetime(tensor.buffer) {}
    }
    metadata[SafetensorsSeal.key] = seal.text()
    try write(tensors, metadata: metadata, to: path)
  }

  /// In every header.
  private static let usual = ["format": "pt"]

  /// Writes with a digest of the whole.
  public static func writeSealed(_ parameters: [Parameter], to path: String) throws(Diagnostic) {
    try writeSealed(parameters.map(\.tensor), to: path)
  }

  /// Throws for a number that is none: nothing that follows would be one.
  /// - Parameter metadata: stands in the header beside the format.
  static func write(_ tensors: [Tensor], metadata: [String: String] = [:], to path: String) throws(Diagnostic) {
    for tensor in tensors where !tensor.isFinite {
      throw .notFinite(
        path, tensor.name, "would hold", "a smaller learning rate, or a model of which the numbers stay in float32")
    }
    let writer = try SafetensorsWriter(
      path, tensors: tensors.map { SafetensorsWriter.Tensor($0.name, .f32, $0.shape) },
      metadata: usual.merging(metadata) { $1 })
    for tensor in tensors { try tensor.buffer.append(to: writer) }
    try writer.finish()
  }

  public static func read(_ parameters: [Parameter], from path: String) throws(Diagnostic) {
    let file = try SafetensorsFile(path)
    try file.checkSeal()
    try read(parameters.map(\.tensor), from: file) { name in
      Diagnostic(path, "lacks \(name)", expected: "the tensors of this training run")
    }
    for tensor in parameters.map(\.tensor) where !tensor.isFinite {
      throw .notFinite(path, tensor.name, "holds", "what assay wrote; the file is damaged")
    }
  }

  /// Reads into the tensors' buffers. Throws what `problem` says of the first tensor that the file does not hold in its shape.
  static func read(
    _ tensors: [Tensor], from file: SafetensorsFile, else problem: (_ name: String) -> Diagnostic
  ) throws(Diagnostic) {
    for tensor in tensors {
      guard let view = file[tensor.name], view.shape == tensor.shape, view.dtype == .f32,
        let source = view.bytes.baseAddress
      else { throw problem(tensor.name) }
      UnsafeMutableRawPointer(tensor.buffer.base).copyMemory(from: source, byteCount: view.bytes.count)
    }
  }
}

extension Parameter {
  /// Its values, by its own name.
  var tensor: ParameterFile.Tensor { ParameterFile.Tensor(name: name, shape: shape, buffer: values) }
}

extension FloatBuffer {
  func append(to writer: SafetensorsWriter) throws(Diagnostic) {
    try writer.append(UnsafeRawBufferPointer(start: base, count: 4 * count))
    withExtendedLifetime(self) {}
  }
}

extension Diagnostic {
  fileprivate static func notFinite(
    _ path: String, _ name: String, _ verb: String, _ expectation: String
  ) -> Diagnostic {
    Diagnostic(path, "tensor '\(name)' \(verb) NaN or an infinity", expected: expectation)
  }
}
