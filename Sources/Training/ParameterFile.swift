import Checkpoints
public import Files
import Tensors

/// Trained tensors alone, in one safetensors file: what the best validation keeps.
public enum ParameterFile {
  public static func write(_ parameters: [Parameter], to path: String) throws(Diagnostic) {
    let writer = try SafetensorsWriter(
      path, tensors: parameters.map { SafetensorsWriter.Tensor($0.name, .f32, $0.shape) })
    for parameter in parameters { try parameter.append(to: writer) }
    try writer.finish()
  }

  public static func read(_ parameters: [Parameter], from path: String) throws(Diagnostic) {
    let file = try SafetensorsFile(path)
    for parameter in parameters {
      guard let view = file[parameter.name], view.shape == parameter.shape, view.dtype == .f32,
        let source = view.bytes.baseAddress
      else { throw Diagnostic(path, "lacks \(parameter.name)", expected: "the tensors of this training run") }
      UnsafeMutableRawPointer(parameter.values.base).copyMemory(from: source, byteCount: view.bytes.count)
    }
  }
}

extension Parameter {
  /// The values as float32.
  func append(to writer: SafetensorsWriter) throws(Diagnostic) {
    try writer.append(UnsafeRawBufferPointer(start: values.base, count: 4 * values.count))
    withExtendedLifetime(values) {}
  }
}
