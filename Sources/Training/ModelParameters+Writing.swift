public import Checkpoints
public import Files
import Statistics

extension ModelParameters {
  /// Writes a new Hugging Face model folder in float32, whole or not at all.
  /// - Parameter files: what stands beside configuration and weights: tokenizer, provenance.
  public func write(to directory: String, files: [(name: String, bytes: [UInt8])]) throws(Diagnostic) {
    let writer = ModelDirectoryWriter(configuration, files: files, dtype: .f32)
    try writer.write(to: directory) { (file) throws(Diagnostic) in
      for tensor in stored { try tensor.values(\.values).append(to: file) }
    }
  }

  /// A fresh model: norms 1 or what makes them 1, biases 0, all else normal with this standard deviation. The numbers are a function of the seed and the
  /// weight's name.
  public init(_ configuration: ModelConfiguration, seed: UInt64, standardDeviation: Double = 0.02) {
    self.init(configuration) { _, name, shape in
      shape.count == 1
        ? [Float](repeating: name.hasSuffix(".bias") ? 0 : 1 - configuration.normOffset, count: shape[0])
        : KeyedRandom.normals(
          KeyedRandom.key(seed, KeyedRandom.number(of: name)), count: shape.reduce(1, *),
          standardDeviation: standardDeviation)
    }
  }
}
