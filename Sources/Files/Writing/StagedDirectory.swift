import Glibc

/// A folder that comes into being whole or not at all: its files are written beside its final place, then it
/// is renamed. One process at a time; what a killed one left is removed by the next.
public final class StagedDirectory {
  public let final: String
  /// Where the files are to be written.
  public var path: String { folder.path }
  private let folder: StagingFolder
  private let isReplaced: (String) -> Bool

  /// For a command's result: the rule of `OutputPlace`, and with `force` a folder is replaced that has a record of Assay's, and no other.
  /// - Parameters:
  ///   - record: the name of the file that says what made it.
  ///   - member: what that file must hold.
  public convenience init(
    _ path: String, trees: [String] = [], files: [String] = [], force: Bool, record: String = FolderSeal.recordName,
    member: String = "made_by"
  ) throws(Diagnostic) {
    let place = try OutputPlace(path, .folder, trees: trees, files: files, force: force, removes: force)
    if force, FileSystem.exists(place.path), try !FileSystem.names(in: place.path).isEmpty,
      !Self.isOwn(place.path, record, member)
    {
      throw Diagnostic(
        path, "is there already and was not made by this command",
        expected: "another folder; --force replaces only what Assay itself made")
    }
    try self.init(place.path) { force && Self.isOwn($0, record, member) }
  }

  private static func isOwn(_ path: String, _ record: String, _ member: String) -> Bool {
    guard let record = try? JSON(file: path + "/" + record) else { return false }
    return record[member] != nil && !FileSystem.exists(path + "/.git")
  }

  /// Throws when something stands at the final place already, an empty folder excepted.
  /// - Parameter isReplaced: whether what stands there may go, as soon as the new folder is whole; asked of a folder.
  public init(_ final: String, isReplaced: @escaping (_ path: String) -> Bool = { _ in false }) throws(Diagnostic) {
    var final = final
    while final.utf8.count > 1, final.hasSuffix("/") { final.removeLast() }
    self.final = final
    self.isReplaced = isReplaced
    try Self.check(final, isReplaced)
    folder = try StagingFolder(for: final)
    // Another process may just have finished.
    try Self.check(final, isReplaced)
  }

  private static func check(_ final: String, _ isReplaced: (String) -> Bool) throws(Diagnostic) {
    guard FileSystem.exists(final) else { return }
    guard FileSystem.isDirectory(final), try FileSystem.names(in: final).isEmpty || isReplaced(final) else {
      throw Diagnostic(
        final, "is there already", expected: "a new folder must be named; nothing is written over")
    }
  }

  /// renameat2 with RENAME_EXCHANGE, which Swift's module of the C library does not show.
  private static func exchange(_ one: String, _ other: String) -> Bool {
    typealias Call = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    return unsafeBitCast(symbol, to: Call.self)(AT_FDCWD, one, AT_FDCWD, other, 2) == 0
  }

  /// Gives the folder its name; with the old one it changes places in one step.
  public func finish() throws(Diagnostic) {
    guard FileSystem.exists(final), try !FileSystem.names(in: final).isEmpty else {
      return try FileSystem.move(path, to: final)
    }
    try Self.check(final, isReplaced)
    if Self.exchange(path, final) { return try FileSystem.removeDirectory(path) }
    // A file system that cannot exchange.
    try FileSystem.removeDirectory(final)
    try FileSystem.move(path, to: final)
  }
}
