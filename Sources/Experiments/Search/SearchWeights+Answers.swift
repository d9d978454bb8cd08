import Checkpoints
import Evaluation
import Files
import Inference
import Statistics
import Tensors
import Transformers

/// What mixtures answer, by this process alone or by all workers.
extension SearchWeights {
  typealias Answers = (metrics: TaskScores, values: TaskScores)

  /// The answers of several mixtures, by this process alone or by all workers.
  func answers(
    _ part: String, _ tasks: [RunTask], _ mixtures: [MergeWeights], _ observe: (Int, Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> [Answers] {
    guard let sharing else { return try answer(tasks, mixtures, observe) }
    return try sharing.values(part, of: mixtures) { (chunk) throws(Diagnostic) in
      try answer(tasks, chunk) { (answered, total) throws(Diagnostic) in
        try sharing.checkLease()
        try observe(answered, total)
      }
    } wait: { () throws(Diagnostic) in
      try observe(0, 0)
    }
  }

  /// The answers of several mixtures, in one pass for each task.
  private func answer(
    _ tasks: [RunTask], _ mixtures: [MergeWeights], _ observe: (Int, Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> [Answers] {
    let adapter = try DecoderAdapter(
      mixing: adapters, mixtures: mixtures.map(\.factors), for: weights.configuration, on: pool)
    var model = try CausalLanguageModel(
      weights: weights, adapters: [adapter], tokenizer: tokenizer, on: pool, options: options)
    var results = [Answers](repeating: (TaskScores(), TaskScores()), count: mixtures.count)
    var answered = 0
    let total = mixtures.count * tasks.reduce(0) { $0 + $1.items.count }
    for task in tasks {
      let outcomes = try VariantRanking(task).outcomes(on: &model, variants: mixtures.count) { () throws(Diagnostic) in
        answered += 1
        try observe(answered, total)
      }
      for (index, outcomes) in outcomes.enumerated() {
        results[index].metrics.add(TaskResult(task, outcomes: outcomes))
        results[index].values.add(
          TaskResult(configuration.objective.score.map(task.scored(by:)) ?? task, outcomes: outcomes))
      }
    }
    return results
  }

  func value(_ answers: Answers) throws(Diagnostic) -> Double {
    guard answers.values.tasks.count == selection.count, let mean = answers.values.mean else {
      throw Diagnostic(
        "search", "a task has no score", expected: "log-likelihoods that are finite; an adapter may be damaged")
    }
    return mean.value
  }
}
