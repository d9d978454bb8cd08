public import Files
public import Worlds

/// Writes a world as a folder: a pre-training corpus, instruction corpora, all benchmarks, and `world.json`, which says what it was
/// made of and what stands in it.
public struct WriteWorld {
  public let world: World
  public let directory: String
  private let stage: StagedDirectory

  /// Takes the place.
  /// - Parameters:
  ///   - sources: files that are read.
  ///   - force: replaces a world that is there.
  public init(
    _ world: World, to directory: String, sources: [String] = [], force: Bool = false
  ) throws(Diagnostic) {
    self.world = world
    self.directory = directory
    stage = try StagedDirectory(directory, files: sources, force: force, record: "world.json", member: "separation")
  }

  /// - Parameter observe: told how many files are written; may throw to stop, and nothing is left.
  /// - Returns: what `world.json` says.
  public func run(
    observe: (Int) throws(Diagnostic) -> Void = { (_) throws(Diagnostic) in }
  ) throws(Diagnostic) -> JSON {
    var files: [JSON] = [], separation = Separation()
    try world.files { (file) throws(Diagnostic) in
      try observe(files.count)
      let path = stage.path + "/" + file.path
      try FileSystem.makeDirectory(FileSystem.directory(of: path))
      try FileSystem.write(file.text, to: path)
      files.append(file.json)
      separation.add(file)
    }
    let report: JSON = [
      "version": .integer(World.version), "seed": .string("\(world.seed)"), "spec": world.spec.json,
      "separation": try separation.proof(),
      "files": .array(files),
    ]
    let text = FolderSeal.sealed(report)
    try FileSystem.write(text, to: stage.path + "/world.json")
    try stage.finish()
    return (try? JSON(parsing: text)) ?? report
  }
}
