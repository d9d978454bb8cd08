import Checkpoints
import Configuration
import Corpora
import Files
import Training

/// The folder of a training run: `train.json` (what was asked), `state.safetensors` (where a resume starts), `log.jsonl`, and
/// in the end the result. One process at a time.
final class TrainingFolder {
  let path: String
  private let lock: DirectoryLock

  var state: String { path + "/state.safetensors" }
  var best: String { path + "/best.safetensors" }
  /// A run of scores for each probe.
  var probes: String { path + "/probe" }
  private var asked: String { path + "/train.json" }

  private static let files = [
    "train.json", "state.safetensors", "best.safetensors", "log.jsonl", "log.csv", "loss.svg",
    "probe.jsonl", "probe.csv", "probe.svg", TimingFile.logName,
  ]
  private static let folders = ["adapter", "model", "probe"]

  /// Makes or opens it; `startsOver` removes what a run consists of. Throws when it holds something else.
  init(_ configuration: TrainingConfiguration, startsOver: Bool) throws(Diagnostic) {
    path = configuration.out
    try Self.check(configuration, startsOver: startsOver)
    try FileSystem.makeDirectory(path)
    lock = try DirectoryLock(path)
    guard startsOver else { return }
    for name in Self.folders { try FileSystem.removeDirectory(path + "/" + name) }
    // What marks it as a run goes last.
    for name in Self.files.reversed() { try FileSystem.remove(path + "/" + name) }
  }

  /// Throws when the place is not a run's; nothing is written.
  static func check(_ configuration: TrainingConfiguration, startsOver: Bool) throws(Diagnostic) {
    let path = configuration.out
    try OutputPlace(
      path, .folder, trees: ModelFolder.among([configuration.model]),
      files: configuration.source.files + [configuration.model, configuration.tokenizer, configuration.assignment]
        + configuration.baseline.files(configuration),
      force: configuration.force,
      removes: startsOver
    ).check(ignoring: isTemporary, isOwn: { FileSystem.exists($0 + "/train.json") }) { stranger in
      Diagnostic(
        path, "holds \(stranger) and is no training run",
        expected: "a new folder, or that of a run to go on with; --force writes into this one")
    }
  }

  /// Throws when another process is at work in the run's folder; for whoever has long work to do before the run is opened.
  static func checkFree(_ configuration: TrainingConfiguration) throws(Diagnostic) {
    guard FileSystem.exists(configuration.out + "/lock") else { return }
    _ = try DirectoryLock(configuration.out)
  }

  func begin(asked json: JSON) throws(Diagnostic) {
    try FileSystem.write(json.text(pretty: true) + "\n", to: asked)
  }

  /// What a probe wrote to be scored; one that was killed leaves it.
  func removeProbedWeights() throws(Diagnostic) {
    guard FileSystem.isDirectory(probes) else { return }
    for name in try FileSystem.names(in: probes) where name.hasSuffix(".weights") {
      try FileSystem.removeDirectory(probes + "/" + name)
    }
  }

  /// Throws where the run was begun with other values of keys that change numbers, and says which.
  func check(_ configuration: TrainingConfiguration) throws(Diagnostic) {
    guard FileSystem.exists(asked) else { return }
    let differences = TrainingConfiguration.keys.filter(\.changesResult).changes(
      from: try begun(), to: configuration)
    guard differences.isEmpty else {
      throw Diagnostic(
        path, "this run was begun otherwise: \(differences.joined(separator: "; "))",
        expected: "the same to go on, another --out for a new run, or --fresh to start over")
    }
  }

  private func begun() throws(Diagnostic) -> JSON {
    let json = try JSON(file: asked)
    guard json.object != nil else {
      throw Diagnostic(
        asked, "does not say what was asked of this run", expected: "restore the file, or --fresh to start over")
    }
    return json
  }

  /// What the run was begun with another one of, in the configuration's words: the keys that name it, or else its files.
  func words(of part: String, _ configuration: TrainingConfiguration) -> String {
    let names =
      ["base": ["model", "init"], "tokenizer": ["model", "tokenizer"]][part]
      ?? (part == "corpus" ? ["data", "assignment", "cluster", "on_bad_record"] : [])
    guard !names.isEmpty, let old = try? begun() else { return part }
    let changes = TrainingConfiguration.keys.filter { names.contains($0.name) }.changes(from: old, to: configuration)
    return part
      + (changes.isEmpty ? ": the files are not those that they were" : ": " + changes.joined(separator: "; "))
  }

  private static func isTemporary(_ name: String) -> Bool { name.hasSuffix(".tmp") }
}
