import Files
import Training

extension TrainingProbe {
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
