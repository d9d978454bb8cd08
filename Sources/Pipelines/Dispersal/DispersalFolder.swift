import Files

/// The folder of a dispersal: it is written beside its place and renamed, and one that is there is replaced only on
/// request.
struct DispersalFolder {
  let path: String

  init(_ path: String) {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// Throws when the place is taken by something else than a dispersal.
  func check(startsOver: Bool) throws(Diagnostic) {
    guard FileSystem.exists(path) else { return }
    guard FileSystem.isDirectory(path) else {
      throw Diagnostic(path, "is a file", expected: "a new folder, or that of an earlier dispersal")
    }
    let names = try FileSystem.names(in: path)
    let known = ["assignment.json", "manifest.json", EmbeddingFile.name]
    if let stranger = names.first(where: { !known.contains($0) }) {
      throw Diagnostic(
        path, "holds \(stranger) and is no dispersal", expected: "a new folder, or that of an earlier dispersal")
    }
  }

  /// The manifest of the dispersal that is there, when it is the one that is asked for; nil where there is none.
  func manifest(identity: String) throws(Diagnostic) -> JSON? {
    let file = path + "/manifest.json"
    guard FileSystem.exists(file) else { return nil }
    let manifest = try JSON(file: file)
    guard manifest["identity"]?.string == identity else {
      throw Diagnostic(
        path, "holds another dispersal: of another corpus, or by another way",
        expected: "another folder, or --fresh to replace it")
    }
    return manifest
  }

  /// Writes a new folder by `body`, and puts it in the place of the old one.
  func write(startsOver: Bool, _ body: (_ path: String) throws(Diagnostic) -> Void) throws(Diagnostic) {
    guard startsOver, FileSystem.exists(path) else {
      let staged = try StagedDirectory(path)
      try body(staged.path)
      return try staged.finish()
    }
    let staged = try StagedDirectory(path + ".new")
    try body(staged.path)
    try FileSystem.removeDirectory(path)
    try staged.finish()
    try FileSystem.move(staged.final, to: path)
  }
}
