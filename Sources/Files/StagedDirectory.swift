import Glibc

/// A folder that comes into being whole or not at all: its files are written beside its final place, then it
/// is renamed.
public final class StagedDirectory {
  public let final: String
  /// Where the files are to be written.
  public let path: String
  private var isFinished = false

  /// Throws when something stands at the final place already, an empty folder excepted.
  public init(_ final: String) throws(Diagnostic) {
    var final = final
    while final.utf8.count > 1, final.hasSuffix("/") { final.removeLast() }
    if FileSystem.exists(final) {
      guard FileSystem.isDirectory(final), try FileSystem.names(in: final).isEmpty else {
        throw Diagnostic(
          final, "is there already", expected: "a new folder must be named; nothing is written over")
      }
    }
    self.final = final
    path = "\(final).\(getpid()).tmp"
    try FileSystem.removeDirectory(path)
    try FileSystem.makeDirectory(path)
  }

  /// Gives the folder its name.
  public func finish() throws(Diagnostic) {
    try FileSystem.move(path, to: final)
    isFinished = true
  }

  deinit {
    if !isFinished { try? FileSystem.removeDirectory(path) }
  }
}
