import Glibc

/// The one rule for everything that a command writes: what is not its own is refused, and `--force` overrides that. Its own is what
/// is absent, an empty folder, or recognisably made by the same command. Never written, forced or not: the root, the home folder, an
/// input, a folder where a file belongs and the reverse. A symbolic link stands for what it points to.
public struct OutputPlace: Sendable {
  public enum Kind: Sendable { case file, folder }

  /// Without links at its end and without a last slash.
  public let path: String
  public let kind: Kind
  public let force: Bool

  /// - Parameters:
  ///   - trees: folders that are read: nothing is written at or below them.
  ///   - files: what is read besides, which is not written over.
  ///   - removes: whether what is at the place goes away as a whole; then no input may lie in it.
  public init(
    _ given: String, _ kind: Kind, trees: [String] = [], files: [String] = [], force: Bool = false,
    removes: Bool = false
  ) throws(Diagnostic) {
    guard !given.isEmpty else {
      throw Diagnostic("--out", "is empty", expected: "the name of a \(kind.word)", status: .wrongUsage)
    }
    path = try Self.followed(given, kind)
    self.kind = kind
    self.force = force
    let real = Self.resolved(path)
    let home = getenv("HOME").map { Self.resolved(String(cString: $0)) }
    guard real != "/", real != home else {
      throw Diagnostic(
        given, real == "/" ? "is the root of all folders" : "is the home folder",
        expected: "a \(kind.word) of its own for what is made", status: .wrongUsage)
    }
    for input in trees + files where !input.isEmpty {
      let other = Self.resolved(input)
      let isBelow = kind == .folder && trees.contains(input) && real.hasPrefix(other + "/")
      guard real != other, !isBelow, !(removes && other.hasPrefix(real + "/")), !Self.areSame(real, other, kind) else {
        throw Diagnostic(
          given, "\(real == other ? "is" : isBelow ? "lies in" : "holds") what is read: \(input)",
          expected: "another place for the result, outside of what it is made from", status: .wrongUsage)
      }
    }
  }

  /// Throws unless the place is free, the command's own, or forced.
  /// - Parameters:
  ///   - ignoring: names of a folder that say nothing: what a killed process leaves.
  ///   - isOwn: asked of what is there.
  ///   - refusal: about the first name of a foreign folder; the file's own name for a file.
  public func check(
    ignoring: (String) -> Bool = { _ in false }, isOwn: (_ path: String) -> Bool,
    refusal: (_ name: String) -> Diagnostic
  ) throws(Diagnostic) {
    guard FileSystem.exists(path), !force else { return }
    guard kind == .folder else {
      if !isOwn(path) { throw refusal(path) }
      return
    }
    let names = try FileSystem.names(in: path).filter { $0 != "lock" && !Self.isTemporary($0) && !ignoring($0) }
    if let first = names.first, !isOwn(path) { throw refusal(first) }
  }

  /// The same with the sentence for files.
  public func check(made what: String, isOwn: (_ path: String) -> Bool) throws(Diagnostic) {
    try check(isOwn: isOwn) { _ in
      Diagnostic(
        path, "is there already and is not \(what)", expected: "another name; --force writes over it")
    }
  }

  // MARK: names beside the place

  /// What is written until it is whole and gets its name. The same for all processes: its lock says whether one is at work.
  static func temporary(of path: String) -> String { path + temporaryEnding }
  private static let temporaryEnding = ".assay.tmp"

  /// Whether a file or folder of this name is one that was not finished.
  public static func isTemporary(_ name: String) -> Bool { name.hasSuffix(temporaryEnding) }

  /// The name that an unfinished file would have got.
  public static func finalName(ofTemporary name: String) -> String? {
    isTemporary(name) ? String(name.dropLast(temporaryEnding.count)) : nil
  }

  // MARK: paths

  /// Without `.`, `..` and links, also where the last parts do not exist yet.
  static func resolved(_ path: String) -> String {
    var head = path.isEmpty ? "." : path, tail: [String] = []
    while head.utf8.count > 1, head.hasSuffix("/") { head.removeLast() }
    while !FileSystem.exists(head) {
      let parent = FileSystem.directory(of: head)
      guard parent != head else { break }
      tail.insert(head.split(separator: "/").last.map(String.init) ?? head, at: 0)
      head = parent
      while head.utf8.count > 1, head.hasSuffix("/") { head.removeLast() }
    }
    var parts = FileSystem.realPath(head).split(separator: "/").map(String.init)
    for part in tail where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  private static func followed(_ given: String, _ kind: Kind) throws(Diagnostic) -> String {
    var path = given
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard kind == .folder || path == given else {
      throw Diagnostic(given, "names a folder", expected: "the name of a file", status: .wrongUsage)
    }
    var status = stat()
    guard lstat(path, &status) == 0 else { return path }
    if status.st_mode & S_IFMT == S_IFLNK {
      guard stat(path, &status) == 0 else {
        throw Diagnostic(
          given, "is a symbolic link to nothing", expected: "the name of a \(kind.word)", status: .wrongUsage)
      }
      path = FileSystem.realPath(path)
    }
    let type = status.st_mode & S_IFMT
    guard type == (kind == .file ? S_IFREG : S_IFDIR) else {
      let found = type == S_IFDIR ? "folder" : type == S_IFREG ? "file" : "device, pipe or socket"
      throw Diagnostic(
        given, "is a \(found)", expected: "a \(kind.word) is written here: another name", status: .wrongUsage)
    }
    return path
  }

  /// Whether two names are of one file.
  private static func areSame(_ one: String, _ other: String, _ kind: Kind) -> Bool {
    var first = stat(), second = stat()
    guard kind == .file, stat(one, &first) == 0, stat(other, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }
}

extension OutputPlace.Kind {
  fileprivate var word: String { self == .file ? "file" : "folder" }
}
