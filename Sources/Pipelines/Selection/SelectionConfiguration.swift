public import Configuration
public import Corpora
public import Files
public import Transformers

/// All that `assay select` can be told.
public struct SelectionConfiguration: Sendable {
  /// What records are chosen by.
  public enum Measure: String, Sendable, CaseIterable {
    /// How hard the instruction is, and how good the response: Deita's scorers (arXiv:2312.15685, section 3), or a file of scores.
    case complexity, quality
    /// Deita's product of the two, summed over the turns.
    case evol
    /// Words of the instruction.
    case length
    /// Instruction-following difficulty: the loss of the response behind its instruction over that of the response alone
    /// (arXiv:2308.12032, section 2.2).
    case ifd
    /// The mean surprise of a record's words, by their frequency in the corpus.
    case rarity

    var needsComplexity: Bool { self == .complexity || self == .evol }
    var needsQuality: Bool { self == .quality || self == .evol }
  }

  public var source = CorpusSource()
  public var out = ""
  public var measure = Measure.complexity
  /// Only records with a higher value stay; nil: all.
  public var above: Double?
  /// Only so many stay, those with the highest values; nil: all.
  public var most: Int?

  /// Folders of Deita's scorers; empty for none.
  public var complexityModel = ""
  public var qualityModel = ""
  /// A file of scores, in place of scorers.
  public var scores = ""
  /// Of `ifd`.
  public var model = ""

  /// A record more like an accepted one than this does not stay; nil: no such filter.
  public var maxCosine: Double?
  /// Folder of an encoder or decoder; empty for none.
  public var embedding = ""
  public var text = CorpusText.both
  public var rows = DecoderEmbedder.Rows.mean
  /// nil: the encoder's own; 1024 for a decoder.
  public var maxLength: Int?
  /// Of the control's draws.
  public var seed: UInt64 = 0

  /// Where its keys were written.
  public internal(set) var written = WrittenPlaces("select")

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

  /// Looks for what is wrong whatever is chosen from and wherever it lies.
  public func checkRecipe() throws(Diagnostic) {
    guard above != nil || most != nil || maxCosine != nil else {
      throw wrong("by", "all records would stay", "above, most or max_cosine: what decides which of them do")
    }
    try checkScorers()
    guard (maxCosine == nil) == embedding.isEmpty else {
      throw maxCosine == nil
        ? wrong("embedding", "embedding without max_cosine", "both, or neither of them")
        : wrong("max_cosine", "max_cosine without embedding", "embedding: the folder of an encoder or a decoder")
    }
  }

  private func checkScorers() throws(Diagnostic) {
    let places: [(key: String, value: String, isNeeded: Bool)] = [
      ("complexity_model", complexityModel, measure.needsComplexity),
      ("quality_model", qualityModel, measure.needsQuality),
      ("scores", scores, measure.needsComplexity || measure.needsQuality), ("model", model, measure == .ifd),
    ]
    if let idle = places.first(where: { !$0.isNeeded && !$0.value.isEmpty }) {
      throw wrong(idle.key, "\(idle.key) says nothing of by: \(measure.rawValue)", "no such key, or another measure")
    }
    if measure == .ifd, model.isEmpty { throw wrong("model", "by: ifd has no model", "model: the folder of the base") }
    for (key, value, isNeeded) in places.prefix(2) where isNeeded {
      guard value.isEmpty == scores.isEmpty else { continue }
      throw value.isEmpty
        ? wrong(
          key, "by: \(measure.rawValue) has no \(key)", "\(key): the folder of a scorer; or scores: a file of them")
        : wrong(key, "both \(key) and scores", "one of the two")
    }
  }

  private func wrong(_ key: String, _ problem: String, _ expectation: String) -> Diagnostic {
    Diagnostic(written[key, "by"], problem, expected: expectation, status: .wrongUsage)
  }

  /// What makes two selections of one corpus the same, as text.
  public var description: String { Self.keys.description(of: self) }
}
