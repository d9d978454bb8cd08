import Checkpoints
import Corpora
import Dispersal
import Files

/// The folder of a dispersal: it is written beside its place and renamed, and one that is there is replaced only on
/// request.
struct DispersalFolder {
  let path: String
  private let staged: StagedDirectory

  private static let known = ["assignment.json", "manifest.json", EmbeddingFile.name]

  /// Takes the place. Throws when it is taken by something else than a dispersal, which is replaced by no flag.
  init(_ configuration: DispersalConfiguration, startsOver: Bool) throws(Diagnostic) {
    let place = try OutputPlace(
      configuration.out, .folder, trees: ModelFolder.among([configuration.embedding]),
      files: [configuration.embedding] + configuration.source.files,
      removes: startsOver)
    path = place.path
    try place.check(ignoring: Self.known.contains, isOwn: { _ in false }) { stranger in
      Diagnostic(
        configuration.out, "holds \(stranger) and is no dispersal",
        expected: "a new folder, or that of an earlier dispersal; --force replaces only those")
    }
    // What is there is gone on from, or replaced without a question.
    if !startsOver { try FolderSeal.check(path, record: "manifest.json") }
    staged = try StagedDirectory(path) { path in
      guard let names = try? FileSystem.names(in: path), let manifest = try? JSON(file: path + "/manifest.json"),
        manifest["identity"]?.string != nil
      else { return false }
      return names.allSatisfy { Self.known.contains($0) || $0 == "lock" || OutputPlace.isTemporary($0) }
    }
  }

  /// The manifest of the dispersal that is there, when it is the one that is asked for; nil where there is none.
  /// - Parameter changes: what is asked otherwise than there, for people.
  func manifest(identity: String, changes: (JSON) -> [String]) throws(Diagnostic) -> JSON? {
    let file = path + "/manifest.json"
    guard FileSystem.exists(file) else { return nil }
    let manifest = try JSON(file: file)
    guard manifest["identity"]?.string == identity else {
      throw Diagnostic(
        path, "holds another dispersal: \(changes(manifest).joined(separator: "; "))",
        expected: "another folder, or --fresh to replace it")
    }
    let sizes = manifest["sizes"]?.array?.compactMap(\.integer).filter { $0 >= 0 }
    guard let sizes, sizes.count == manifest["clusters"]?.integer, sizes.count == manifest["sizes"]?.array?.count,
      manifest["records"]?.integer ?? -1 >= 0, manifest["effective_clusters"]?.number != nil
    else {
      throw Diagnostic(
        file, "does not say what came of the dispersal", expected: "what assay disperse wrote, or --fresh to replace it"
      )
    }
    try FolderSeal.check(path, record: "manifest.json")
    return manifest
  }

  /// Writes a new folder by `body`, and puts it in the place of the old one.
  func write(_ body: (_ path: String) throws(Diagnostic) -> Void) throws(Diagnostic) {
    try body(staged.path)
    try FolderSeal.seal(staged.path, record: "manifest.json")
    try staged.finish()
  }
}
