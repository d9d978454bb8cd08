import ArgumentParser
import Configuration
import Dispersal
import Files
import Pipelines
import Reporting

struct Disperse: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disperse",
    abstract: "Cut a corpus into clusters: at random, by source, or by k-means over embeddings.",
    discussion: """
      The folder that --out names gets assignment.json (a label for each record, in the corpus's order), manifest.json \
      (sizes, digests, sources, silhouette) and, where there are any, the embeddings: another number of clusters in a \
      folder beside it takes them from there. assay train learns from one cluster with the keys assignment and cluster.
      """)

  @OptionGroup var configured: ConfigurationArguments

  @Option(help: ArgumentHelp("The corpus; may be given several times. The key data.", valueName: "file"))
  var data: [String] = []

  @Option(
    help: ArgumentHelp(
      "random, random-iid, random-stratified, source, kmeans or kmeans-faiss. The key method.", valueName: "name"))
  var method: String?

  @Option(help: ArgumentHelp("Folder of the encoder or decoder that embeds. The key embedding.", valueName: "dir"))
  var embedding: String?

  @Option(help: ArgumentHelp("instruction, response or both. The key text.", valueName: "part"))
  var text: String?

  @Option(name: .customLong("k"), help: ArgumentHelp("Number of clusters. The key k.", valueName: "n"))
  var count: String?

  @Option(help: ArgumentHelp("Of all draws. The key seed.", valueName: "n"))
  var seed: String?

  @Flag(help: "Clusters of equal size. The key balanced.")
  var balanced = false

  @Option(help: ArgumentHelp("Folder of the result. The key out.", valueName: "dir"))
  var out: String?

  @OptionGroup var threads: ThreadArguments

  @Flag(help: "Replace an earlier dispersal in the folder.")
  var fresh = false

  @Flag(help: "The same as --fresh.")
  var force = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print the manifest, as JSON.")
  var json = false

  mutating func run() throws {
    let keys = DispersalConfiguration.schema.outline
    if try configured.printsHelp(keys) { return }
    var configuration = DispersalConfiguration()
    try configuration.apply(
      try configured.settings(
        of: configured.file(), by: keys,
        options: [
          OptionSetting("k", number: count), OptionSetting("seed", number: seed), OptionSetting("method", method),
          OptionSetting("embedding", embedding), OptionSetting("text", text), OptionSetting("out", out),
          OptionSetting("data", data), OptionSetting("balanced", balanced),
        ]))
    try configuration.check()
    progress.begin("reading the corpus", patience: 3)
    let job = try DisperseCorpus(configuration, threads: try threads.count())
    Terminal.note(job.notes)
    let start = ContinuousClock.now
    let outcome = try job.run(startsOver: fresh || force) { (event) throws(Diagnostic) in
      switch event {
      case .warning(let text): Terminal.warn(text)
      case .found(let path): Terminal.remark("embeddings taken from \(path)\n")
      case .damaged(let damage): Terminal.warn("\(damage.place): \(damage.problem); it is not used")
      case .clustering:
        try Interruption.tell(
          JobProgress("clustering", "\(Quantity.count(job.recordCount)) records"), configuration.out, "reading",
          leaves: .nothing)
      case .embedding(let done, let total):
        let speed = Double(done) / max(1e-9, (ContinuousClock.now - start) / .seconds(1))
        let extent = "\(Quantity.count(done)) of \(Quantity.count(total)) texts"
        try Interruption.tell(
          JobProgress("embedding", extent + ", \(Quantity.count(speed)) texts/s", done: done, of: total),
          configuration.out, extent, leaves: .nothing)
      }
    }
    try Terminal.print(json ? outcome.manifest.text(pretty: true) + "\n" : Self.text(outcome, out: configuration.out))
  }

  private static func text(_ outcome: DisperseCorpus.Outcome, out: String) -> String {
    let records = outcome.manifest["records"]?.integer ?? 0
    let sizes = outcome.sizes.map { Quantity.count($0) }.joined(separator: ", ")
    var text = "\(out): \(Quantity.count(outcome.sizes.count)) clusters of \(Quantity.count(records)) records"
    text += outcome.isOld ? ", there already\n" : "\n"
    let effective = outcome.manifest["effective_clusters"]?.number ?? 0
    text += "sizes \(sizes); as even as \(Quantity.fraction(effective)) equal ones\n"
    if let truncated = outcome.manifest["truncated_texts"]?.integer, truncated > 0 {
      text += "\(Quantity.count(truncated)) texts were cut at the maximum length\n"
    }
    if let information = outcome.manifest["source_nmi"]?.number {
      text += "mutual information with the source \(Quantity.fraction(information)) (0 none, 1 the same)\n"
    }
    if let silhouette = outcome.manifest["silhouette"]?.number {
      text += "silhouette \(Quantity.fraction(silhouette))\n"
    }
    return text
  }
}
