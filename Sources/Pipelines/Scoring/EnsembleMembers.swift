import Checkpoints
import Files
import Tensors
import Tokenization
import Transformers

/// The models of an ensemble: adapters over one base, which is in memory once, or whole models like it.
struct EnsembleMembers {
  private let base: Checkpoint
  private let weights: DecoderWeights
  private let tokenizer: String
  private let format: WeightFormat?
  private let pool: ThreadPool

  /// - Parameter tokenizer: digest of the tokenizer that asks them all.
  init(base: Checkpoint, _ weights: DecoderWeights, tokenizer: String, format: WeightFormat?, on pool: ThreadPool) {
    self.base = base
    self.weights = weights
    self.tokenizer = tokenizer
    self.format = format
    self.pool = pool
  }

  /// Throws for a member that cannot answer together with the base.
  func open(_ paths: [String]) throws(Diagnostic) -> [DecoderMember] {
    try paths.map { (path) throws(Diagnostic) in
      if AdapterCheckpoint.stands(in: path) {
        let member = try ModelLoading.member(weights, adapters: [path], format: format, on: pool)
        guard member.weights.configuration.vocabularySize == base.configuration.vocabularySize else {
          throw Diagnostic(
            path,
            "brings \(member.weights.configuration.vocabularySize) tokens, \(base.directory) has "
              + "\(base.configuration.vocabularySize)", expected: "models of one ensemble that have the same tokens")
        }
        return member
      }
      let checkpoint = try Checkpoint(directory: path, readsGGUF: true)
      guard checkpoint.configuration.isShaped(like: base.configuration) else {
        throw Diagnostic(
          path, "has another shape than \(base.directory)",
          expected: "models of one ensemble have the same layers, heads, widths, positions and vocabulary")
      }
      let own = try ModelTokenizer.open(directory: path).digest
      guard own == tokenizer else {
        throw Diagnostic(
          path, "has another tokenizer than \(base.directory)",
          expected: "models of one ensemble give probabilities to the same tokens")
      }
      return DecoderMember(try DecoderWeights(checkpoint, format: format, on: pool))
    }
  }
}

extension ModelConfiguration {
  /// Whether the same engine runs both side by side.
  fileprivate func isShaped(like other: ModelConfiguration) -> Bool {
    var own = self
    own.tieWordEmbeddings = other.tieWordEmbeddings
    own.bosID = other.bosID
    own.eosIDs = other.eosIDs
    own.torchDType = other.torchDType
    return own == other
  }
}
