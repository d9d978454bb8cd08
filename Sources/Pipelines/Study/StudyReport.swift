import Files
import Reporting
import Statistics

/// What a study found: each condition over all worlds, and the answers to the questions that it was made for.
public struct StudyReport {
  /// All comparisons in one world.
  struct World {
    var seed: Int
    var comparisons: [Comparison]
  }

  struct Comparison {
    var part: StudyConfiguration.Part
    var report: DTMReport
  }

  /// A row of the table: the same kind of model in every world and for every seed.
  struct Condition: Hashable {
    /// Clusters; nil where they do not matter.
    var count: Int?
    var label: String
    /// nil for the study's own.
    var dose: String?
    var name: String { (dose.map { "\($0): " } ?? "") + (count.map { "K = \($0): \(label)" } ?? label) }
  }

  struct Answer {
    var endpoint: StudyEndpoint
    /// Over worlds; nil where a world lacks one of the models.
    var difference: SampleMean?
    /// One for each world.
    var worlds: [Double]
    var probability, adjusted, signs: Double?
  }

  /// What one model reached in one world with one seed.
  struct Result {
    var scores: TaskScores
    var heldOut: HeldOutScores?

    /// Over tasks.
    var mean: Double? { scores.mean?.value }
    var loss: Double? { heldOut?.loss?.value }
    var exact: Double? { heldOut?.exactMean?.value }
  }

  let configuration: StudyConfiguration
  let worlds: [World]
  let seconds: Double
  let conditions: [Condition]
  /// Of each condition, in each world, the results of each seed.
  private let results: [Condition: [[Result]]]

  init(_ configuration: StudyConfiguration, worlds: [World], seconds: Double) {
    self.configuration = configuration
    self.worlds = worlds
    self.seconds = seconds
    var order: [Condition] = [], results: [Condition: [[Result]]] = [:]
    for (index, world) in worlds.enumerated() {
      for comparison in world.comparisons {
        let part = comparison.part
        // What does not depend on clusters or dose is in every report; once is enough.
        var seen: Set<String> = []
        for row in comparison.report.rows {
          let condition = Self.condition(row.model, part)
          if condition.count == nil, part.isBrief, condition.dose == nil { continue }
          if results[condition] == nil {
            order.append(condition)
            results[condition] = worlds.map { _ in [] }
          }
          let isSubModel = row.model.role == .subModel
          guard isSubModel || seen.insert("\(condition.label) \(row.model.seed)").inserted else { continue }
          results[condition]?[index].append(Result(scores: row.scores, heldOut: row.heldOut))
        }
      }
    }
    conditions = order
    self.results = results
  }

  private static func condition(_ model: DTMModel, _ part: StudyConfiguration.Part) -> Condition {
    let dose = part.dose?.name
    return switch model.role {
    case .base: Condition(label: model.label)
    case .vanilla, .scaled: Condition(label: model.label, dose: dose)
    case .subModel: Condition(count: part.count, label: "\(model.dispersal ?? ""), sub-models", dose: dose)
    case .sizeMatched: Condition(count: part.count, label: model.role.rawValue, dose: dose)
    default: Condition(count: part.count, label: model.label, dose: dose)
    }
  }

  /// A condition's value in one world: the mean over its seeds; nil where it has none there.
  private func value(_ condition: Condition, world: Int, _ value: (Result) -> Double?) -> Double? {
    SampleMean(of: (results[condition]?[world] ?? []).compactMap(value))?.value
  }

  /// Over worlds.
  func mean(_ condition: Condition, _ value: (Result) -> Double?) -> SampleMean? {
    SampleMean(of: worlds.indices.compactMap { self.value(condition, world: $0, value) })
  }

  /// A task's metric, over worlds.
  func mean(_ condition: Condition, task: String) -> SampleMean? {
    mean(condition) { result in result.scores.tasks.first { $0.name == task }?.mean.value }
  }

  /// One condition's mean over tasks less another's, over worlds; nil where a world lacks one of them.
  func difference(_ one: Condition, _ other: Condition) -> (mean: SampleMean, worlds: [Double])? {
    difference { world in
      guard let mine = value(one, world: world, \.mean), let theirs = value(other, world: world, \.mean) else {
        return nil
      }
      return mine - theirs
    }
  }

  private func difference(in world: (Int) -> Double?) -> (mean: SampleMean, worlds: [Double])? {
    let differences = worlds.indices.compactMap(world)
    guard differences.count == worlds.count, let mean = SampleMean(of: differences) else { return nil }
    return (mean, differences)
  }

  /// The mean over tasks less that of the vanilla line at the same skill, over worlds; nil for what stands on that line itself.
  func differenceToLine(_ condition: Condition) -> (mean: SampleMean, worlds: [Double])? {
    difference { world in
      let part = worlds[world].comparisons.first { comparison in
        comparison.report.rows.contains { Self.condition($0.model, comparison.part) == condition }
      }
      guard let part else { return nil }
      let differences = configuration.seeds.compactMap { seed -> Double? in
        let own = part.report.rows.filter {
          $0.model.seed == seed && $0.model.factor == nil && Self.condition($0.model, part.part) == condition
        }
        let line = self.line(seed: seed, part.part.dose, world: world)
        return SampleMean(
          of: own.compactMap { row in
            guard let loss = row.heldOut?.loss?.value, let mean = row.scores.mean?.value else { return nil }
            return line.mean(atLoss: loss).map { mean - $0 }
          })?.value
      }
      return differences.count == configuration.seeds.count ? SampleMean(of: differences)?.value : nil
    }
  }

  /// All multiples of vanilla's update that were scored with a seed, whatever for.
  private func line(seed: Int, _ dose: StudyConfiguration.Dose?, world: Int) -> ScaledLine {
    let rows = worlds[world].comparisons.filter { $0.part.dose == dose }.flatMap(\.report.rows).filter {
      $0.model.seed == seed || $0.model.role == .base
    }
    return ScaledLine(
      rows.compactMap { row in
        guard let factor = row.model.factor, let loss = row.heldOut?.loss?.value, let mean = row.scores.mean?.value
        else { return nil }
        return ScaledLine.Point(factor: factor, loss: loss, mean: mean)
      })
  }

  /// Whether models were asked for held-out records.
  var hasSkill: Bool { results.values.contains { $0.contains { $0.contains { $0.heldOut != nil } } } }

  var tasks: [(name: String, metric: String)] {
    results[conditions.first ?? Condition(label: "")]?.first?.first?.scores.tasks.map { ($0.name, $0.metric) } ?? []
  }

  /// The condition that a label means: with the study's own number of clusters unless another is said.
  private func condition(_ label: String, _ endpoint: StudyEndpoint) -> Condition? {
    conditions.first {
      $0.label == label && ($0.count == nil || $0.count == endpoint.count ?? configuration.count)
        && ($0.dose == endpoint.dose || label == "base")
    }
  }

  private func difference(_ endpoint: StudyEndpoint) -> (mean: SampleMean, worlds: [Double])? {
    guard let one = condition(endpoint.model, endpoint) else { return nil }
    if endpoint.against == ScaledLine.label { return differenceToLine(one) }
    return condition(endpoint.against, endpoint).flatMap { difference(one, $0) }
  }

  /// In the order of the endpoints; probabilities are adjusted over all that have one.
  var answers: [Answer] {
    var answers = configuration.endpoints.map { endpoint -> Answer in
      guard let found = difference(endpoint) else { return Answer(endpoint: endpoint, worlds: []) }
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
