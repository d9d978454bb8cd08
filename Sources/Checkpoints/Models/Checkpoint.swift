public import Files

/// A Hugging Face model directory: its configuration and its weights, the latter mapped and not yet read.
public struct Checkpoint: Sendable {
  public let directory: String
  /// As the weights show it: where config.json says that embedding and head are tied and they differ, they are not.
  public let configuration: ModelConfiguration
  public let tensors: TensorStore
  /// What was ignored or read in another way than it is written, a sentence each.
  public let warnings: [String]

  public init(directory: String) throws(Diagnostic) {
    try ModelFolder.checkModel(directory)
    try FolderSeal.check(directory)
    self.directory = directory
    var configuration = try ModelConfiguration(file: directory + "/config.json")
    let contents = try CheckpointContents(try TensorStore(directory: directory), configuration)
    if let isTied = contents.isTied { configuration.tieWordEmbeddings = isTied }
    self.configuration = configuration
    tensors = contents.tensors
    warnings = contents.warnings
  }

  /// SHA-256 over config.json and the safetensors files: names, lengths, bytes. Reads every byte of them, once a process.
  public func digest() throws(Diagnostic) -> String {
    let paths = [directory + "/config.json"] + tensors.files.map(\.path)
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
