/// Folders of finished work, each named by the digest of what it was made from: what is there is never made again, and what depends
/// on a changed line is made anew under another name. Each lists the SHA-256 of its files, which are checked when it is used.
public final class ArtefactStore {
  public let path: String
  private let lock: DirectoryLock
  /// nil where this process has the folder for itself.
  let sharing: SharedWork?
  /// What was last said of something that another process makes.
  var lastHeld: Diagnostic?
  /// Artefacts of which the files are what they were.
  private var checked: Set<String> = []

  /// Something that was made, and what made it so.
  public struct Artefact: Sendable, Equatable {
    /// SHA-256 of kind, recipe and parents.
    public var key: String
    public var path: String
  }

  /// Opens or makes the folder. Throws for one that holds something else, unless forced.
  /// - Parameter timeout: the folder is shared with other processes that say so, too, and one that gives no sign of life for so long
  ///   is taken for dead; nil: one process at a time.
  public init(_ path: String, force: Bool = false, sharedUntil timeout: Duration? = nil) throws(Diagnostic) {
    let place = try OutputPlace(path, .folder, force: force)
    try place.check(ignoring: Self.isArtefact, isOwn: { _ in false }) { name in
      Diagnostic(
        path, "holds '\(name)' and is no folder of artefacts",
        expected: "a new folder, or that of an earlier run; --force uses it as it is")
    }
    self.path = path
    try FileSystem.makeDirectory(path)
    lock = try DirectoryLock(path, isShared: timeout != nil)
    if let timeout { sharing = try SharedWork(path, timeout: timeout) } else { sharing = nil }
  }

  deinit { if let sharing, lock.becomesExclusive() { sharing.removeFolder() } }

  /// `KIND-0123456789ab`, and the same `.unfinished`; and what says who makes what.
  private static func isArtefact(_ name: String) -> Bool {
    if name == SharedWork.folderName { return true }
    let stem = name.hasSuffix(".unfinished") ? String(name.dropLast(11)) : name
    guard let dash = stem.lastIndex(of: "-"), dash != stem.startIndex else { return false }
    let key = stem[stem.index(after: dash)...]
    return key.count == 12 && key.allSatisfy { "0123456789abcdef".contains($0) }
  }

  /// The artefact that this recipe and these parents make: the one that is there, or what `make` leaves in the folder that it is
  /// given. Where `make` was interrupted it gets its folder as it left it. Throws where another process makes it; see `attempt`.
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
    guard let sharing else {
      try complete(artefact, made, make)
      return artefact
    }
    let name = FileSystem.lastName(of: final)
    let result = try sharing.alone(name, final: final) { () throws(Diagnostic) -> Void in
      // It may have been made between the look above and the lease.
      if FileSystem.exists(final) { return try check(artefact) }
      do throws(Diagnostic) { try complete(artefact, made, make) } catch {
        // Whoever was taken over may be there still, and hold the lock of the job.
        guard error.isBusy else { throw error }
        sharing.hold(name, final: final)
        throw held(final)
      }
    }
    guard result != nil else { throw held(final) }
    return artefact
  }

  private func complete(
    _ artefact: Artefact, _ made: JSON, _ make: (_ folder: String) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let unfinished = artefact.path + ".unfinished"
    try FileSystem.makeDirectory(unfinished)
    // Where the file system knows locks, one that was taken over and wakes up is kept apart, too.
    let lock = sharing == nil ? nil : try HeldLock.ifKnown(unfinished)
    defer { _ = lock }
    try make(unfinished)
    let note: JSON = [
      "key": .string(artefact.key), "made_of": made,
      "files": try FolderSeal.digests(
        of: unfinished, except: ["lock", Self.noteName, TimingFile.name, TimingFile.logName]),
    ]
    try FileSystem.write(note.text(pretty: true) + "\n", to: unfinished + "/" + Self.noteName)
    try sharing?.check()
    try FileSystem.move(unfinished, to: artefact.path)
    checked.insert(artefact.key)
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
