import Corpora
import Dispersal
import Files
import Tensors
import Transformers

/// The embeddings that a dispersal asks for: known by their key before any is computed.
struct CorpusEmbedding {
  /// Of the texts and the model.
  let key: String
  /// The model's digest.
  let model: String
  private let embedding: TextEmbedding
  /// What a person should know of the model's folder, a sentence each.
  var warnings: [String] { embedding.warnings }
  private let texts: [String]
  private let names: [String]
  private let configuration: DispersalConfiguration

  init(_ configuration: DispersalConfiguration, _ corpus: Corpus, on pool: ThreadPool) throws(Diagnostic) {
    self.configuration = configuration
    embedding = try TextEmbedding(
      directory: configuration.embedding, rows: configuration.rows, maxLength: configuration.maxLength, on: pool)
    model = embedding.digest
    names = corpus.records.map(\.name)
    texts = corpus.records.map { $0.text(of: configuration.text) }
    key = EmbeddingFile.key(texts: texts, model: model)
  }

  /// From the file that is named, from a dispersal beside the one that is made, or computed.
  func texts(_ observe: (DisperseCorpus.Event) throws(Diagnostic) -> Void) throws(Diagnostic) -> EmbeddedTexts {
    let width = embedding.embedder.width, path = configuration.embeddings
    if !path.isEmpty {
      guard let found = try EmbeddingFile.read(path, key: key, names: names, width: width) else {
        throw Diagnostic(
          path, "holds the embeddings of other texts, or by another model",
          expected: "those of \(texts.count) texts by \(configuration.embedding); without the key they are computed")
      }
      return found
    }
    let near = try EmbeddingFile.find(near: configuration.out, key: key, names: names, width: width) {
      (damage) throws(Diagnostic) in try observe(.damaged(damage))
    }
    if let found = near {
      try observe(.found(found.path))
      return found.texts
    }
    let made = try embedding.vectors(of: texts) { (done) throws(Diagnostic) in
      try observe(.embedding(done: done, of: texts.count))
    }
    try made.check(names: names, place: configuration.embedding)
    return made
  }
}
