public import Files

/// What config.json says about a sentence encoder (BERT or MPNet), checked.
public struct EncoderConfiguration: Sendable, Equatable {
  public enum Architecture: String, Sendable, CaseIterable {
    case bert
    /// No token types; positions begin behind the padding id; one table of relative positions for all layers.
    case mpnet
  }

  public var architecture: Architecture
  public var vocabularySize: Int
  public var hiddenSize: Int
  public var intermediateSize: Int
  public var layerCount: Int
  public var headCount: Int
  /// Rows of the table of positions.
  public var positionCount: Int
  /// Row of the first token's position.
  public var firstPosition: Int
  public var tokenTypeCount: Int
  public var layerNormEpsilon: Double
  /// Buckets of relative positions; 0 for BERT.
  public var bucketCount: Int
  /// Maximum number of tokens of a sequence, special ones included; what is longer is cut.
  public var maxLength: Int

  public var headSize: Int { hiddenSize / headCount }

  /// Whether a folder holds a sentence encoder and no decoder.
  public static func describes(_ directory: String) throws(Diagnostic) -> Bool {
    let type = try JSON(file: directory + "/config.json")["model_type"]?.string ?? ""
    return Architecture(rawValue: type) != nil
  }

  /// Reads `config.json`, and `sentence_bert_config.json` where there is one.
  public init(directory: String) throws(Diagnostic) {
    let path = directory + "/config.json"
    let reader = try ConfigurationReader(file: path)
    let type = try reader.text("model_type") ?? ""
    guard let architecture = Architecture(rawValue: type) else {
      throw Diagnostic(path, "key \"model_type\" is \"\(type)\"", expected: "bert or mpnet was expected")
    }
    self.architecture = architecture
    vocabularySize = try reader.size("vocab_size")
    hiddenSize = try reader.size("hidden_size", limit: 1 << 16)
    intermediateSize = try reader.size("intermediate_size", limit: 1 << 18)
    layerCount = try reader.size("num_hidden_layers", limit: 1 << 10)
    headCount = try reader.size("num_attention_heads", limit: 1 << 10)
    positionCount = try reader.size("max_position_embeddings", limit: 1 << 20)
    layerNormEpsilon = try reader.positive("layer_norm_eps")
    for (key, expected) in [("hidden_act", "gelu"), ("position_embedding_type", "absolute")] {
      let value = try reader.text(key) ?? expected
      guard value == expected else {
        throw Diagnostic(path, "key \"\(key)\" is \"\(value)\"", expected: "\(expected); others are not supported")
      }
    }
    guard hiddenSize % headCount == 0 else {
      throw Diagnostic(
        path, "\(hiddenSize) hidden numbers cannot be shared among \(headCount) heads",
        expected: "a hidden_size that is a multiple of num_attention_heads")
    }
    let padding = try reader.tokenIDs("pad_token_id").first.map(Int.init) ?? 1
    firstPosition = architecture == .mpnet ? padding + 1 : 0
    tokenTypeCount = architecture == .bert ? try reader.optionalSize("type_vocab_size", limit: 1 << 16) ?? 2 : 0
    bucketCount =
      architecture == .mpnet ? try reader.optionalSize("relative_attention_num_buckets", limit: 508) ?? 32 : 0
    let most = positionCount - firstPosition
    guard most >= 2, bucketCount % 4 == 0 else {
      throw Diagnostic(
        path, "leaves no room for a sequence, or its buckets cannot be halved twice",
        expected: "max_position_embeddings beyond \(firstPosition + 1), relative_attention_num_buckets by fours")
    }
    try Self.checkPooling(directory)
    let sentences = directory + "/sentence_bert_config.json"
    var asked = architecture == .bert ? 256 : 384
    if FileSystem.exists(sentences) {
      asked = try ConfigurationReader(file: sentences).optionalSize("max_seq_length") ?? asked
    }
    maxLength = max(2, min(asked, most))
  }
}
