public import Files

/// A Hugging Face model directory, or a GGUF file that is read like one: its configuration and its weights, the latter mapped and not yet
/// read.
public struct Checkpoint: Sendable {
  public let directory: String
  /// As the weights show it: where config.json says that embedding and head are tied and they differ, they are not.
  public let configuration: ModelConfiguration
  public let tensors: TensorStore
  /// What was ignored or read in another way than it is written, a sentence each.
  public let warnings: [String]

  /// - Parameter readsGGUF: whether a GGUF file will do: for who computes with the weights and does nothing else with them.
  public init(directory: String, readsGGUF: Bool = false) throws(Diagnostic) {
    let file = readsGGUF && GGUFModel.stands(at: directory) ? try GGUFModel.open(directory) : nil
    try ModelFolder.checkModel(directory)
    if file == nil { try FolderSeal.check(directory) }
    self.directory = directory
    var configuration = try ModelConfiguration(file: directory + "/config.json")
    let store: TensorStore
    if let file { store = file.store } else { store = try TensorStore(directory: directory) }
    let contents = try CheckpointContents(store, configuration)
    if let isTied = contents.isTied { configuration.tieWordEmbeddings = isTied }
    self.configuration = configuration
    tensors = contents.tensors
    warnings = (file?.warnings ?? []) + contents.warnings
  }

  /// SHA-256 over config.json and the safetensors files: names, lengths, bytes. Reads every byte of them, once a process.
  public func digest() throws(Diagnostic) -> String {
    let paths = [directory + "/config.json"] + tensors.paths
    return try RememberedDigests.digest(of: paths) { () throws(Diagnostic) in
      var hash = SHA256()
      for path in paths {
        let file = try MappedFile(path)
        let name = path.split(separator: "/").last ?? ""
        file.withBytes { bytes in
          hash.update("\(name) \(bytes.count)\n")
          hash.update(bytes)
        }
      }
      return hash.hexadecimal()
    }
  }
}
