import Files
import Glibc
import TestSupport
import Testing

/// The built `assay`, run as its users run it.
struct Command {
  /// Beside the test bundle, where the package manager puts all products.
  static let path = FileSystem.directory(of: FileSystem.realPath("/proc/self/exe")) + "/assay"

  var status: Int32
  /// The signal that ended it, or 0.
  var signal: Int32
  var output: String
  var errors: String

  /// A signal that is sent as soon as something is true.
  struct Kill {
    var signal: Int32
    var when: () -> Bool
  }

  /// Runs to the end, in the scratch folder.
  /// - Parameters:
  ///   - fileBlocks: where files end that it writes, in 512 bytes: a full disk, for one process.
  ///   - shell: what the shell does before it becomes the program; `$@` are its arguments.
  static func run(
    _ arguments: [String], in folder: ScratchDirectory, output: String? = nil, kill: Kill? = nil,
    fileBlocks: Int? = nil, shell before: String? = nil
  ) throws -> Command {
    let started = try RunningCommand(arguments, in: folder, output: output, fileBlocks: fileBlocks, shell: before)
    if let kill, started.waits(for: kill.when) { started.send(kill.signal) }
    return try started.finish()
  }
}
