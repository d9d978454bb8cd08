public import Files

/// A Hugging Face folder of a sentence encoder: its configuration and its weights, the latter mapped and not yet read.
public struct EncoderCheckpoint: Sendable {
  public let directory: String
  public let configuration: EncoderConfiguration
  public let tensors: TensorStore
  /// What all names of tensors begin with: `bert.` or `mpnet.` where the folder holds more than the encoder, else
  /// nothing.
  public let prefix: String

  public init(directory: String) throws(Diagnostic) {
    guard FileSystem.isDirectory(directory) else {
      throw Diagnostic(
        directory, "is not a folder",
        expected: "an encoder is a folder with config.json, model.safetensors and vocab.txt")
    }
    self.directory = directory
    configuration = try EncoderConfiguration(directory: directory)
    tensors = try TensorStore(directory: directory)
    let long = configuration.architecture.rawValue + "."
    prefix = tensors[long + "embeddings.word_embeddings.weight"] == nil ? "" : long
  }

  /// SHA-256 over config.json, the safetensors files and the maximum length. Reads every byte of them.
  public func digest() throws(Diagnostic) -> String {
    var hash = SHA256()
    hash.update("\(configuration.maxLength)")
    for path in [directory + "/config.json"] + tensors.paths {
      hash.update(" " + (try SHA256.hexadecimal(ofFile: path)))
    }
    return hash.hexadecimal()
  }
}
