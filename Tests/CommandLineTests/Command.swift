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
    let out = output ?? folder["stdout"]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    posix_spawn_file_actions_addopen(&actions, 2, folder["stderr"], O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    // A test's thread may have signals blocked or ignored, and a child inherits that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // The shell changes the folder and then becomes the program: signals reach the program.
    // A write beyond the limit is an error as on a full disk; by default it would be a signal.
    let limit = fileBlocks.map { "trap '' XFSZ; ulimit -f \($0); " } ?? ""
    let shell = [
      "/bin/sh", "-c", "cd \"$0\" && \(limit)\(before.map { $0 + "; " } ?? "")exec \"$@\"", folder.path, path,
    ]
    var argv: [UnsafeMutablePointer<CChar>?] = (shell + arguments).map { strdup($0) } + [nil]
    defer { for argument in argv { free(argument) } }
    var child = pid_t()
    try #require(posix_spawn(&child, shell[0], &actions, &attributes, &argv, environ) == 0)
    if let kill { wait(for: child, toSend: kill) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return Command(
      status: (status >> 8) & 0xFF, signal: status & 0x7F,
      output: output == nil ? String(decoding: try FileSystem.bytes(of: out), as: UTF8.self) : "",
      errors: String(decoding: try FileSystem.bytes(of: folder["stderr"]), as: UTF8.self))
  }

  private static func wait(for child: pid_t, toSend kill: Kill) {
    var info = siginfo_t()
    // Looks whether the child has ended, and leaves it to be waited for.
    while waitid(P_PID, id_t(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == 0 {
      if kill.when() {
        _ = Glibc.kill(child, kill.signal)
        return
      }
      usleep(500)
    }
  }
}
