public import Configuration
public import Corpora
public import Files
public import Transformers

/// All that `assay disperse` can be told.
public struct DispersalConfiguration: Sendable {
  public var source = CorpusSource()
  public var out = ""

  public var method = Dispersal.random
  public var count = 4
  public var seed: UInt64 = 0
  public var isBalanced = false
  public var restarts = 10
  /// nil: 300, and 1500 for `kmeans-faiss`, as the paper's code has it.
  public var iterations: Int?

  /// Folder of an encoder or decoder; empty for none.
  public var embedding = ""
  public var text = CorpusText.response
  public var rows = DecoderEmbedder.Rows.mean
  /// nil: the encoder's own; 1024 for a decoder.
  public var maxLength: Int?
  /// A file of embeddings to take, instead of computing them.
  public var embeddings = ""

  /// Where its keys were written.
  public internal(set) var written = WrittenPlaces("disperse")

  public init() {}

  /// Applies settings one after the other.
  public mutating func apply(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    try Self.schema.apply(settings, to: &self)
  }

  /// Looks for what no single key shows.
  public func check() throws(Diagnostic) {
    guard !out.isEmpty else { throw wrong("out", "no out", "out: the folder of the result") }
    guard !source.files.isEmpty else { throw wrong("data", "no data", "data: a file or a list of files") }
    try checkRecipe()
  }

  /// Looks for what is wrong whatever is dispersed and wherever it lies.
  public func checkRecipe() throws(Diagnostic) {
    if embedding.isEmpty {
      guard !method.needsEmbeddings else {
        throw wrong(
          "method", "\(method.name) looks at embeddings",
          "embedding: the folder of all-MiniLM-L6-v2, all-mpnet-base-v2 or a decoder")
      }
      guard embeddings.isEmpty else {
        throw wrong("embeddings", "embeddings without embedding", "the folder that they come from")
      }
    }
    if isBalanced, !method.needsEmbeddings {
      throw wrong(
        "balanced", "\(method.name) cannot be balanced", "kmeans or kmeans-faiss; random is balanced by itself")
    }
  }

  private func wrong(_ key: String, _ problem: String, _ expectation: String) -> Diagnostic {
    Diagnostic(written[key], problem, expected: expectation, status: .wrongUsage)
  }

  /// What makes two dispersals of one corpus the same, as text.
  public var description: String {
    Self.keys.description(of: self)
  }
}
