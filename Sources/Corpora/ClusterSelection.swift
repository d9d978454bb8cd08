import Datasets
public import Files

/// Some clusters of a dispersed corpus: `assignment.json` (one label for each record, in the corpus's order) and the
/// labels that are meant.
public struct ClusterSelection: Sendable {
  /// SHA-256 over the labels of the chosen records and the choice.
  public let digest: String
  private let chosen: [Bool]

  /// Reads the assignment and the `manifest.json` beside it, which must be about this corpus.
  /// - Parameter labels: a label, or several joined by `+`, which are united.
  public init(assignment path: String, labels text: String, of corpus: Corpus) throws(Diagnostic) {
    let labels = try Self.labels(path)
    let manifest = FileSystem.directory(of: path) + "/manifest.json"
    guard FileSystem.exists(manifest) else {
      throw Diagnostic(
        manifest, "is missing", expected: "the manifest that assay disperse writes beside assignment.json")
    }
    try FolderSeal.check(FileSystem.directory(of: path), record: "manifest.json")
    guard let digest = try JSON(file: manifest)["corpus_sha256"]?.string else {
      throw Diagnostic(manifest, "has no corpus_sha256", expected: "the manifest that assay disperse writes")
    }
    guard digest == corpus.digest, labels.count == corpus.records.count else {
      throw Diagnostic(
        path, "is about another corpus: \(labels.count) records, SHA-256 \(digest.prefix(12))…",
        expected:
          "one of the data's \(corpus.records.count) records, SHA-256 \(corpus.digest.prefix(12))…: "
          + "made of the same files, with the same format, turns and documents"
      )
    }
    let wanted = try Self.wanted(text, known: Set(labels))
    chosen = labels.map(wanted.contains)
    self.digest = SHA256.hexadecimal(
      of: corpus.digest + chosen.map { $0 ? "1" : "0" }.joined())
  }

  /// The records of the corpus that are chosen, in their order.
  public func records(of corpus: Corpus) -> [CorpusRecord] {
    zip(corpus.records, chosen).filter(\.1).map(\.0)
  }

  private static func labels(_ path: String) throws(Diagnostic) -> [Int] {
    let expectation = "a JSON list of labels, one for each record of the corpus"
    guard let values = try JSON(file: path).array else {
      throw Diagnostic(path, "is not a list", expected: expectation)
    }
    var labels: [Int] = []
    for (index, value) in values.enumerated() {
      guard let label = value.integer, label >= 0 else {
        throw Diagnostic(path, "label \(index + 1) is \(value.text())", expected: expectation)
      }
      labels.append(label)
    }
    return labels
  }

  private static func wanted(_ text: String, known: Set<Int>) throws(Diagnostic) -> Set<Int> {
    var wanted: Set<Int> = []
    for part in text.split(separator: "+", omittingEmptySubsequences: false) {
      guard let label = Int(part), known.contains(label) else {
        throw Diagnostic(
          "cluster", "there is no cluster \"\(part)\"",
          expected: "one of \(known.sorted().map(String.init).joined(separator: ", ")), or several joined by +",
          status: .wrongUsage)
      }
      wanted.insert(label)
    }
    return wanted
  }
}
