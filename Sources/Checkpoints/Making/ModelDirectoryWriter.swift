public import Files
import Tokenization

/// Writes a new Hugging Face model directory, whole or not at all.
public struct ModelDirectoryWriter {
  let configuration: ModelConfiguration
  /// What stands beside configuration and weights: tokenizer, provenance.
  let files: [(name: String, bytes: [UInt8])]
  /// The format of all weights.
  let dtype: ScalarType
  /// What made it, for a provenance.json where `files` has none; nil writes none.
  let madeBy: String?

  public init(
    _ configuration: ModelConfiguration, files: [(name: String, bytes: [UInt8])], dtype: ScalarType,
    madeBy: String? = nil
  ) {
    self.configuration = configuration
    self.files = files
    self.dtype = dtype
    self.madeBy = madeBy
  }

  /// With the files of a tokenizer; nil: without. Throws when it has more pieces than the model.
  /// - Parameter place: the directory that is going to be written, for the message.
  init(
    _ configuration: ModelConfiguration, tokenizer: [UInt8]?, dtype: ScalarType, place: String, madeBy: String? = nil
  ) throws(Diagnostic) {
    if let tokenizer { try configuration.checkSize(of: tokenizer, place: place) }
    self.init(configuration, files: tokenizer.map(configuration.tokenizerFiles) ?? [], dtype: dtype, madeBy: madeBy)
  }

  /// `fill` gives the bytes of each weight to the writer, in the order of `configuration.weights`.
  /// - Parameters:
  ///   - sources: files that are read.
  ///   - force: replaces a folder that Assay made.
  public func write(
    to directory: String, sources: [String] = [], force: Bool = false,
    fill: (SafetensorsWriter) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let folder = try StagedDirectory(directory, files: sources, force: force)
    for file in files { try FileSystem.write(file.bytes, to: folder.path + "/" + file.name) }
    var configuration = configuration
    configuration.torchDType = dtype.torchName
    try FileSystem.write(configuration.json.text(pretty: true) + "\n", to: folder.path + "/config.json")
    let writer = try SafetensorsWriter(
      folder.path + "/model.safetensors",
      tensors: configuration.weights.map { SafetensorsWriter.Tensor($0.name, dtype, $0.shape) })
    try fill(writer)
    try writer.finish()
    try FolderSeal.seal(folder.path, madeBy: madeBy)
    try folder.finish()
  }
}

extension ModelConfiguration {
  fileprivate func checkSize(of tokenizer: [UInt8], place: String) throws(Diagnostic) {
    let model = try SentencePieceModel(tokenizer, place: place + "/tokenizer.model")
    guard model.pieceCount <= vocabularySize else {
      throw Diagnostic(
        place, "the tokenizer has \(model.pieceCount) pieces, the model \(vocabularySize)",
        expected: "the model's own tokenizer was expected")
    }
  }

  /// The files of a SentencePiece tokenizer: the content of its `tokenizer.model`, and the configuration that goes with it.
  public func tokenizerFiles(_ model: [UInt8]) -> [(name: String, bytes: [UInt8])] {
    [
      ("tokenizer.model", model),
      ("tokenizer_config.json", Array((tokenizerConfiguration.text(pretty: true) + "\n").utf8)),
    ]
  }

  /// The tokenizer_config.json of a model with a SentencePiece tokenizer of Llama's kind.
  private var tokenizerConfiguration: JSON {
    [
      "tokenizer_class": .string(architecture == .baichuan ? "BaichuanTokenizer" : "LlamaTokenizer"),
      "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": .null,
      "add_bos_token": .bool(architecture != .baichuan), "add_eos_token": false,
      "clean_up_tokenization_spaces": false, "model_max_length": .integer(contextLength),
      "legacy": true,
    ]
  }
}
