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

  /// A difference in each world.
  struct Difference {
    var worlds: [Double]
    /// Models that were held against the vanilla line, and those of them that no point of it was as skilled as.
    var held = 0
    var unmatched = 0

    /// Over worlds.
    var mean: SampleMean? { SampleMean(of: worlds) }
  }

  struct Answer {
    var endpoint: StudyEndpoint
    /// nil where a world lacks one of the models.
    var found: Difference?
    /// The probability after Holm.
    var adjusted: Double?

    var difference: SampleMean? { found?.mean }
    var probability: Double? { difference?.twoSidedProbability }
    var signs: Double? { found.map { SignTest.twoSided($0.worlds) } }
    /// The least true difference that a study of so many worlds would tell; nil where worlds do not differ.
    var detectable: Double? { difference?.detectable() }
  }

  let configuration: StudyConfiguration
  let worlds: [World]
  /// What a person should know of the models' folders, a sentence each.
  let warnings: [String]
  /// Wall time of all sessions, for a terminal: no file of the report has it.
  let seconds: Double
  let conditions: [StudyCondition]
  /// Of a study that was stopped, the comparisons that are not done; empty where all are.
  let missing: [String]
  /// Of each condition, in each world, the models of all seeds.
  private let rows: [StudyCondition: [[DTMReport.Row]]]

  init(_ configuration: StudyConfiguration, worlds: [World], warnings: [String] = [], seconds: Double) {
    self.configuration = configuration
    self.worlds = worlds
    self.warnings = warnings
    self.seconds = seconds
    var order: [StudyCondition] = [], rows: [StudyCondition: [[DTMReport.Row]]] = [:]
    for (index, world) in worlds.enumerated() {
      for comparison in world.comparisons {
        for row in comparison.report.rows {
          let condition = StudyCondition(row.model, comparison.part)
          // What depends on neither clusters nor dose is in every report; once is enough.
          if condition.count == nil, comparison.part.isBrief, condition.dose == nil { continue }
          if rows[condition] == nil {
            order.append(condition)
            rows[condition] = worlds.map { _ in [] }
          }
          rows[condition]?[index].append(row)
        }
      }
    }
    conditions = order
    self.rows = rows
    missing = configuration.worlds.flatMap { seed in
      let done = worlds.first { $0.seed == seed }?.comparisons.map(\.part.name) ?? []
      return configuration.parts.map(\.name).filter { !done.contains($0) }.map { "world \(seed), \($0)" }
    }
  }

  /// A condition's value in one world: the mean over its seeds; nil where it has none there.
  private func value(_ condition: StudyCondition, world: Int, _ value: (DTMReport.Row) -> Double?) -> Double? {
    SampleMean(of: (rows[condition]?[world] ?? []).compactMap(value))?.value
  }

  /// Over worlds.
  func mean(_ condition: StudyCondition, _ value: (DTMReport.Row) -> Double?) -> SampleMean? {
    SampleMean(of: worlds.indices.compactMap { self.value(condition, world: $0, value) })
  }

  /// The models of all seeds in one world.
  func rows(_ condition: StudyCondition, world: Int) -> [DTMReport.Row] { rows[condition]?[world] ?? [] }

  /// A task's metric in each world, the mean over its seeds; nil where it has none.
  func values(_ condition: StudyCondition, task: String) -> [Double?] {
    worlds.indices.map { world in
      value(condition, world: world) { row in row.scores.tasks.first { $0.name == task }?.mean.value }
    }
  }

  /// A task's metric, over worlds.
  func mean(_ condition: StudyCondition, task: String) -> SampleMean? {
    mean(condition) { row in row.scores.tasks.first { $0.name == task }?.mean.value }
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
    guard !condition.isScaledVanilla else { return nil }
    var found = Difference(worlds: [])
    for world in worlds.indices {
      var seeds: [Double] = []
      for row in rows[condition]?[world] ?? [] {
        guard let loss = row.loss, let mean = row.mean,
          let other = line(seed: row.model.seed, condition.dose, world: world).mean(atLoss: loss)
        else { return nil }
        seeds.append(mean - other.mean)
        found.held += 1
        found.unmatched += other.isAsSkilled ? 0 : 1
      }
      guard let mean = SampleMean(of: seeds) else { return nil }
      found.worlds.append(mean.value)
    }
    return found
  }

  /// All multiples of vanilla's update that were scored with a seed, whatever for.
  private func line(seed: Int, _ dose: String?, world: Int) -> ScaledLine {
    let scaled = conditions.filter { $0.isScaledVanilla }.flatMap { condition in
      (rows[condition]?[world] ?? []).filter {
        $0.model.role == .base || (condition.dose == dose && $0.model.seed == seed)
      }
    }
    return ScaledLine(
      scaled.compactMap { row in
        guard let factor = row.model.factor, let loss = row.loss, let mean = row.mean else { return nil }
        return ScaledLine.Point(factor: factor, loss: loss, mean: mean)
      })
  }

  /// Whether models were asked for held-out records.
  var hasSkill: Bool { rows.values.contains { $0.contains { $0.contains { $0.heldOut != nil } } } }

  var tasks: [(name: String, metric: String)] {
    rows[conditions.first ?? StudyCondition(label: "")]?.first?.first?.scores.tasks.map { ($0.name, $0.metric) }
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
  /// None of a part of the comparisons.
  var answers: [Answer] {
    guard missing.isEmpty else { return [] }
    var answers = configuration.endpoints.map { Answer(endpoint: $0, found: difference($0)) }
    for (index, adjusted) in Holm.adjusted(answers.map { $0.probability ?? 1 }).enumerated()
    where answers[index].probability != nil {
      answers[index].adjusted = adjusted
    }
    return answers
  }
}
