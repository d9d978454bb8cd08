public import Files
import Tokenization

/// Writes a new Hugging Face model directory, whole or not at all.
struct ModelDirectoryWriter {
  let configuration: ModelConfiguration
  /// The content of `tokenizer.model`.
  let tokenizer: [UInt8]?
  /// The format of all weights.
  let dtype: ScalarType

  /// `fill` gives the bytes of each weight to the writer, in the order of `configuration.weights`.
  func write(
    to directory: String, fill: (SafetensorsWriter) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let folder = try StagedDirectory(directory)
    if let tokenizer {
      try checkSize(of: tokenizer, place: directory)
      try FileSystem.write(tokenizer, to: folder.path + "/tokenizer.model")
      try FileSystem.write(
        configuration.tokenizerConfiguration.text(pretty: true) + "\n", to: folder.path + "/tokenizer_config.json")
    }
    var configuration = configuration
    configuration.torchDType = dtype.torchName
    try FileSystem.write(configuration.json.text(pretty: true) + "\n", to: folder.path + "/config.json")
    let writer = try SafetensorsWriter(
      folder.path + "/model.safetensors",
      tensors: configuration.weights.map { SafetensorsWriter.Tensor($0.name, dtype, $0.shape) })
    try fill(writer)
    try writer.finish()
    try folder.finish()
  }

  private func checkSize(of tokenizer: [UInt8], place: String) throws(Diagnostic) {
    let model = try SentencePieceModel(tokenizer, place: place + "/tokenizer.model")
    guard model.pieceCount <= configuration.vocabularySize else {
      throw Diagnostic(
        place, "the tokenizer has \(model.pieceCount) pieces, the model \(configuration.vocabularySize)",
        expected: "the model's own tokenizer was expected")
    }
  }
}

extension ModelConfiguration {
  /// The tokenizer_config.json of a model with a SentencePiece tokenizer of Llama's kind.
  public var tokenizerConfiguration: JSON {
    [
      "tokenizer_class": .string(architecture == .baichuan ? "BaichuanTokenizer" : "LlamaTokenizer"),
      "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": .null,
      "add_bos_token": .bool(architecture != .baichuan), "add_eos_token": false,
      "clean_up_tokenization_spaces": false, "model_max_length": .integer(contextLength),
      "legacy": true,
    ]
  }
}
