import Configuration
public import Corpora
public import Dispersal
public import Files
import Platform
import Tensors

/// The job of `assay disperse`: a folder with `assignment.json`, `manifest.json` and the embeddings, whole or not at
/// all.
public struct DisperseCorpus {
  public let configuration: DispersalConfiguration
  private let corpus: Corpus
  private let pool: ThreadPool
  private let threads: Int

  /// What a job tells while it works.
  public enum Event {
    case embedding(done: Int, of: Int)
    /// What of the embedding model's folder was ignored, or is read in another way than it is written.
    case warning(String)
    /// Embeddings of the same texts were found.
    case found(String)
    /// They were found, and are not what was written; they are not used.
    case damaged(Diagnostic)
    /// All is there that clusters are made by.
    case clustering
  }

  public struct Outcome {
    public var manifest: JSON
    public var sizes: [Int]
    /// Whether the folder was there already, with the same in it.
    public var isOld: Bool
  }

  /// Reads the corpus.
  /// - Parameter corpora: those that were read already.
  public init(
    _ configuration: DispersalConfiguration, threads: Int, from corpora: ReadCorpora? = nil
  ) throws(Diagnostic) {
    try configuration.check()
    self.configuration = configuration
    self.threads = threads
    pool = try ThreadPool.started(threads)
    corpus = try configuration.source.read(from: corpora)
  }

  public var recordCount: Int { corpus.records.count }
  /// Which records were left out, for people; empty for none.
  public var notes: String { corpus.leftOut.words }

  /// - Parameter startsOver: replaces an earlier dispersal in the folder.
  public func run(
    startsOver: Bool = false, observe: (Event) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Outcome {
    let folder = try DispersalFolder(configuration, startsOver: startsOver)
    try configuration.method.check(configuration.count, records: recordCount)
    let embedding = configuration.embedding.isEmpty ? nil : try CorpusEmbedding(configuration, corpus, on: pool)
    for warning in embedding?.warnings ?? [] { try observe(.warning(warning)) }
    let identity = SHA256.hexadecimal(
      of: "\(corpus.digest)\n\(embedding?.key ?? "")\n\(configuration.description)")
    if !startsOver,
      let old = try folder.manifest(identity: identity, changes: { changes(from: $0, embedding?.model) })
    {
      return Outcome(manifest: old, sizes: try Self.sizes(old, folder.path), isOld: true)
    }
    let embedded = try embedding.map { (embedding) throws(Diagnostic) in try embedding.texts(observe) }
    try observe(.clustering)
    var request = DispersalRequest(
      sources: corpus.records.map(\.source), count: configuration.count, seed: configuration.seed,
      embeddings: embedded.map { DispersalRequest.Embeddings(vectors: $0.vectors, width: $0.width, pool: pool) })
    request.restarts = configuration.restarts
    request.iterations = configuration.iterations
    request.isBalanced = configuration.isBalanced
    let clustering = try configuration.method(request)
    let diagnostics = DispersalDiagnostics(clustering, request)
    let manifest = manifest(clustering, diagnostics, embedding, truncated: embedded?.truncated, identity: identity)
    if !configuration.embedding.isEmpty { try MappedFile.checkUnchanged(below: [configuration.embedding]) }
    try folder.write { (path) throws(Diagnostic) in
      let labels = JSON.array(clustering.labels.map { .integer($0) })
      try FileSystem.write(labels.text() + "\n", to: path + "/assignment.json")
      if let embedding, let embedded {
        try EmbeddingFile.write(embedded, key: embedding.key, to: path + "/" + EmbeddingFile.name)
      }
      try FileSystem.write(manifest.text(pretty: true) + "\n", to: path + "/manifest.json")
    }
    return Outcome(manifest: manifest, sizes: diagnostics.sizes, isOld: false)
  }

  /// What is asked otherwise than of the dispersal that a manifest tells of: keys, or else files.
  private func changes(from manifest: JSON, _ embedder: String?) -> [String] {
    let old = manifest["configuration"] ?? .null, keys = DispersalConfiguration.keys
    var changes = keys.filter(\.changesResult).changes(from: old, to: configuration)
    func add(_ name: String, isSame: Bool) {
      if isSame { return }
      let named = keys.filter { $0.name == name }.changes(from: old, to: configuration)
      changes += named.isEmpty ? ["the files of \(name) are not those that they were"] : named
    }
    add("data", isSame: manifest["corpus_sha256"]?.string == corpus.digest)
    add("embedding", isSame: manifest["embedding_sha256"]?.string == embedder)
    return changes.isEmpty ? ["the texts that are embedded are others"] : changes
  }

  private static func sizes(_ manifest: JSON, _ folder: String) throws(Diagnostic) -> [Int] {
    guard let all = manifest["sizes"]?.array, !all.isEmpty, all.allSatisfy({ $0.integer != nil }) else {
      throw Diagnostic(folder + "/manifest.json", "has no sizes", expected: "what assay disperse wrote, or --fresh")
    }
    return all.compactMap(\.integer)
  }

  private func manifest(
    _ clustering: Clustering, _ diagnostics: DispersalDiagnostics, _ embedding: CorpusEmbedding?, truncated: Int?,
    identity: String
  ) -> JSON {
    let sources = zip(diagnostics.sources, diagnostics.contingency).map { name, counts -> JSON in
      [
        "source": .string(name), "records": .integer(counts.reduce(0, +)),
        "clusters": .array(counts.map { .integer($0) }),
      ]
    }
    var manifest: JSONObject = [
      "made_by": .string("assay \(AssayVersion.current)"), "identity": .string(identity),
      "method": .string(configuration.method.name), "clusters": .integer(clustering.count),
      "sizes": .array(diagnostics.sizes.map { .integer($0) }),
      "effective_clusters": .number(diagnostics.effectiveCount), "records": .integer(corpus.records.count),
      "left_out": corpus.leftOut.json, "corpus_sha256": .string(corpus.digest), "sources": .array(sources),
      "source_nmi": diagnostics.sourceInformation.map { .number($0) } ?? .null,
      "silhouette": diagnostics.silhouette.map { .number($0) } ?? .null,
      "silhouette_kind": embedding == nil ? .null : "exact, cosine distance",
      "objectives": .array(clustering.objectives.map { .number($0) }),
      "cluster_names": clustering.names.isEmpty ? .null : .array(clustering.names.map { .string($0) }),
      "truncated_texts": truncated.map { .integer($0) } ?? .null,
      "embedding_sha256": embedding.map { .string($0.model) } ?? .null,
      "embedding_key": embedding.map { .string($0.key) } ?? .null,
      "configuration": DispersalConfiguration.keys.values(of: configuration),
    ]
    if let embedding, !embedding.warnings.isEmpty {
      manifest["warnings"] = .array(embedding.warnings.map { .string($0) })
    }
    return .object(manifest)
  }
}
