/// Folders of finished work, each named by the digest of what it was made from: what is there is never made again, and what depends
/// on a changed line is made anew under another name. Each lists the SHA-256 of its files, which are checked when it is used.
public final class ArtefactStore {
  public let path: String
  private let lock: DirectoryLock
  /// Artefacts of which the files are what they were.
  private var checked: Set<String> = []

  /// Something that was made, and what made it so.
  public struct Artefact: Sendable, Equatable {
    /// SHA-256 of kind, recipe and parents.
    public var key: String
    public var path: String
  }

  /// Opens or makes the folder; one process at a time. Throws for one that holds something else, unless forced.
  public init(_ path: String, force: Bool = false) throws(Diagnostic) {
    let place = try OutputPlace(path, .folder, force: force)
    try place.check(ignoring: Self.isArtefact, isOwn: { _ in false }) { name in
      Diagnostic(
        path, "holds '\(name)' and is no folder of artefacts",
        expected: "a new folder, or that of an earlier run; --force uses it as it is")
    }
    self.path = path
    try FileSystem.makeDirectory(path)
    lock = try DirectoryLock(path)
  }

  /// `KIND-0123456789ab`, and the same `.unfinished`.
  private static func isArtefact(_ name: String) -> Bool {
    let stem = name.hasSuffix(".unfinished") ? String(name.dropLast(11)) : name
    guard let dash = stem.lastIndex(of: "-"), dash != stem.startIndex else { return false }
    let key = stem[stem.index(after: dash)...]
    return key.count == 12 && key.allSatisfy { "0123456789abcdef".contains($0) }
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
      try check(artefact)
      return artefact
    }
    let unfinished = final + ".unfinished"
    try FileSystem.makeDirectory(unfinished)
    try make(unfinished)
    let note: JSON = [
      "key": .string(key), "made_of": made,
      "files": try FolderSeal.digests(
        of: unfinished, except: ["lock", Self.noteName, TimingFile.name, TimingFile.logName]),
    ]
    try FileSystem.write(note.text(pretty: true) + "\n", to: unfinished + "/" + Self.noteName)
    try FileSystem.move(unfinished, to: final)
    checked.insert(key)
    return artefact
  }

  /// Throws when it is not what was written there.
  private func check(_ artefact: Artefact) throws(Diagnostic) {
    let known = try JSON(file: artefact.path + "/" + Self.noteName)
    guard known["key"]?.string == artefact.key else {
      throw Diagnostic(
        artefact.path, "was made of something else", expected: "a folder that nothing else writes to")
    }
    guard !checked.contains(artefact.key) else { return }
    let wayOut = "remove \(artefact.path), and the same command makes it again"
    let record = artefact.path + "/" + Self.noteName
    // Earlier versions listed none.
    if let listed = known["files"] {
      guard let files = listed.object else { throw .damagedList(record) }
      for (name, _) in files.members where !FileSystem.exists(artefact.path + "/" + name) {
        throw Diagnostic(artefact.path + "/" + name, "is missing", expected: wayOut)
      }
      try FolderSeal.check(artefact.path, record: record, files: files, wayOut: wayOut)
    }
    checked.insert(artefact.key)
  }

  private static let noteName = "artefact.json"
}
