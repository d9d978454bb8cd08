public import Configuration
import Corpora
public import Files
import Pipelines
import Training
import Worlds

/// All that `assay study` can be told: several small worlds, in each of them a base and Disperse-Then-Merge with its controls, and
/// the questions that are to be answered by all of them together.
public struct StudyConfiguration: Sendable {
  public var out = ""
  /// Folder of everything that is made, which several studies may share; empty: below `out`.
  public var artefacts = ""
  /// Writes into folders that hold something else.
  public var force = false
  /// Seeds of the worlds: what intervals are made of.
  public var worlds: [Int] = []
  /// Seeds of the trainings in each world.
  public var seeds = [1]
  /// Clusters of the main comparison.
  public var count = 4
  /// Other numbers of clusters, each with the first dispersal and the first merge.
  public var sweep: [Int] = []
  /// Pieces of each world's tokenizer.
  public var pieces = 1400
  /// Other doses of noise and shortcuts in the instructions, each with the first dispersal and the first merge.
  var doses: [Dose] = []
  var endpoints: [StudyEndpoint] = []
  /// Keys of `assay world`, of `assay train` for the bases, and of `assay dtm`.
  var world: [ConfigurationFile.Setting] = []
  var base: [ConfigurationFile.Setting] = []
  var dtm: [ConfigurationFile.Setting] = []
  /// Where its keys were written.
  var written = WrittenPlaces("study")

  init() {}

  public init(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    try Self.schema.apply(settings, to: &self)
    try check()
  }

  private func check() throws(Diagnostic) {
    func wrong(_ key: String, _ problem: String, _ expectation: String) -> Diagnostic {
      Diagnostic(written[key], problem, expected: expectation, status: .wrongUsage)
    }
    guard !out.isEmpty else { throw wrong("out", "no out", "out: the folder of everything that is made") }
    guard worlds.count >= 2 else {
      throw wrong("worlds", "\(worlds.count) worlds", "worlds: a list of two seeds at least")
    }
    guard !seeds.isEmpty else { throw wrong("seeds", "no seeds", "seeds: a list of one at least") }
    guard Set(doses.map(\.name)).count == doses.count else {
      throw wrong("doses", "a dose is there twice", "names that differ")
    }
    guard base.contains(where: { $0.key.hasPrefix("init") }) else {
      throw wrong("base", "no base.init", "base.init: a map with hidden_size, …: the shape of the bases")
    }
    guard !sweep.contains(count) else {
      throw wrong("sweep", "k \(count) is in sweep, too", "the other numbers of clusters")
    }
    // Wrong keys below are to be found before anything is made.
    _ = try WorldSpec(world)
    try checkBases()
    for dose in doses { _ = try WorldSpec(world + dose.world) }
    let conditions = try conditions
    if !sweep.isEmpty, try comparison(parts[0]).dispersals.first?.members["method"]?.string == "source" {
      throw wrong(
        "sweep", "the first dispersal is by source, and has no other numbers of clusters", "sweep: [], or another first"
      )
    }
    for (index, endpoint) in endpoints.enumerated() {
      let place = written["endpoints[\(index)]", "endpoints"]
      try endpoint.check(among: conditions, of: self, place: place)
      // Each counts among those that probabilities are adjusted for.
      if endpoints[..<index].contains(where: { $0.asksTheSame(as: endpoint, usual: count) || $0.name == endpoint.name })
      {
        throw Diagnostic(
          place, "the question \"\(endpoint.name)\" is there twice", expected: "each question once, by its own name",
          status: .wrongUsage)
      }
    }
  }

  /// Bases are made from nothing, so that all of their shape is known before.
  private func checkBases() throws(Diagnostic) {
    let job = try training()
    try job.checkRecipe()
    try job.probe.check(job.written)
    try job.checkLength(of: job.shape(vocabulary: pieces, bos: 1, eos: 2))
  }

  /// What the comparison of a part is like, wherever it is made.
  private func comparison(_ part: Part) throws(Diagnostic) -> DTMConfiguration {
    let job = try DTMConfiguration(recipe: dtm + settings(of: part))
    return part.isBrief ? job.brief : job
  }

  private func settings(of part: Part) -> [ConfigurationFile.Setting] {
    let own: [(String, JSON)] = [("k", .integer(part.count)), ("seeds", .array(seeds.map { .integer($0) }))]
    return own.map { ConfigurationFile.Setting(key: $0.0, value: $0.1, place: "study") }
  }

  /// The rows that the table will have.
  var conditions: [StudyCondition] {
    get throws(Diagnostic) {
      var all: [StudyCondition] = []
      for part in parts { all += StudyCondition.all(of: try comparison(part), part) }
      return all
    }
  }

  /// How a base is made, wherever it is.
  func training() throws(Diagnostic) -> TrainingConfiguration {
    var job = TrainingConfiguration()
    try job.apply(base)
    job.method = .full
    return job
  }

  func training(out: String, world: String, tokenizer: String) throws(Diagnostic) -> TrainingConfiguration {
    var job = try training()
    job.source.files = [world + "/pretraining/corpus.jsonl"]
    job.tokenizer = tokenizer
    job.out = out
    return job
  }

  /// One of the comparisons in a world.
  func comparison(
    _ part: Part, world: String, base: String, data: [String], out: String, artefacts: String
  ) throws(Diagnostic) -> DTMConfiguration {
    let own: [(String, JSON)] = [
      ("base", .string(base)), ("data", .array(data.map { .string($0) })), ("out", .string("\(out)/\(part.folder)")),
      ("artefacts", .string(artefacts)), ("score.data", .string(world + "/data")),
      ("held_out", .string(world + "/heldout/skill.jsonl")),
      ("pretraining.data", .string(world + "/pretraining/corpus.jsonl")),
    ]
    let places = own.map { ConfigurationFile.Setting(key: $0.0, value: $0.1, place: "study") }
    let job = try DTMConfiguration(dtm + settings(of: part) + places)
    return part.isBrief ? job.brief : job
  }
}
