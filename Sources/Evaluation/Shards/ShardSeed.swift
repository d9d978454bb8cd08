import CodeExecution
import Files

/// The judges' seed of a run that is asked in shards: one for all, drawn by the first that has a program to judge, in the run's folder.
enum ShardSeed {
  static let name = "judge_seed"

  /// - Parameters:
  ///   - run: the whole run's folder.
  ///   - proposal: what is taken where there is none yet.
  static func agreed(in run: String, proposing proposal: JudgeSeed) throws(Diagnostic) -> JudgeSeed {
    // A run that was begun as one process has recorded its own.
    let manifest = run + "/" + RunDirectory.manifestName
    if FileSystem.exists(manifest),
      let number = try JSON(file: manifest)["identity"]?[RunManifest.seedField]?.integer, let seed = JudgeSeed(number)
    {
      return seed
    }
    let path = run + "/" + name
    let text = try FirstText.of(path, proposing: "\(proposal.number)\n")
    guard text.hasSuffix("\n"), let seed = Int(text.dropLast()).flatMap({ JudgeSeed($0) }) else {
      throw Diagnostic(path, "holds no seed", expected: "the number that the first shard wrote")
    }
    return seed
  }
}
