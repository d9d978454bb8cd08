import Glibc

/// The place of a file that takes long to make: taken before the work begins, so that a second process is told at once, and written
/// whole or not at all.
public final class StagedFile {
  public let final: String
  /// Where it is to be written.
  public let path: String
  private let folder: StagingFolder

  public init(_ final: String) throws(Diagnostic) {
    self.final = final
    folder = try StagingFolder(for: final)
    path = folder.path + "/" + (final.split(separator: "/").last.map(String.init) ?? "result")
  }

  /// Gives the file its name; what had it before is replaced.
  public func finish() throws(Diagnostic) { try FileSystem.move(path, to: final) }
}
