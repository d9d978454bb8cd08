import Checkpoints
public import Files

extension LoRAParameters {
  /// Writes a new PEFT adapter folder, whole or not at all.
  /// - Parameter base: what the adapter is for, for people.
  public func write(to directory: String, base: String, extra: [(name: String, text: String)] = []) throws(Diagnostic) {
    let folder = try StagedDirectory(directory)
    let files = stored.flatMap { [$0.a, $0.rows.map($0.b.putting(rows:)) ?? $0.b] }
    try ParameterFile.write(files, to: folder.path + "/" + AdapterCheckpoint.weightsName)
    try FileSystem.write(
      configuration(base: base).text(pretty: true) + "\n", to: folder.path + "/" + AdapterCheckpoint.configurationName)
    for file in extra { try FileSystem.write(file.text, to: folder.path + "/" + file.name) }
    try FolderSeal.seal(folder.path)
    try folder.finish()
  }

  private func configuration(base: String) -> JSON {
    AdapterConfiguration.file(
      base: base, rank: stored.first?.a.shape[0] ?? 0, alpha: alpha, dropout: dropout,
      modules: stored.map(\.name), isRankStabilized: isRankStabilized, ranks: ranks, alphas: alphas)
  }

  /// Of the modules that have another than the first.
  private var ranks: [(module: String, rank: Int)] {
    stored.filter { $0.a.shape[0] != stored[0].a.shape[0] }.map { ($0.name, $0.a.shape[0]) }
  }

  /// Of the modules that have another than the adapter's.
  private var alphas: [(module: String, alpha: Double)] {
    stored.compactMap { module in
      let rank = Double(module.a.shape[0]), divisor = isRankStabilized ? rank.squareRoot() : rank
      if alpha / divisor == module.scaling { return nil }
      return (module.name, module.scaling * divisor)
    }
  }
}
