import Checkpoints
import Files
import Pipelines

extension SearchWeights {
  /// Throws for a folder that is not a search's.
  static func place(
    _ configuration: SearchConfiguration, startsOver: Bool, force: Bool
  ) throws(Diagnostic) -> OutputPlace {
    let place = try OutputPlace(
      configuration.out, .folder, trees: ModelFolder.among([configuration.base] + configuration.adapters),
      files: [configuration.base] + configuration.adapters, force: force,
      removes: startsOver)
    let merged = configuration.out + "/merged"
    // Not even forced: what is there is removed before the best one is written.
    let isShared = FileSystem.isDirectory(configuration.out + "/" + SharedAnswers.folderName)
    guard isShared || FileSystem.exists(configuration.out + "/search.jsonl") || !FileSystem.exists(merged) else {
      throw Diagnostic(merged, "is there, and no search", expected: "a new folder, or that of an earlier search")
    }
    try place.check(
      ignoring: { $0 == SharedAnswers.folderName },
      isOwn: { path in
        guard let log = try? FileSystem.bytes(of: path + "/search.jsonl"),
          let first = log.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first
        else { return false }
        return (try? JSON(parsing: String(decoding: first, as: UTF8.self)))?["asked"] != nil
          || FileSystem.exists(path + "/search.json")
      }
    ) { name in
      Diagnostic(
        configuration.out, "holds '\(name)' and is no search",
        expected: "a new folder, or that of an earlier search; --force writes into this one")
    }
    return place
  }
}
