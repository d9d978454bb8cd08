public import Files

extension RunDirectory {
  /// Writes what a finished run found: the journal in the order of the items, the sample files, `items.jsonl`, `results.json`, `digest`
  /// and, last, the seal over all of them.
  public func write(
    _ result: RunResult, tasks: [RunTask], outcomes: [[ItemOutcome]], manifest: RunManifest,
    contextLength: Int
  ) throws(Diagnostic) {
    try RunSeal.remove(path)
    try journal.arrange(outcomes.flatMap { $0 })
    var hashes: [(task: String, hash: String)] = []
    for (task, outcomes) in zip(tasks, outcomes) {
      hashes += try HarnessSamples(task: task, outcomes: outcomes).write(to: path)
    }
    let results = HarnessResults(
      manifest: manifest, tasks: tasks, result: result, taskHashes: hashes, contextLength: contextLength)
    try FileSystem.write(results.json.text(pretty: true) + "\n", to: path + "/" + Self.resultsName)
    var items = try FileReplacement(of: path + "/" + Self.itemsName)
    for (task, outcomes) in zip(tasks, outcomes) {
      for line in TaskRecord(task, outcomes: outcomes).lines { try items.append(line + "\n") }
    }
    try items.commit()
    try FileSystem.write(result.digest + "\n", to: path + "/" + Self.digestName)
    try RunSeal.write(
      path,
      files: [Self.manifestName, Self.journalName, Self.itemsName, Self.resultsName, Self.digestName]
        + hashes.map { Self.samplesName($0.task) })
  }
}
