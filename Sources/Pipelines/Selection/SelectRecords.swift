import Configuration
import Corpora
public import Files
import Platform
import Tensors

/// The job of `assay select`: the records of a corpus that a measure leaves, with a random control of the same number and lengths, and what
/// each record was worth.
public struct SelectRecords {
  public let configuration: SelectionConfiguration
  private let corpus: Corpus
  private let threads: Int

  /// What a job tells while it works.
  public enum Event {
    case working(what: String, done: Int, of: Int)
    /// What of a model's folder was ignored, or is read in another way than it is written.
    case warning(String)
  }

  public struct Outcome {
    public var manifest: JSON
    /// Whether the folder was there already, with the same in it.
    public var isOld: Bool
  }

  /// Reads the corpus.
  public init(_ configuration: SelectionConfiguration, threads: Int) throws(Diagnostic) {
    try configuration.check()
    self.configuration = configuration
    self.threads = threads
    corpus = try configuration.source.read()
  }

  /// Which records were left out, for people; empty for none.
  public var notes: String { corpus.leftOut.words }

  /// What is kept of the records, by their places.
  private struct Choice {
    /// Ascending.
    var selected: [Int]
    /// Records above the threshold, before the filter of the alike and the limit.
    var above: Int
    /// For each record that is too like an accepted one, that one.
    var likeness: [Int: Int] = [:]
    var truncated = 0
    var warnings: [String] = []
  }

  /// - Parameter startsOver: replaces an earlier selection in the folder.
  public func run(
    startsOver: Bool = false, observe: (Event) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Outcome {
    let folder = try SelectionFolder(configuration, startsOver: startsOver)
    let valuation = RecordValuation(configuration: configuration, records: corpus.records, threads: threads)
    var digests = try valuation.digests()
    let embedding = try configuration.maxCosine.map { (_) throws(Diagnostic) in
      try TextEmbedding(
        directory: configuration.embedding, rows: configuration.rows, maxLength: configuration.maxLength,
        on: ThreadPool.started(threads))
    }
    if let embedding { digests.append(("embedding", embedding.digest)) }
    let identity = SHA256.hexadecimal(
      of: ([corpus.digest, configuration.description] + digests.map { "\($0.name) \($0.digest)" })
        .joined(separator: "\n"))
    if let old = try folder.manifest(identity: identity, changes: { changes(from: $0, digests) }) {
      return Outcome(manifest: old, isOld: true)
    }
    let values = try valuation.values(known: PromptScores(folder: folder.path)) {
      (what, done, total) throws(Diagnostic) in try observe(.working(what: what, done: done, of: total))
    }
    let choice = try choice(values, embedding, observe)
    for warning in values.warnings + choice.warnings { try observe(.warning(warning)) }
    let lengths = corpus.records.map { ProxyScores.words($0.text(of: .both)).count }
    let control = MatchedControl.draw(choice.selected, lengths: lengths, seed: configuration.seed)
    let manifest = manifest(values, choice, control: control, lengths: lengths, digests, identity: identity)
    let models = [
      configuration.complexityModel, configuration.qualityModel, configuration.model, configuration.embedding,
    ]
    try MappedFile.checkUnchanged(below: models.filter { !$0.isEmpty })
    try folder.write(
      selected: choice.selected.map { corpus.records[$0] }.lines(), control: control.map { corpus.records[$0] }.lines(),
      scores: scores(values, choice, control: Set(control)), manifest: manifest)
    return Outcome(manifest: .object(manifest), isOld: false)
  }

  /// From the highest value down; of equal ones the first goes first.
  private func choice(
    _ values: RecordValues, _ embedding: TextEmbedding?, _ observe: (Event) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Choice {
    let order = Self.order(values.values, above: configuration.above)
    guard !order.isEmpty else {
      throw Diagnostic(
        configuration.out, "no record's \(configuration.measure.rawValue) is above \(configuration.above ?? 0)",
        expected: "a lower threshold; the highest value is \(values.values.compactMap(\.self).max() ?? .nan)")
    }
    let most = configuration.most ?? order.count
    var choice = Choice(selected: Array(order.prefix(most)).sorted(), above: order.count)
    guard let embedding, let bound = configuration.maxCosine else { return choice }
    let texts = order.map { corpus.records[$0].text(of: configuration.text) }
    let embedded = try embedding.vectors(of: texts) { (done) throws(Diagnostic) in
      try observe(.working(what: "embedding", done: done, of: texts.count))
    }
    try embedded.check(names: order.map { corpus.records[$0].name }, place: configuration.embedding)
    let filtered = try DiversityFilter.apply(
      embedded.vectors, width: embedded.width, above: bound, most: most, on: ThreadPool.started(threads)
    ) { (row) throws(Diagnostic) in
      if row % 256 == 0 { try observe(.working(what: "comparing", done: row, of: texts.count)) }
    }
    choice.selected = filtered.accepted.map { order[$0] }.sorted()
    choice.likeness = Dictionary(
      uniqueKeysWithValues: filtered.likeness.map { (order[$0.key], order[$0.value]) })
    (choice.truncated, choice.warnings) = (embedded.truncated, embedding.warnings)
    return choice
  }

  /// Places of the records whose value is above a bound, strictly: the highest first, of equal ones the first.
  static func order(_ values: [Double?], above bound: Double?) -> [Int] {
    var kept: [(place: Int, value: Double)] = []
    for (place, value) in values.enumerated() {
      guard let value, value > bound ?? -.infinity else { continue }
      kept.append((place, value))
    }
    kept.sort { $0.value != $1.value ? $0.value > $1.value : $0.place < $1.place }
    return kept.map(\.place)
  }

  /// A line for each record, which a later selection may read as its scores.
  private func scores(_ values: RecordValues, _ choice: Choice, control: Set<Int>) -> String {
    let selected = Set(choice.selected)
    func number(_ all: [Double?], _ place: Int) -> JSON? { all.isEmpty ? nil : all[place].map { .number($0) } }
    let lines: [String] = corpus.records.indices.map { (place: Int) -> String in
      var line: JSONObject = ["index": .integer(place), "name": .string(corpus.records[place].name)]
      if let id = corpus.records[place].id { line["id"] = .string(id) }
      line["complexity"] = number(values.complexities, place)
      line["quality"] = number(values.qualities, place)
      line["value"] = values.values[place].map { .number($0) } ?? .null
      line["selected"] = .bool(selected.contains(place))
      if let other = choice.likeness[place] { line["like"] = .integer(other) }
      line["control"] = .bool(control.contains(place))
      return JSON.object(line).text() + "\n"
    }
    return lines.joined()
  }

  private func manifest(
    _ values: RecordValues, _ choice: Choice, control: [Int], lengths: [Int],
    _ digests: [(name: String, digest: String)], identity: String
  ) -> JSONObject {
    func words(_ places: [Int]) -> JSON { .integer(places.reduce(0) { $0 + lengths[$1] }) }
    let bins = MatchedControl.histogram(choice.selected.map { lengths[$0] }).sorted { $0.key < $1.key }
    let warnings = values.warnings + choice.warnings
    var manifest: JSONObject = [
      "made_by": .string("assay \(AssayVersion.current)"), "identity": .string(identity),
      "by": .string(configuration.measure.rawValue), "records": .integer(corpus.records.count),
      "left_out": corpus.leftOut.json, "unscored": .integer(values.values.count { $0 == nil }),
      "above": .integer(choice.above), "alike": .integer(choice.likeness.count),
      "selected": .integer(choice.selected.count), "control": .integer(control.count),
      "selected_words": words(choice.selected), "control_words": words(control),
      "length_bins": .array(bins.map { ["bin": .integer($0.key), "records": .integer($0.value)] }),
      "truncated_prompts": .integer(values.truncated), "truncated_texts": .integer(choice.truncated),
      "corpus_sha256": .string(corpus.digest),
      "made_with": .object(JSONObject(digests.map { (key: $0.name, value: .string($0.digest)) })),
      "configuration": SelectionConfiguration.keys.values(of: configuration),
    ]
    if !warnings.isEmpty { manifest["warnings"] = .array(warnings.map { .string($0) }) }
    return manifest
  }

  /// What is asked otherwise than of the selection that a manifest tells of: keys, or else files.
  private func changes(from manifest: JSON, _ digests: [(name: String, digest: String)]) -> [String] {
    let old = manifest["configuration"] ?? .null, keys = SelectionConfiguration.keys
    var changes = keys.filter(\.changesResult).changes(from: old, to: configuration)
    let made =
      [("data", corpus.digest, manifest["corpus_sha256"])]
      + digests.map { ($0.name, $0.digest, manifest["made_with"]?[$0.name]) }
    for (name, digest, before) in made where before?.string != digest {
      let named = keys.filter { $0.name == name }.changes(from: old, to: configuration)
      changes += named.isEmpty ? ["the files of \(name) are not those that they were"] : named
    }
    return changes.isEmpty ? ["it was made of other files"] : changes
  }
}
