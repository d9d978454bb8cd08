import Configuration
import Evaluation
import Files
import Statistics
import TestSupport
import Testing

@testable import Experiments
@testable import Pipelines

/// A study's figures, from models made up by hand: two worlds, two seeds, two doses.
@Suite struct StudyReportTests {
  /// Of every model of the made-up study: by world, dose and seed its mean score and its held-out loss.
  private typealias Values = (_ world: Int, _ dose: String?, _ seed: Int) -> (mean: Double, loss: Double)

  private static func configuration(_ endpoints: String) throws -> StudyConfiguration {
    let text = """
      {"out": "unnamed", "worlds": [1, 2], "seeds": [5, 6], "k": 2, "doses": [{"name": "clean", "noise": 0}],
       "base.init.hidden_size": 16, "base.init.intermediate_size": 24, "base.init.num_hidden_layers": 1,
       "base.init.num_attention_heads": 2, "base.init.max_position_embeddings": 1024,
       "dtm.lambdas": [0.5], "dtm.ensemble": "none", "endpoints": \(endpoints)}
      """
    let members = try #require(try JSON(parsing: text).object).members
    return try StudyConfiguration(
      members.map { ConfigurationFile.Setting(key: $0.key, value: $0.value, place: "study.yaml") })
  }

  private static func row(
    _ label: String, _ role: DTMModel.Role, seed: Int, factor: Double? = nil, _ value: (mean: Double, loss: Double)
  ) -> DTMReport.Row {
    var scores = TaskScores()
    scores.tasks = [
      TaskScores.Task(
        name: "arc", metric: "acc", mean: SampleMean(value: value.mean, standardError: 0.1, count: 10),
        aggregation: .micro, parts: [])
    ]
    let model = DTMModel(
      name: "\(label) s\(seed)", label: label, role: role, seed: seed, dispersal: "random", source: .base,
      factor: factor)
    return DTMReport.Row(model: model, scores: scores, heldOut: HeldOutScores(losses: [value.loss], exact: [0]))
  }

  /// - Parameters:
  ///   - merge: what Disperse-Then-Merge reaches.
  ///   - vanilla: what vanilla reaches; half of it is always 0.8 with a loss of 0.6, and the base 0.9 with a loss of 2.
  private static func report(
    _ endpoints: String, merge: @escaping Values, vanilla: @escaping Values
  ) throws -> StudyReport {
    let configuration = try configuration(endpoints)
    let worlds = [1, 2].map { world in
      StudyReport.World(
        seed: world,
        comparisons: configuration.parts.map { part in
          var rows = [row("base", .base, seed: 5, factor: 0, (0.9, 2))]
          for seed in [5, 6] {
            let dose = part.dose?.name
            rows.append(row("vanilla", .vanilla, seed: seed, factor: 1, vanilla(world, dose, seed)))
            if dose == nil { rows.append(row("vanilla x0.5", .scaled, seed: seed, factor: 0.5, (0.8, 0.6))) }
            rows.append(row("random, linear", .merge, seed: seed, merge(world, dose, seed)))
          }
          return StudyReport.Comparison(
            part: part, report: DTMReport(rows: rows, count: part.count, records: 10, facts: []))
        })
    }
    return StudyReport(configuration, worlds: worlds, warnings: ["m: ignored"], seconds: 90)
  }

  @Test("a difference is that of a world's means over its seeds, of the dose that is asked")
  func differences() throws {
    let study = try Self.report(
      #"[{"model": "random, linear", "against": "vanilla"}, {"model": "random, linear", "against": "vanilla", "dose": "clean"}]"#,
      merge: { world, dose, seed in (0.5 + 0.01 * Double(world) + (dose == nil ? 0 : 0.1) + 0.002 * Double(seed), 1) },
      vanilla: { world, dose, seed in (0.4 + 0.03 * Double(world) - (dose == nil ? 0 : 0.2) + 0.004 * Double(seed), 1) }
    )
    let answers = study.answers
    // World w: 0.1 - 0.02 w - 0.002 * 5.5, and 0.3 more where there is no noise.
    for (answer, expected) in zip(answers, [[0.069, 0.049], [0.369, 0.349]]) {
      #expect(answer.found?.worlds.count == 2)
      for (value, wanted) in zip(answer.found?.worlds ?? [], expected) { expectClose(value, wanted, absolute: 1e-12) }
    }
    // Student's t with one degree of freedom: p = 1 - 2/pi atan t, t = mean / standard error = 5.9.
    expectClose(try #require(answers[0].probability), 0.10689, absolute: 1e-4)
    #expect(try #require(answers[0].adjusted) >= answers[0].probability ?? 1)
  }

  @Test("the line is that of the same world, dose and seed, at each model's own loss")
  func line() throws {
    let endpoints =
      #"[{"model": "random, linear", "against": "vanilla line"}, {"model": "random, linear", "against": "vanilla line", "dose": "clean"}]"#
    let study = try Self.report(
      endpoints, merge: { _, _, _ in (0.7, 0.4) },
      vanilla: { world, dose, seed in (dose == nil ? 0.6 : 0.5, seed == 5 ? 0.2 : 0.5) })
    let answers = study.answers
    // Seed 5, loss 0.4: midway between half (0.6, 0.8) and vanilla (0.2, 0.6) the line has 0.7. Seed 6: vanilla's loss of 0.5 is
    // above 0.4, nothing is as skilled, and the least loss has 0.6.
    for value in try #require(answers[0].found?.worlds) { expectClose(value, (0 + 0.1) / 2, absolute: 1e-12) }
    #expect(answers[0].found?.held == 4 && answers[0].found?.unmatched == 2)
    // The dose's line is only base (2, 0.9) and vanilla: seed 5 has 0.5 + 0.4 * 0.2 / 1.8 at a loss of 0.4, seed 6 0.5.
    let other = 0.5 + 0.4 * 0.2 / 1.8
    for value in try #require(answers[1].found?.worlds) { expectClose(value, (0.7 - other + 0.2) / 2, absolute: 1e-12) }
    // What stands on the line is not held against it.
    let vanilla = try #require(study.conditions.first { $0.label == "vanilla" })
    #expect(study.differenceToLine(vanilla) == nil)
    #expect(study.markdown.contains("no point of the line was as skilled as 2 of 4 models"))
  }

  @Test(
    "rows that differ in nothing are there once, and worlds that do not differ tell nothing of what could be detected")
  func rows() throws {
    let study = try Self.report(
      #"[{"model": "vanilla", "against": "base"}]"#, merge: { _, _, _ in (0.5, 1) }, vanilla: { _, _, _ in (0.6, 1) })
    #expect(
      study.conditions.map(\.name) == [
        "base", "vanilla", "vanilla x0.5", "K = 2: random, linear", "clean: vanilla", "clean: K = 2: random, linear",
      ])
    let answer = try #require(study.answers.first)
    expectClose(try #require(answer.difference?.value), -0.3, absolute: 1e-12)
    #expect(answer.difference?.standardError == 0 && answer.detectable == nil)
    #expect(study.markdown.hasPrefix("# Disperse-Then-Merge in 2 small worlds\n\n- vanilla against base: "))
    #expect(study.json["warnings"] == ["m: ignored"] && study.markdown.contains("- warning: m: ignored\n"))
    #expect(
      study.text(width: 999).contains("wall time") && !study.markdown.contains("wall time")
        && study.json["seconds"] == nil)
    #expect(study.json["endpoints"]?.array?.first?["dose"]?.isNull == true)
  }
}
