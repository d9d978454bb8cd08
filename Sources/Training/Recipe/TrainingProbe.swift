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
  /// nil: that of `assay score`.
  public var preset: String?
}
