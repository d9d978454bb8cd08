import Files
import Reporting

/// The steps of a run of Disperse-Then-Merge, weighed beforehand in characters through a model, so that it can say how far it is as
/// a whole. A step that an earlier session finished counts as done, and not as this session's.
final class DTMSchedule {
  private let observe: (JobProgress) throws(Diagnostic) -> Void
  /// Throws where another worker has taken over what this one does.
  var checkLease: () throws(Diagnostic) -> Void = { () throws(Diagnostic) in }
  /// Of all trainings, and of scoring one model.
  private(set) var training = 0.0, scoring = 0.0
  private(set) var models = 0
  private var done = 0.0, computed = 0.0
  private var step: (name: String, work: Double, isMade: Bool)?

  init(_ observe: @escaping (JobProgress) throws(Diagnostic) -> Void) { self.observe = observe }

  /// What there is to do.
  /// - Parameters:
  ///   - vanilla: of one training on the whole corpus; a pass backwards takes as long as two forwards.
  ///   - scoring: of one model.
  func plan(_ configuration: DTMConfiguration, vanilla: Double, scoring: Double) {
    self.scoring = scoring
    let dispersals = configuration.dispersals.count, clusters = configuration.count
    let isBrief = configuration.isBrief
    // Each merge beside a vanilla of its length.
    let ofDispersal = 2 * configuration.merges.count + configuration.ensembles.count + (isBrief ? 0 : clusters)
    let baselines = configuration.baselines
    let ofSeed =
      1 + configuration.lambdas.count + (isBrief ? 0 : 2) + dispersals * ofDispersal
      + baselines.reduce(0) { $0 + $1.labels(configuration.ensembles).count }
    models = 1 + configuration.seeds.count * ofSeed
    // Vanilla, the soup and the clusters of a dispersal see as much, together, as one training.
    let whole = Double(1 + dispersals + (isBrief ? 0 : 1)), part = isBrief ? 0 : 1 / Double(clusters)
    training =
      Double(configuration.seeds.count) * vanilla
      * (whole + part + baselines.reduce(0) { $0 + $1.cost(clusters: clusters) })
  }

  /// Everything is looked at again.
  func beginPass() {
    end()
    done = 0
  }

  /// All models are made, and there are so many.
  func expect(models count: Int) { models = count }

  /// The last step is over, and another one begins, should it be needed.
  func begin(_ name: String, work: Double = 0) {
    end()
    step = (name, work, false)
  }

  /// The step is under way.
  func tell(_ detail: String = "", _ finished: Int = 0, of total: Int = 0) throws(Diagnostic) {
    step?.isMade = true
    try checkLease()
    let own = (step?.work ?? 0) * (total > 0 ? Double(finished) / Double(total) : 0)
    try observe(
      JobProgress(
        step?.name ?? "", detail, done: done + own,
        of: max(done + own, training + scoring * Double(models)), computed: computed + own))
  }

  private func end() {
    guard let step else { return }
    done += step.work
    if step.isMade { computed += step.work }
    self.step = nil
  }
}
