import Files
import Reporting
import Statistics

/// What a study found: each condition over all worlds, and the answers to the questions that it was made for.
public struct StudyReport {
  /// All comparisons in one world.
  struct World {
    var seed: Int
    var reports: [(count: Int, report: DTMReport)]
  }

  /// A row of the table: the same kind of model in every world and for every seed.
  struct Condition: Hashable {
    /// Clusters; nil where they do not matter.
    var count: Int?
    var label: String
    var name: String { count.map { "K = \($0): \(label)" } ?? label }
  }

  struct Answer {
    var endpoint: StudyEndpoint
    /// Over worlds; nil where a world lacks one of the models.
    var difference: SampleMean?
    /// One for each world.
    var worlds: [Double]
    var probability, adjusted, signs: Double?
  }

  let configuration: StudyConfiguration
  let worlds: [World]
  let seconds: Double
  let conditions: [Condition]
  /// Of each condition, in each world, the scores of each seed.
  private let scores: [Condition: [[TaskScores]]]

  init(_ configuration: StudyConfiguration, worlds: [World], seconds: Double) {
    self.configuration = configuration
    self.worlds = worlds
    self.seconds = seconds
    var order: [Condition] = [], scores: [Condition: [[TaskScores]]] = [:]
    for (index, world) in worlds.enumerated() {
      for (count, report) in world.reports {
        // What does not depend on the number of clusters is in every report; once is enough.
        var seen: Set<String> = []
        for row in report.rows {
          let condition = Self.condition(row.model, count)
          if condition.count == nil, count != configuration.count { continue }
          if scores[condition] == nil {
            order.append(condition)
            scores[condition] = worlds.map { _ in [] }
          }
          let isSubModel = row.model.role == .subModel
          guard isSubModel || seen.insert("\(condition.label) \(row.model.seed)").inserted else { continue }
          scores[condition]?[index].append(row.scores)
        }
      }
    }
    conditions = order
    self.scores = scores
  }

  private static func condition(_ model: DTMModel, _ count: Int) -> Condition {
    switch model.role {
    case .base, .vanilla, .scaled: Condition(count: nil, label: model.label)
    case .subModel: Condition(count: count, label: "\(model.dispersal ?? ""), sub-models")
    case .sizeMatched: Condition(count: count, label: model.role.rawValue)
    default: Condition(count: count, label: model.label)
    }
  }

  /// A condition's mean over tasks, in one world, over its seeds; nil where it has none there.
  private func value(_ condition: Condition, world: Int) -> Double? {
    let means = (scores[condition]?[world] ?? []).compactMap { $0.mean?.value }
    return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
  }

  /// Over worlds.
  func mean(_ condition: Condition) -> SampleMean? {
    SampleMean(of: worlds.indices.compactMap { value(condition, world: $0) })
  }

  /// A task's metric, over worlds.
  func mean(_ condition: Condition, task: String) -> SampleMean? {
    SampleMean(
      of: worlds.indices.compactMap { world in
        let values = (scores[condition]?[world] ?? []).compactMap { scores in
          scores.tasks.first { $0.name == task }?.mean.value
        }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      })
  }

  /// One condition less another, over worlds; nil where a world lacks one of them.
  func difference(_ one: Condition, _ other: Condition) -> (mean: SampleMean, worlds: [Double])? {
    let differences = worlds.indices.compactMap { world -> Double? in
      guard let mine = value(one, world: world), let theirs = value(other, world: world) else { return nil }
      return mine - theirs
    }
    guard differences.count == worlds.count, let mean = SampleMean(of: differences) else { return nil }
    return (mean, differences)
  }

  var tasks: [(name: String, metric: String)] {
    scores[conditions.first ?? Condition(label: "")]?.first?.first?.tasks.map { ($0.name, $0.metric) } ?? []
  }

  /// The condition that a label means: with the study's own number of clusters unless another is said.
  private func condition(_ label: String, _ count: Int?) -> Condition? {
    conditions.first { $0.label == label && ($0.count == nil || $0.count == count ?? configuration.count) }
  }

  /// In the order of the endpoints; probabilities are adjusted over all that have one.
  var answers: [Answer] {
    var answers = configuration.endpoints.map { endpoint -> Answer in
      guard let one = condition(endpoint.model, endpoint.count),
        let other = condition(endpoint.against, endpoint.count),
        let found = difference(one, other)
      else { return Answer(endpoint: endpoint, worlds: []) }
      return Answer(
        endpoint: endpoint, difference: found.mean, worlds: found.worlds, probability: found.mean.twoSidedProbability,
        signs: SignTest.twoSided(found.worlds))
    }
    let known = answers.indices.filter { answers[$0].probability != nil }
    for (index, adjusted) in zip(known, Holm.adjusted(known.compactMap { answers[$0].probability })) {
      answers[index].adjusted = adjusted
    }
    return answers
  }
}
