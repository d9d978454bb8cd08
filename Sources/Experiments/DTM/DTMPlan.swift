public import Files
import Merging
import ModelMerging
import Pipelines
public import Reporting

/// What a comparison makes and what each thing stands on, told before anything is made, with what it takes.
public struct DTMPlan: Sendable {
  public struct Step: Sendable {
    public var name: String
    /// So many of them, which any number of workers make side by side.
    public var count: Int
    /// What must be there before; empty for nothing.
    public var needs: String
    /// Of each, in characters through the model; a pass backwards counts as two forwards. 0: next to nothing.
    public var work: Double
  }

  public private(set) var steps: [Step] = []
  /// Characters that this machine reads in a second, and by how many threads; nil where that was not measured.
  public private(set) var speed: (characters: Double, threads: Int)?

  /// - Parameters:
  ///   - vanilla: work of one training on the whole corpus.
  ///   - scoring: of one model.
  ///   - models: how many are scored.
  init(_ configuration: DTMConfiguration, vanilla: Double, scoring: Double, models: Int) throws(Diagnostic) {
    let seeds = configuration.seeds.count, clusters = configuration.count, part = vanilla / Double(clusters)
    func add(_ name: String, _ count: Int = 1, needs: String = "", work: Double = 0) {
      guard count > 0 else { return }
      steps.append(Step(name: name, count: seeds * count, needs: needs, work: work))
    }
    add("train vanilla", work: vanilla)
    add("scale vanilla", configuration.lambdas.count, needs: "vanilla")
    if !configuration.isBrief {
      add("train size-matched vanilla", work: part)
      add("train members of the uniform soup", clusters, work: part)
      add("average the uniform soup", needs: "its \(clusters) members")
      for baseline in configuration.baselines {
        add("train: \(baseline.name)", work: baseline.cost(clusters: clusters) * vanilla)
      }
    }
    for dispersal in configuration.dispersals {
      let name = dispersal.name, all = "its \(clusters) sub-models"
      add("disperse: \(name)")
      add("train sub-models: \(name)", clusters, needs: "clusters of \(name)", work: part)
      for way in configuration.merges {
        if try configuration.merge(way).method.statistics != nil {
          add("measure for: \(name), \(way.name)", clusters, needs: all)
        }
        add("merge: \(name), \(way.name)", needs: all)
        add("scale vanilla to: \(name), \(way.name)", needs: "vanilla, the merge")
      }
    }
    steps.append(Step(name: "score", count: models, needs: "a model each", work: scoring))
  }

  /// Of one process, for all of it; nil where nothing was measured.
  public var seconds: Double? { seconds(steps.reduce(0) { $0 + $1.work * Double($1.count) }) }

  private func seconds(_ work: Double) -> Double? { speed.map { work / $0.characters } }

  public func text(width: Int) -> String {
    var table = TextTable([.left, .right, .left, .right], rows: [["step", "times", "needs", "time"]])
    for step in steps {
      let all = step.work * Double(step.count)
      table.add([step.name, "\(step.count)", step.needs, step.work > 0 ? words(all) : ""])
    }
    var text = table.text(width: width)
    if let speed, let seconds {
      text +=
        "\(Quantity.duration(seconds: seconds)) of one process with \(speed.threads) threads, by the "
        + "\(Quantity.count(speed.characters)) characters a second\nthat the base was seen to read here. Workers share it.\n"
    }
    return text
  }

  private func words(_ work: Double) -> String { seconds(work).map { Quantity.duration(seconds: $0) } ?? "?" }

  public var json: JSON {
    [
      "steps": .array(
        steps.map {
          [
            "step": .string($0.name), "count": .integer($0.count), "needs": .string($0.needs),
            "characters": .number($0.work),
          ]
        }), "seconds": seconds.map { .number($0) } ?? .null,
    ]
  }
}

extension DTMPlan {
  /// Looks at base, corpus and data, and asks the base a small part of the first group of tasks for some seconds. Nothing is left behind.
  /// - Parameters:
  ///   - patience: how long to measure; 0: not at all.
  ///   - scratch: a folder that does not exist yet, and is gone afterwards.
  public static func of(
    _ configuration: DTMConfiguration, threads: Int, for patience: Duration, scratch: String,
    observe: @escaping () throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> DTMPlan {
    var probe = configuration
    (probe.out, probe.artefacts) = (scratch, "")
    defer { try? FileSystem.removeDirectory(scratch) }
    var plan = try DisperseThenMerge(probe, threads: threads, budget: 0) { (_) throws(Diagnostic) in try observe() }
      .plan()
    guard patience > .zero, let scoring = configuration.scorings.first else { return plan }
    let job = ScoreCheckpoint(
      preset: configuration.preset, tasks: scoring.tasks, data: try DataChoice.directory(configuration.scoreData),
      limit: scoring.limit)
    let estimate = try RunEstimate.trying(
      job, on: ModelOptions(path: configuration.base, threads: threads), for: patience, scratch: scratch + "/measure",
      observe: observe)
    if estimate.tried > 0, estimate.seconds > 0 { plan.speed = (estimate.tried / estimate.seconds, estimate.threads) }
    return plan
  }
}
