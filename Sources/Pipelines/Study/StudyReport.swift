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

  struct Answer {
    var endpoint: StudyEndpoint
    /// Over worlds; nil where a world lacks one of the models.
    var difference: SampleMean?
    /// One for each world.
    var worlds: [Double]
    /// Models that were held against the vanilla line, and those of them that no point of it was as skilled as.
    var held = 0
    var unmatched = 0
    var probability, adjusted, signs: Double?

    /// The least true difference that a study of so many worlds would tell; nil where worlds do not differ.
    var detectable: Double? { difference?.standardError == 0 ? nil : difference?.detectable() }
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
  let conditions: [StudyCondition]
  /// Of each condition, in each world, the results of each seed.
  private let results: [StudyCondition: [[Result]]]

  init(_ configuration: StudyConfiguration, worlds: [World], seconds: Double) {
    self.configuration = configuration
    self.worlds = worlds
    self.seconds = seconds
    var order: [StudyCondition] = [], results: [StudyCondition: [[Result]]] = [:]
    for (index, world) in worlds.enumerated() {
      for comparison in world.comparisons {
        for row in comparison.report.rows {
          let condition = StudyCondition(row.model, comparison.part)
          // What depends on neither clusters nor dose is in every report; once is enough.
          if condition.count == nil, comparison.part.isBrief, condition.dose == nil { continue }
          if results[condition] == nil {
            order.append(condition)
            results[condition] = worlds.map { _ in [] }
          }
          results[condition]?[index].append(Result(scores: row.scores, heldOut: row.heldOut))
        }
      }
    }
    conditions = order
    self.results = results
  }

  /// A condition's value in one world: the mean over its seeds; nil where it has none there.
  private func value(_ condition: StudyCondition, world: Int, _ value: (Result) -> Double?) -> Double? {
    SampleMean(of: (results[condition]?[world] ?? []).compactMap(value))?.value
  }

  /// Over worlds.
  func mean(_ condition: StudyCondition, _ value: (Result) -> Double?) -> SampleMean? {
    SampleMean(of: worlds.indices.compactMap { self.value(condition, world: $0, value) })
  }

  /// A task's metric, over worlds.
  func mean(_ condition: StudyCondition, task: String) -> SampleMean? {
    mean(condition) { result in result.scores.tasks.first { $0.name == task }?.mean.value }
  }

  /// A difference in each world; nil where a world lacks one.
  struct Difference {
    var worlds: [Double]
    var held = 0
    var unmatched = 0

    var mean: SampleMean? { SampleMean(of: worlds) }
  }

  /// One condition's mean over tasks less another's.
  func difference(_ one: StudyCondition, _ other: StudyCondition) -> Difference? {
    let differences = worlds.indices.compactMap { world -> Double? in
      guard let mine = value(one, world: world, \.mean), let theirs = value(other, world: world, \.mean) else {
        return nil
      }
      return mine - theirs
    }
    return differences.count == worlds.count ? Difference(worlds: differences) : nil
  }

  /// The mean over tasks less that of the vanilla line at the same skill, model by model; nil for what stands on that line itself.
  func differenceToLine(_ condition: StudyCondition) -> Difference? {
    var found = Difference(worlds: [])
    for world in worlds.indices {
      var seeds: [Double] = []
      for comparison in worlds[world].comparisons {
        for row in comparison.report.rows
        where row.model.factor == nil && StudyCondition(row.model, comparison.part) == condition {
          let line = line(seed: row.model.seed, comparison.part.dose, world: world)
          guard let loss = row.heldOut?.loss?.value, let mean = row.scores.mean?.value,
            let other = line.mean(atLoss: loss)
          else { return nil }
          seeds.append(mean - other.mean)
          found.held += 1
          found.unmatched += other.isAsSkilled ? 0 : 1
        }
      }
      guard let mean = SampleMean(of: seeds) else { return nil }
      found.worlds.append(mean.value)
    }
    return found
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
    results[conditions.first ?? StudyCondition(label: "")]?.first?.first?.scores.tasks.map { ($0.name, $0.metric) }
      ?? []
  }

  private func condition(_ label: String, _ endpoint: StudyEndpoint) -> StudyCondition? {
    conditions.first { endpoint.means($0, by: label, usual: configuration.count) }
  }

  private func difference(_ endpoint: StudyEndpoint) -> Difference? {
    guard let one = condition(endpoint.model, endpoint) else { return nil }
    if endpoint.against == ScaledLine.label { return differenceToLine(one) }
    return condition(endpoint.against, endpoint).flatMap { difference(one, $0) }
  }

  /// In the order of the endpoints; probabilities are adjusted over all of them, a question without an answer counting as one.
  var answers: [Answer] {
    var answers = configuration.endpoints.map { endpoint -> Answer in
      guard let found = difference(endpoint) else { return Answer(endpoint: endpoint, worlds: []) }
      return Answer(
        endpoint: endpoint, difference: found.mean, worlds: found.worlds, held: found.held, unmatched: found.unmatched,
        probability: found.mean?.twoSidedProbability, signs: SignTest.twoSided(found.worlds))
    }
    for (index, adjusted) in Holm.adjusted(answers.map { $0.probability ?? 1 }).enumerated()
    where answers[index].probability != nil {
      answers[index].adjusted = adjusted
    }
    return answers
  }
}
