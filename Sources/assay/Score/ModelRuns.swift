import Evaluation
import Files
import Pipelines
import Reporting

/// Several models that are asked the same in one call, each with a run of its own. One that fails is told, and the others are asked.
struct ModelRuns {
  let options: [ModelOptions]
  /// A name for each, which tells it from the others.
  private let names: [String]

  init(_ models: [String], _ job: ScoreCheckpoint, _ opening: ModelArguments) throws(Diagnostic) {
    var options: [ModelOptions] = []
    for (index, path) in models.enumerated() {
      guard !models[..<index].contains(path) else {
        throw .wrongUsage("--model", "\(path) is named twice", "each model once")
      }
      options.append(try opening.options(model: path))
    }
    self.options = options
    names = ModelNames(of: models).names
    guard models.count > 1 else { return }
    for (option, paths) in [("--adapter", opening.adapter), ("--ensemble", opening.ensemble)] where !paths.isEmpty {
      throw .wrongUsage(option, "stands beside several --model", "one --model: what goes over it is made for it")
    }
    guard let out = job.out, FileSystem.exists(out + "/run.json") else { return }
    throw .wrongUsage("--out", "\(out) is the run of one model", "a folder for the runs of several models")
  }

  /// Asks each in turn and shows what was found in one table; throws at the end where one of them failed.
  func score(_ session: ScoreSession) throws {
    var found: [ModelComparison.Row] = [], outcomes: [ScoreSession.Outcome?] = [], failures: [Diagnostic] = []
    for (index, options) in options.enumerated() {
      Terminal.remark("model \(index + 1) of \(self.options.count): \(options.path)\n")
      var session = session
      session.job.out = session.job.out.map { $0 + "/" + names[index] }
      do {
        let outcome = try session.score(options)
        outcomes.append(outcome)
        if outcome.result.shard != nil, !session.isJSON {
          try session.print(outcome)
        } else {
          found.append(ModelComparison.Row(name: names[index], place: outcome.path, result: outcome.result))
        }
      } catch {
        guard let failure = error as? Diagnostic, !failure.status.isSignal else {
          let isAny = outcomes.contains { $0 != nil }
          if isAny, !session.isJSON { Terminal.note("\n" + ModelComparison(found).text(width: Terminal.width)) }
          throw error
        }
        ErrorRendering.say(
          failure.place, failure.problem, failure.expectation, status: failure.status.rawValue)
        found.append(ModelComparison.Row(name: names[index], place: options.path, failure: failure))
        outcomes.append(nil)
        failures.append(failure)
      }
    }
    if session.isJSON {
      try Terminal.print(try json(outcomes, found).text(pretty: true) + "\n")
    } else if !found.isEmpty {
      try Terminal.print(ModelComparison(found).text(width: Terminal.width))
    }
    guard failures.isEmpty else {
      throw Diagnostic(
        "score", "\(failures.count) of \(options.count) models could not be scored",
        expected: "the errors above say why; the same command again asks only what is missing")
    }
  }

  private func json(_ outcomes: [ScoreSession.Outcome?], _ found: [ModelComparison.Row]) throws(Diagnostic) -> JSON {
    var models: [JSON] = []
    for (outcome, row) in zip(outcomes, found) {
      var model: JSONObject = ["model": .string(options[models.count].path), "name": .string(row.name)]
      if let outcome {
        model["run"] = .string(outcome.path)
        if let extent = outcome.result.shard {
          model["shard"] = extent.json
        } else {
          model["results"] = try JSON(file: outcome.path + "/results.json")
        }
      }
      if let failure = row.failure {
        model["error"] = [
          "where": .string(failure.place), "what": .string(failure.problem), "expected": .string(failure.expectation),
        ]
      }
      models.append(.object(model))
    }
    return ["models": .array(models)]
  }
}
