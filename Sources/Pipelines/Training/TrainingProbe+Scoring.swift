public import Configuration
public import Files
public import Training

extension TrainingProbe {
  /// Throws for tasks or a preset that do not exist.
  /// - Parameter written: where the keys of its training were written.
  public func check(_ written: WrittenPlaces) throws(Diagnostic) {
    if tasks.isEmpty { return }
    _ = try ScoreCheckpoint.names(
      preset: preset ?? ScoreCheckpoint.standardPreset, tasks: tasks,
      places: (written["probe.preset"], written["probe.tasks"]))
  }

  /// The job of one probe. Throws for tasks or data that do not exist.
  func scoring(out: String?) throws(Diagnostic) -> ScoreCheckpoint {
    let job = ScoreCheckpoint(
      preset: preset ?? ScoreCheckpoint.standardPreset, tasks: tasks, data: try DataChoice.directory(data), out: out,
      limit: limit)
    try job.check()
    return job
  }

  /// Whether a probe stands behind this many updates.
  func isDue(after updates: Int, isLast: Bool) -> Bool {
    !tasks.isEmpty && (isLast || updates % every == 0)
  }
}
