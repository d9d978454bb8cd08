public import Files

extension RunDirectory {
  /// Writes what a finished run found: the journal in the order of the items, the sample files, `results.json` and, last, `digest`.
  public func write(
    _ result: RunResult, tasks: [RunTask], outcomes: [[ItemOutcome]], manifest: RunManifest,
    contextLength: Int
  ) throws(Diagnostic) {
    try journal.arrange(outcomes.flatMap { $0 })
    var hashes: [(task: String, hash: String)] = []
    for (task, outcomes) in zip(tasks, outcomes) {
      hashes += try HarnessSamples(task: task, outcomes: outcomes).write(to: path)
    }
    let results = HarnessResults(
      manifest: manifest, tasks: tasks, result: result, taskHashes: hashes, contextLength: contextLength)
    try FileSystem.write(results.json.text(pretty: true) + "\n", to: path + "/" + Self.resultsName)
    try FileSystem.write(result.digest + "\n", to: path + "/" + Self.digestName)
  }
}
