public import Evaluation
import Files

/// A row of a report that was asked something here: one run, or several that together are one model's.
public struct PageRun: Sendable {
  public var name: String
  /// Runs of one group stand together; empty for none.
  public var group: String
  /// Their `place` is the run's folder, or the file of a reference, which has neither prompts nor answers.
  public var parts: [StoredRun]

  public init(name: String, group: String = "", parts: [StoredRun]) {
    self.name = name
    self.group = group
    self.parts = parts
  }

  /// The part that was asked the task, with what it found.
  func task(_ id: String) -> (part: StoredRun, record: TaskRecord)? {
    for part in parts {
      if let record = part.tasks.first(where: { $0.id == id }) { return (part, record) }
    }
    return nil
  }

  /// What `run.json` has of the task.
  func identity(_ id: String) -> JSON? { task(id)?.part.identity["tasks"]?[id] }

  var isMiniature: Bool { parts.contains(where: \.isMiniature) }
}
