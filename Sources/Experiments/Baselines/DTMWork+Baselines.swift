import Checkpoints
import Corpora
import Files
import Pipelines
import Training

/// What rivals need beside the corpus, each made once for all of them.
extension DTMWork {
  /// Gives a training what it must know of the base's own text, unless it names that itself; and says in its recipe what files it reads.
  /// - Returns: what was made for it.
  func supply(_ job: inout TrainingConfiguration, in recipe: inout JSONObject) throws(Diagnostic) -> [Artefact] {
    var parents: [Artefact] = []
    switch job.baseline.knowledge {
    case .text(let path) where job[keyPath: path].files.isEmpty:
      let text = try pretrainingText()
      job[keyPath: path].files = text.source.files
      job[keyPath: path].documents = text.source.documents
      parents = text.made
    case .fisher(let path) where job[keyPath: path].isEmpty:
      let fisher = try fisher(job)
      job[keyPath: path] = fisher.path + "/" + Self.fisher.fileName
      parents = [fisher]
    default: break
    }
    // What was made for it stands among its parents.
    let named = parents.isEmpty ? job.baseline.files(job) : []
    if !named.isEmpty { recipe["reads"] = try Self.digests(of: named) }
    return parents
  }

  private static func digests(of files: [String]) throws(Diagnostic) -> JSON {
    var digests: [JSON] = []
    for file in files { digests.append(.string(try SHA256.known(ofFile: file))) }
    return .array(digests)
  }

  private static let fisher = EstimateStatistics.Kind.fisher(.sampled)

  /// Text that the base was trained on; where nobody named any, what it writes of nothing.
  private func pretrainingText() throws(Diagnostic) -> (source: CorpusSource, made: [Artefact]) {
    let asked = configuration.pretraining
    guard asked.source.files.isEmpty else { return (asked.source, []) }
    let context = try Checkpoint(directory: configuration.base).configuration.contextLength
    let tokens = min(asked.tokens, context - 1)
    let recipe: JSON = [
      "base": .string(base), "tokenizer": .string(tokenizer), "texts": .integer(asked.generated),
      "tokens": .integer(tokens),
    ]
    schedule.begin("having the base write text")
    let name = "/text.jsonl"
    let made = try store.artefact("text", recipe: recipe) { (folder) throws(Diagnostic) in
      var job = GenerateTexts(
        ModelOptions(path: configuration.base, threads: bases.threads), out: folder + name, count: asked.generated,
        tokens: tokens)
      job.force = true
      let outcome = try job.run { (done) throws(Diagnostic) in
        try schedule.tell("\(done) of \(asked.generated) texts")
      }
      guard outcome.written > 0 else {
        throw Diagnostic(
          configuration.base, "wrote \(outcome.empty) empty texts",
          expected: "pretraining.data: text that it was trained on")
      }
    }
    var source = asked.source
    source.files = [made.path + name]
    return (source, [made])
  }

  /// The diagonal of the base's Fisher information on that text, by squares of the gradients of sequences with labels that the base
  /// itself draws; once for each base.
  private func fisher(_ training: TrainingConfiguration) throws(Diagnostic) -> Artefact {
    let text = try pretrainingText()
    var job = TrainingConfiguration()
    job.model = configuration.base
    job.source = text.source
    (job.maxLength, job.bos, job.recipe.seed) = (training.maxLength, training.bos, 0)
    let recipe: JSON = [
      "base": .string(base), "tokenizer": .string(tokenizer),
      "text": text.made.isEmpty ? try Self.digests(of: text.source.files) : .null,
      "documents": .string(text.source.documents.rawValue),
      "samples": .integer(configuration.statisticSamples), "max_length": .integer(training.maxLength),
      "bos": training.bos.map { .bool($0) } ?? .null,
    ]
    schedule.begin("measuring the base's Fisher information")
    return try store.artefact("fisher-information", recipe: recipe, parents: text.made) { (folder) throws(Diagnostic) in
      let estimate = EstimateStatistics(
        Self.fisher, configuration: job, samples: configuration.statisticSamples,
        out: folder + "/" + Self.fisher.fileName)
      _ = try estimate.run(on: bases, budget: budget) { (done, total) throws(Diagnostic) in
        try schedule.tell("sample \(done) of \(total)")
      }
    }
  }

  /// The records that a rival chooses, with their control; once for all seeds.
  func select(_ baseline: DTMBaseline) throws(Diagnostic) -> Artefact {
    var job = try configuration.selection(of: baseline, records: records)
    var recipe: JSONObject = ["corpus": .string(corpus), "selection": .string(job.description)]
    for (key, path) in [
      ("complexity_model", job.complexityModel), ("quality_model", job.qualityModel), ("model", job.model),
      ("embedding", job.embedding),
    ] where !path.isEmpty {
      // A scorer may be one GGUF file.
      recipe[key] = .string(
        FileSystem.isDirectory(path) ? try Self.digest(ofFolder: path) : try SHA256.known(ofFile: path))
    }
    if !job.scores.isEmpty { recipe["scores"] = .string(try SHA256.known(ofFile: job.scores)) }
    schedule.begin("selecting records for \(baseline.name)")
    return try store.artefact("selection", recipe: .object(recipe)) { (folder) throws(Diagnostic) in
      job.out = folder + "/selection"
      _ = try SelectRecords(job, threads: bases.threads).run { (event) throws(Diagnostic) in
        guard case .working(let what, let done, let total) = event else { return try schedule.tell() }
        try schedule.tell("\(what), \(done) of \(total)")
      }
    }
  }

  /// The corpus, or a selection of it, in small random clusters of equal size: the first of them are a part of it.
  func portions(_ count: Int, seed: Int, of selection: DTMSelection? = nil) throws(Diagnostic) -> Artefact {
    let way = DTMConfiguration.Way(
      name: "portions", members: ["method": "random", "k": .integer(count)], place: "baselines")
    return try disperse(way, seed: seed, of: selection)
  }

  /// The records of one cluster as a training would learn them, for whoever learns from the others.
  func setAside(
    _ label: Int, of portions: Artefact, as training: TrainingConfiguration
  ) throws(Diagnostic) -> HeldOutCorpus {
    var job = training
    job.source.files = configuration.data
    (job.assignment, job.cluster) = (Self.assignment(portions), "\(label)")
    return try HeldOutCorpus(job, of: configuration.base, from: bases.corpora)
  }
}
