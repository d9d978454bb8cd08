import Files

/// Which tasks are scored while a model is trained: what it gains from its corpus, and what it loses elsewhere.
public struct TrainingProbe: Sendable, Equatable {
  /// As `assay score --tasks` names them; none: no probe.
  public var tasks: [String] = []
  /// Updates between probes; there is one before the first update and one behind the last, too.
  public var every = 100
  /// Items of each task.
  public var limit: Int? = 100
  /// `fixtures`, or the folder of the official files.
  public var data = "fixtures"
  public var preset = ScoreCheckpoint.standardPreset

  /// The job of one probe. Throws for tasks or data that do not exist.
  func scoring(out: String?) throws(Diagnostic) -> ScoreCheckpoint {
    let job = ScoreCheckpoint(
      preset: preset, tasks: tasks, data: try DataChoice.directory(data), out: out, limit: limit)
    try job.check()
    return job
  }

  /// Whether a probe stands behind this many updates.
  func isDue(after updates: Int, isLast: Bool) -> Bool {
    !tasks.isEmpty && (isLast || updates % every == 0)
  }
}
