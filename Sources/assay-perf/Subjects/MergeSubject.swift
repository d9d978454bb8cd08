import Checkpoints
import Files
import Merging
import Tensors

/// Weights, Gram matrices and adapters of made-up numbers, as files in a folder that goes with them.
final class MergeSubject {
  private let folder: TemporaryFolder
  private var state: UInt32 = 1

  init() throws(Diagnostic) { folder = try TemporaryFolder() }

  /// Numbers that must not be equal; else any will do.
  private func numbers(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return (Float(state >> 8) / Float(1 << 24) - 0.5) * 0.1
    }
  }

  /// A tensor of a file of its own, written row by row.
  private func view(_ name: String, _ shape: [Int], _ row: (Int) -> [Float]) throws(Diagnostic) -> TensorView {
    let path = "\(folder.path)/\(name).safetensors"
    let writer = try SafetensorsWriter(path, tensors: [.init(name, .f32, shape)])
    for index in 0..<shape[0] { try writer.append(row(index).withUnsafeBytes { Array($0) }) }
    try writer.finish()
    guard let view = try SafetensorsFile(path)[name] else {
      throw Diagnostic(path, "lacks what was written", expected: "room for it below TMPDIR")
    }
    return view
  }

  func weight(_ name: String, _ shape: [Int]) throws(Diagnostic) -> TensorView {
    try view(name, shape) { _ in self.numbers(shape[1]) }
  }

  /// Inner products of inputs that resemble each other the more the nearer they stand: positive definite.
  func gram(_ name: String, size: Int) throws(Diagnostic) -> TensorView {
    var powers = [Float(1)]
    while powers.count < size { powers.append(powers[powers.count - 1] * 0.98) }
    return try view(name, [size, size]) { row in (0..<size).map { powers[abs($0 - row)] } }
  }

  func update(_ name: String, inputs: Int, outputs: Int, rank: Int) throws(Diagnostic) -> LowRankUpdate {
    LowRankUpdate(
      a: try weight(name + ".A", [rank, inputs]), b: try weight(name + ".B", [outputs, rank]), scaling: 2)
  }
}
