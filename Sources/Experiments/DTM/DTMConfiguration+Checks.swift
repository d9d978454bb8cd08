import Configuration
import Dispersal
import Files
import Pipelines
import Training

/// What is wrong with a comparison whatever it is about and wherever it lies: told before anything is made.
extension DTMConfiguration {
  func checkRecipe() throws(Diagnostic) {
    func wrong(_ key: String, _ problem: String, _ expectation: String) -> Diagnostic {
      Diagnostic(written[key], problem, expected: expectation, status: .wrongUsage)
    }
    guard count >= 2 else { throw wrong("k", "k is \(count)", "two clusters at least") }
    guard Set(seeds).count == seeds.count else { throw wrong("seeds", "a seed is there twice", "seeds that differ") }
    guard Set(lambdas).count == lambdas.count else {
      throw wrong("lambdas", "a factor is there twice", "lambdas that differ")
    }
    try checkNames()
    try checkTraining()
    try checkTasks()
    for way in dispersals {
      try dispersal(way, seed: 0).checkRecipe()
      _ = try startsApart(way)
    }
    for way in merges { try merge(way).checkRecipe(place: way.place) }
    try checkBaselines()
  }

  /// Rows are told apart by their names: those of dispersals and merges, and those of both together.
  private func checkNames() throws(Diagnostic) {
    for ways in [dispersals, merges] {
      if let twice = ways.indices.first(where: { ways[..<$0].contains(ways[$0]) }) {
        throw Diagnostic(
          ways[twice].place, "\"\(ways[twice].name)\" is there twice", expected: "a name of its own for each",
          status: .wrongUsage)
      }
    }
    var rows: Set<String> = []
    for way in merges {
      for dispersal in dispersals where !rows.insert("\(dispersal.name), \(way.name)").inserted {
        throw Diagnostic(
          way.place, "two rows are called \"\(dispersal.name), \(way.name)\"", expected: "names without a comma",
          status: .wrongUsage)
      }
    }
  }

  private func checkTraining() throws(Diagnostic) {
    var job = TrainingConfiguration()
    try job.apply(training)
    try job.checkRecipe()
    guard job.method != .loramoe else {
      throw Diagnostic(
        written["train.method", "train"], "method: loramoe trains adapters that cannot be merged",
        expected: "method: lora or full", status: .wrongUsage)
    }
    try job.probe.check(job.written)
  }

  /// A task of two groups would count twice in a mean.
  private func checkTasks() throws(Diagnostic) {
    var asked: Set<String> = []
    for (index, scoring) in scorings.enumerated() {
      let place = written["score.groups[\(index)].tasks", "score.groups[\(index)]", "score.groups", "score.preset"]
      let names = try ScoreCheckpoint.names(
        preset: preset, tasks: scoring.tasks, places: (written["score.preset"], place))
      if let twice = names.first(where: { !asked.insert($0).inserted }) {
        throw Diagnostic(place, "\(twice) is asked twice", expected: "each task in one group", status: .wrongUsage)
      }
    }
  }
}
