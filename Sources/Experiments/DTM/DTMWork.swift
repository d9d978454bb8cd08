import Checkpoints
import Corpora
import Dispersal
import Files
import Merging
import ModelMerging
import Pipelines
import Tensors
import Tokenization
import Training
import Transformers

/// Makes the artefacts of a run of Disperse-Then-Merge, each once: dispersals, adapters, statistics, merges.
final class DTMWork {
  let configuration: DTMConfiguration
  let store: ArtefactStore
  let report: ReportFolder
  let bases: TrainingBases
  /// Digests of what everything stands on.
  let base, tokenizer, corpus: String
  let records: Int
  /// Which records of the corpus were left out, for people; empty for none.
  let leftOut: String
  /// What of the folders of the base, and of models that embed, was ignored, or is read in another way than it is written; a sentence each.
  let warnings: [String]
  /// What models are asked besides the tasks; nil for nothing.
  let heldOut: HeldOutCorpus?
  let budget: Int
  /// Told what is being done; may throw to stop.
  let schedule: DTMSchedule
  /// Of updates, by adapters' keys: workers look at everything more than once.
  var norms: [String: Double] = [:]
  /// Mean length of a record.
  private let characters: Double

  typealias Artefact = ArtefactStore.Artefact

  init(
    _ configuration: DTMConfiguration, bases: TrainingBases, budget: Int, schedule: DTMSchedule,
    sharedUntil timeout: Duration? = nil
  ) throws(Diagnostic) {
    self.configuration = configuration
    self.bases = bases
    self.budget = budget
    self.schedule = schedule
    let opened = try Checkpoint(directory: configuration.base)
    let pieces = try ModelTokenizer.open(directory: configuration.base)
    base = try opened.digest()
    tokenizer = pieces.digest
    var training = TrainingConfiguration()
    try training.apply(configuration.training)
    training.source.files = configuration.data
    let read = try training.source.read(from: bases.corpora)
    corpus = read.digest
    leftOut = read.leftOut.words
    characters =
      Double(read.records.reduce(0) { $0 + $1.text(of: .both).utf8.count }) / Double(max(1, read.records.count))
    records = training.limit.map { min($0, read.records.count) } ?? read.records.count
    guard records >= configuration.count else {
      throw Diagnostic(
        "k", "\(configuration.count) clusters of \(records) records", expected: "a record for each cluster at least")
    }
    heldOut =
      configuration.heldOut.isEmpty
      ? nil : try HeldOutCorpus(configuration.heldOut, as: training, for: opened.configuration, pieces, apartFrom: read)
    warnings = try Self.warnings(configuration, base: ModelSettings(opened, pieces).warnings)
    // Before hours of training.
    try training.checkLength(of: opened.configuration)
    for way in configuration.dispersals {
      let folder = try configuration.dispersal(way, seed: 0).embedding
      guard folder.isEmpty || FileSystem.isDirectory(folder) else {
        throw Diagnostic(
          way.places["embedding"] ?? way.place, "embedding: \(folder) is not a folder",
          expected: "the folder of a sentence encoder or a decoder")
      }
    }
    let reads = try configuration.baselineReads
    for (place, path) in reads where !FileSystem.exists(path) {
      throw Diagnostic(place, "\(path) is not there", expected: "a file or folder that is")
    }
    report = try ReportFolder(
      configuration.out, command: "dtm", trees: ModelFolder.among([configuration.base]),
      files: [configuration.base] + configuration.data + configuration.heldOut + reads.map(\.path),
      force: configuration.force, isShared: timeout != nil)
    store = try ArtefactStore(
      configuration.artefacts.isEmpty ? configuration.out + "/artefacts" : configuration.artefacts,
      force: configuration.force, sharedUntil: timeout)
    schedule.checkLease = { [store] () throws(Diagnostic) in try store.checkLease() }
  }

  private static func warnings(
    _ configuration: DTMConfiguration, base: [String]
  ) throws(Diagnostic) -> [String] {
    var warnings = base
    for way in configuration.dispersals {
      let folder = try configuration.dispersal(way, seed: 0).embedding
      guard !folder.isEmpty, folder != configuration.base, FileSystem.isDirectory(folder),
        try !EncoderConfiguration.describes(folder)
      else { continue }
      for warning in try ModelSettings.warnings(directory: folder) where !warnings.contains(warning) {
        warnings.append(warning)
      }
    }
    return warnings
  }

  /// The corpus in clusters.
  /// - Parameter selection: what is dispersed in the corpus's place.
  func disperse(
    _ way: DTMConfiguration.Way, seed: Int, of selection: DTMSelection? = nil
  ) throws(Diagnostic) -> Artefact {
    var job = try configuration.dispersal(way, seed: seed)
    var recipe: JSONObject = ["corpus": .string(corpus), "dispersal": .string(job.description)]
    if let selection {
      selection.put(into: &job.source)
      recipe["records"] = .string(selection.file)
    }
    if !job.embedding.isEmpty { recipe["embedding"] = .string(try Self.digest(ofFolder: job.embedding)) }
    schedule.begin("dispersing by \(way.name)")
    let parents = selection.map { [$0.made] } ?? []
    return try store.artefact("clusters", recipe: .object(recipe), parents: parents) { (folder) throws(Diagnostic) in
      job.out = folder + "/dispersal"
      _ = try DisperseCorpus(job, threads: bases.threads, from: bases.corpora).run(startsOver: true) {
        (event) throws(Diagnostic) in
        guard case .embedding(let done, let total) = event else { return try schedule.tell() }
        try schedule.tell("embedding \(done) of \(total) records")
      }
    }
  }

  /// Clusters of a dispersal: k of them, or one for each source.
  static func clusterCount(_ dispersal: Artefact) throws(Diagnostic) -> Int {
    let path = dispersal.path + "/dispersal/manifest.json"
    guard let count = try JSON(file: path)["clusters"]?.integer, count > 0 else {
      throw Diagnostic(path, "does not say how many clusters there are", expected: "what assay disperse wrote")
    }
    return count
  }

  /// Model files and configuration of a folder, by their digests.
  static func digest(ofFolder path: String) throws(Diagnostic) -> String {
    var text = ""
    for name in try FileSystem.names(in: path).sorted()
    where name.hasSuffix(".safetensors") || name.hasSuffix(".json") || name.hasSuffix(".txt")
      || name.hasSuffix(".model")
    {
      text += "\(name) \(try SHA256.known(ofFile: path + "/" + name))\n"
    }
    return SHA256.hexadecimal(of: text)
  }

  /// An adapter, in the folder `run/adapter` of its artefact.
  func train(_ share: Share) throws(Diagnostic) -> Artefact {
    var job = try trainingConfiguration(share)
    var parents = share.cluster.map { [$0.dispersal] } ?? []
    var recipe: JSONObject = [
      "base": .string(base), "tokenizer": .string(tokenizer), "corpus": .string(corpus),
      "cluster": share.cluster.map { share.labels == nil ? .integer($0.label) : .string(share.clusterText) } ?? .null,
      "training": .string(job.recipeDescription),
    ]
    if let selection = share.selection {
      parents.append(selection.made)
      recipe["records"] = .string(selection.file)
    }
    if share.baseline != nil { parents += try supply(&job, in: &recipe) }
    schedule.begin("training \(share.name)", work: work(of: job, samples: try count(share)))
    return try store.artefact("adapter", recipe: .object(recipe), parents: parents) { (folder) throws(Diagnostic) in
      job.out = folder + "/run"
      let training = try TrainModel(job, bases: bases, budget: budget)
      try checkUnchanged(training, learnsCorpus: share.selection == nil)
      _ = try training.run { (event) throws(Diagnostic) in
        guard case .updated(let progress) = event else { return }
        try schedule.tell(
          "update \(progress.step.update) of \(progress.total)", progress.step.update, of: progress.total)
      }
    }
  }

  /// The artefact's name says what base and corpus were at first; they are looked at again for each run.
  private func checkUnchanged(_ training: TrainModel, learnsCorpus: Bool) throws(Diagnostic) {
    let now = training.identity
    for (place, isSame) in [
      (configuration.base, now[0].digest == base && now[1].digest == tokenizer),
      (configuration.data.joined(separator: ", "), !learnsCorpus || training.corpusDigest == corpus),
    ] where !isSame {
      throw Diagnostic(
        place, "was changed while it was read", expected: "files must stay as they are until the job has ended")
    }
  }

  static func adapter(_ artefact: Artefact) -> String { artefact.path + "/run/adapter" }

  func trainingConfiguration(_ share: Share) throws(Diagnostic) -> TrainingConfiguration {
    var job = try configuration.training(of: share.baseline, member: share.member)
    job.model = configuration.base
    job.source.files = configuration.data
    if let selection = share.selection { selection.put(into: &job.source) }
    job.recipe.seed = UInt64(share.seed)
    if let cluster = share.cluster {
      job.assignment = Self.assignment(cluster.dispersal)
      job.cluster = share.clusterText
    }
    var total = max(1, (job.recipe.totalUpdates(samples: try count(share)) + share.parts - 1) / share.parts)
    if share.parts > 1 { job.recipe.updates = total }
    if let baseline = share.baseline {
      baseline.adjust(&job, updates: total)
      total = job.recipe.totalUpdates(samples: try count(share))
    }
    // A warm-up that is longer than a short run would leave nothing of it.
    job.recipe.schedule.warmUp = min(job.recipe.schedule.warmUp, max(1, total / 10))
    return job
  }

  static func assignment(_ dispersal: Artefact) -> String { dispersal.path + "/dispersal/assignment.json" }

  /// How many records a run trains on.
  private func count(_ share: Share) throws(Diagnostic) -> Int {
    guard let cluster = share.cluster else { return try share.selection?.count() ?? records }
    let labels = try JSON(file: Self.assignment(cluster.dispersal)).array ?? []
    return max(1, labels.count { share.has($0.integer) })
  }

  /// Of a training, in characters through the model: a pass backwards takes as long as two forwards.
  private func work(of job: TrainingConfiguration, samples: Int) -> Double {
    3 * characters * Double(job.recipe.totalUpdates(samples: samples) * min(job.recipe.batchSize, samples))
  }

  /// Of a training on the whole corpus.
  func vanillaWork() throws(Diagnostic) -> Double {
    work(of: try trainingConfiguration(Share("vanilla", seed: configuration.seeds[0])), samples: records)
  }
}
