import Checkpoints
public import Files

extension LoRAParameters {
  /// Writes a new PEFT adapter folder, whole or not at all.
  /// - Parameter base: what the adapter is for, for people.
  public func write(to directory: String, base: String, extra: [(name: String, text: String)] = []) throws(Diagnostic) {
    let folder = try StagedDirectory(directory)
    try ParameterFile.write(parameters, to: folder.path + "/" + AdapterCheckpoint.weightsName)
    try FileSystem.write(
      configuration(base: base).text(pretty: true) + "\n", to: folder.path + "/" + AdapterCheckpoint.configurationName)
    for file in extra { try FileSystem.write(file.text, to: folder.path + "/" + file.name) }
    try FolderSeal.seal(folder.path)
    try folder.finish()
  }

  private func configuration(base: String) -> JSON {
    let projections = Projection.allCases.filter { projection in modules.contains { $0.projection == projection } }
    return AdapterConfiguration.file(
      base: base, rank: modules.first?.a.shape[0] ?? 0, alpha: alpha, dropout: dropout,
      targets: projections.map(\.rawValue), isRankStabilized: isRankStabilized, ranks: ranks, alphas: alphas)
  }

  /// Of the modules that have another than the first.
  private var ranks: [(module: String, rank: Int)] {
    modules.filter { $0.a.shape[0] != modules[0].a.shape[0] }.map {
      ($0.projection.moduleName(layer: $0.layer), $0.a.shape[0])
    }
  }

  /// Of the modules that have another than the adapter's.
  private var alphas: [(module: String, alpha: Double)] {
    modules.compactMap { module in
      let rank = Double(module.a.shape[0]), divisor = isRankStabilized ? rank.squareRoot() : rank
      if alpha / divisor == module.scaling { return nil }
      return (module.projection.moduleName(layer: module.layer), module.scaling * divisor)
    }
  }
}
