import Corpora
import Evaluation
import Files
import Inference
import Pipelines
import Statistics

/// Scores the models of a run of Disperse-Then-Merge, each once: on the tasks, and on held-out records.
final class DTMScoring {
  private let work: DTMWork

  private var configuration: DTMConfiguration { work.configuration }

  init(_ work: DTMWork) { self.work = work }

  /// - Parameter text: what the step is called.
  func score(_ model: DTMModel, _ text: String) throws(Diagnostic) -> DTMReport.Row {
    let options = options(of: model.source), identity = try ModelIdentification(options).value()
    work.schedule.begin(text, work: work.schedule.scoring)
    let (scores, folder) = try tasks(options, identity)
    let folders = ModelFolders(
      path: options.path, adapters: options.adapters, ensemble: options.ensemble,
      runs: configuration.scorings.indices.map { "\(folder)/run-\($0)" })
    return DTMReport.Row(model: model, scores: scores, heldOut: try skill(options, identity), folders: folders)
  }

  /// Of asking one model, in characters that it reads.
  func workOfModel() throws(Diagnostic) -> Double {
    _ = try dataDigest()
    return taskWork + 4 * Double(work.heldOut?.samples.reduce(0) { $0 + $1.ids.count } ?? 0)
  }

  /// The mean loss of one model on records that it did not learn from; for whoever chooses by it.
  /// - Parameter text: what the step is called.
  func loss(of source: DTMModel.Source, on corpus: HeldOutCorpus, _ text: String) throws(Diagnostic) -> Double {
    let options = options(of: source), identity = try ModelIdentification(options).value()
    work.schedule.begin(text)
    guard let loss = try heldOut(options, identity, corpus).loss, loss.value.isFinite else {
      throw Diagnostic(options.adapters.last ?? options.path, "has no loss on held-out records", expected: "a number")
    }
    return loss.value
  }

  private func options(of source: DTMModel.Source) -> ModelOptions {
    var options = ModelOptions(path: configuration.base, threads: work.bases.threads)
    switch source {
    case .base: break
    case .adapter(let path): options.adapters = [path]
    case .model(let path): options.path = path
    case .ensemble(let paths, let mixing):
      options.ensemble = paths
      options.mixing = mixing
    }
    return options
  }

  /// With the folder that holds the runs.
  private func tasks(_ options: ModelOptions, _ identity: ModelIdentity) throws(Diagnostic) -> (TaskScores, String) {
    let recipe: JSON = [
      "model": .string(identity.digest), "preset": .string(configuration.preset),
      "data": .string(try dataDigest()),
      "groups": .array(
        configuration.scorings.map {
          ["tasks": .array($0.tasks.map { .string($0) }), "limit": $0.limit.map { .integer($0) } ?? .null]
        }),
    ]
    let artefact = try work.store.artefact("scores", recipe: recipe) { (folder) throws(Diagnostic) in
      try ask(options, identity, in: folder)
    }
    let clock = artefact.path + "/" + TimingFile.name
    let timing = FileSystem.exists(clock) ? try JSON(file: clock) : nil
    guard let scores = TaskScores(try JSON(file: artefact.path + "/scores.json"), timing: timing) else {
      throw Diagnostic(artefact.path + "/scores.json", "cannot be read", expected: "what assay dtm wrote")
    }
    return (scores, artefact.path)
  }

  /// nil where nothing is held out.
  private func skill(_ options: ModelOptions, _ identity: ModelIdentity) throws(Diagnostic) -> HeldOutScores? {
    guard let corpus = work.heldOut else { return nil }
    return try heldOut(options, identity, corpus)
  }

  private func heldOut(
    _ options: ModelOptions, _ identity: ModelIdentity, _ corpus: HeldOutCorpus
  ) throws(Diagnostic) -> HeldOutScores {
    let recipe: JSON = ["model": .string(identity.digest), "samples": .string(corpus.digest)]
    let artefact = try work.store.artefact("heldout", recipe: recipe) { (folder) throws(Diagnostic) in
      var opened = try work.open(options)
      opened.model.stepped = { try self.work.schedule.tell("held-out records", 1, of: 1) }
      let scores = try HeldOutScores(of: corpus.samples, by: &opened.model)
      try FileSystem.write(scores.json.text() + "\n", to: folder + "/scores.json")
    }
    guard let scores = HeldOutScores(try JSON(file: artefact.path + "/scores.json")) else {
      throw Diagnostic(artefact.path + "/scores.json", "cannot be read", expected: "what assay dtm wrote")
    }
    return scores
  }

  private func ask(_ options: ModelOptions, _ identity: ModelIdentity, in folder: String) throws(Diagnostic) {
    var scores = TaskScores()
    try work.schedule.tell()
    var before = 0.0
    var opened = try work.open(options)
    for (index, scoring) in configuration.scorings.enumerated() {
      let job = ScoreCheckpoint(
        preset: configuration.preset, tasks: scoring.tasks,
        data: try DataChoice.directory(configuration.scoreData), out: "\(folder)/run-\(index)", limit: scoring.limit)
      var done = before
      let sandbox = try job.needsSandbox() ? ProgramSandbox(workers: work.bases.threads).open() : nil
      let result = try job.run(
        on: &opened.model, identity: identity, engine: opened.engine, programs: sandbox,
        observe: { (progress) throws(Diagnostic) in
          done = before + progress.whole.workDone
          try self.work.schedule.tell(
            "\(progress.task), \(progress.done) of \(progress.total) items", Int(saturating: done),
            of: Int(saturating: self.work.schedule.scoring))
        }
      ).result
      before = done
      scores.add(result)
    }
    try FileSystem.write(scores.timing.text() + "\n", to: folder + "/" + TimingFile.name)
    try FileSystem.write(scores.json.text() + "\n", to: folder + "/scores.json")
  }

  /// Of the protocols and the items that are asked.
  private func dataDigest() throws(Diagnostic) -> String {
    if let knownData { return knownData }
    var text = ""
    for scoring in configuration.scorings {
      let job = ScoreCheckpoint(
        preset: configuration.preset, tasks: scoring.tasks,
        data: try DataChoice.directory(configuration.scoreData), limit: scoring.limit)
      let tasks = try job.plan(defaultBOS: try work.defaultBOS())
      taskWork += tasks.reduce(0) { sum, task in task.items.reduce(sum) { $0 + task.work(of: $1) } }
      let manifest = job.manifest(ModelIdentity(name: "any"), tasks: tasks, engine: EngineDescription())
      text += manifest.identityDigest + "\n"
    }
    let digest = SHA256.hexadecimal(of: text)
    knownData = digest
    return digest
  }
  private var knownData: String?
  /// Of the tasks of all groups, once the data are known.
  private var taskWork = 0.0
}
