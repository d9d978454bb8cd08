/// Folders of finished work, each named by the digest of what it was made from: what is there is never made again, and what depends
/// on a changed line is made anew under another name.
public final class ArtefactStore {
  public let path: String
  private let lock: DirectoryLock

  /// Something that was made, and what made it so.
  public struct Artefact: Sendable, Equatable {
    /// SHA-256 of kind, recipe and parents.
    public var key: String
    public var path: String
  }

  /// Opens or makes the folder; one process at a time.
  public init(_ path: String) throws(Diagnostic) {
    self.path = path
    try FileSystem.makeDirectory(path)
    lock = try DirectoryLock(path)
  }

  /// The artefact that this recipe and these parents make: the one that is there, or what `make` leaves in the folder that it is
  /// given. Where `make` was interrupted it gets its folder as it left it.
  /// - Parameter kind: names the folder, for people.
  public func artefact(
    _ kind: String, recipe: JSON, parents: [Artefact] = [], make: (_ folder: String) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Artefact {
    let made: JSON = ["kind": .string(kind), "recipe": recipe, "parents": .array(parents.map { .string($0.key) })]
    let key = SHA256.hexadecimal(of: made.text())
    let final = "\(path)/\(kind)-\(key.prefix(12))"
    let artefact = Artefact(key: key, path: final)
    if FileSystem.exists(final) {
      let known = try JSON(file: final + "/artefact.json")
      guard known["key"]?.string == key else {
        throw Diagnostic(final, "was made of something else", expected: "a folder that nothing else writes to")
      }
      return artefact
    }
    let unfinished = final + ".unfinished"
    try FileSystem.makeDirectory(unfinished)
    try make(unfinished)
    let note: JSON = ["key": .string(key), "made_of": made]
    try FileSystem.write(note.text(pretty: true) + "\n", to: unfinished + "/artefact.json")
    try FileSystem.move(unfinished, to: final)
    return artefact
  }
}
