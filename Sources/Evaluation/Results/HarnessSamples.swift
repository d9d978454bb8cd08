import Files

/// The sample files of a run in lm-evaluation-harness's schema: `samples_<task>.jsonl`, one for each subtask where there are
/// any, one line an item and filter. Log-likelihoods stand there as strings, as that harness writes them.
struct HarnessSamples {
  let task: RunTask
  /// In the order of the task's items.
  let outcomes: [ItemOutcome]

  /// Writes the files into `directory`, and gives lm-evaluation-harness's `task_hashes` of each.
  func write(to directory: String) throws(Diagnostic) -> [(task: String, hash: String)] {
    var hashes: [(task: String, hash: String)] = []
    let parts: [(name: String, subtask: String?)] =
      task.subtasks.isEmpty
      ? [(task.name, nil)] : task.subtasks.map { (task.name(ofSubtask: $0), $0) }
    let metrics = task.metrics
    var filters: [String] = []
    for metric in metrics where !filters.contains(metric.filter) { filters.append(metric.filter) }
    for part in parts {
      var file = try FileReplacement(of: directory + "/" + RunDirectory.samplesName(part.name))
      var hash = SHA256()
      for filter in filters {
        let metrics = metrics.filter { $0.filter == filter }
        for (item, outcome) in zip(task.items, outcomes) where item.subtask == part.subtask {
          let line = HarnessSample(item: item, outcome: outcome, task: task, filter: filter, metrics: metrics)
          hash.update(line.documentHash + line.promptHash + line.targetHash)
          try file.append(line.json.text() + "\n")
        }
      }
      try file.commit()
      hashes.append((part.name, hash.hexadecimal()))
    }
    return hashes
  }
}
