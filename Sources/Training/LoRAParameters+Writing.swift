import Checkpoints
public import Files

extension LoRAParameters {
  /// Writes a new PEFT adapter folder, whole or not at all.
  /// - Parameter base: what the adapter is for, for people.
  public func write(to directory: String, base: String, extra: [(name: String, text: String)] = []) throws(Diagnostic) {
    let folder = try StagedDirectory(directory)
    let files = stored.flatMap { part in
      [part.a, part.rows.map(part.b.putting(rows:)) ?? part.b] + (part.router.map { [$0] } ?? [])
    }
    try ParameterFile.write(files, to: folder.path + "/" + AdapterCheckpoint.weightsName)
    try FileSystem.write(
      configuration(base: base).text(pretty: true) + "\n", to: folder.path + "/" + AdapterCheckpoint.configurationName)
    for file in extra { try FileSystem.write(file.text, to: folder.path + "/" + file.name) }
    try FolderSeal.seal(folder.path)
    try folder.finish()
  }

  private func configuration(base: String) -> JSON {
    AdapterConfiguration.file(
      base: base, rank: stored.first.map(rank) ?? 0, alpha: alpha, dropout: dropout,
      modules: stored.map(\.name), isRankStabilized: isRankStabilized, experts: mixture?.experts,
      ranks: ranks, alphas: alphas)
  }

  /// Of one expert, where there are several.
  private func rank(_ module: Stored) -> Int { module.a.shape[0] / (mixture?.experts ?? 1) }

  /// Of the modules that have another than the first.
  private var ranks: [(module: String, rank: Int)] {
    stored.filter { rank($0) != rank(stored[0]) }.map { ($0.name, rank($0)) }
  }

  /// Of the modules that have another than the adapter's.
  private var alphas: [(module: String, alpha: Double)] {
    stored.compactMap { module in
      let rank = Double(rank(module)), divisor = isRankStabilized ? rank.squareRoot() : rank
      if alpha / divisor == module.scaling { return nil }
      return (module.name, module.scaling * divisor)
    }
  }
}
