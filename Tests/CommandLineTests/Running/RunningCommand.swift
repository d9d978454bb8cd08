import Files
import Glibc
import TestSupport
import Testing

/// A process of `assay` that has been started: for what is done to it meanwhile.
struct RunningCommand {
  let process: pid_t
  private let folder: ScratchDirectory
  private let output, errors: String?
  private let streams: (out: String, err: String)

  /// - Parameters:
  ///   - name: tells the streams of several at once apart.
  ///   - errors: where standard error goes that is not kept: a terminal.
  init(
    _ arguments: [String], in folder: ScratchDirectory, name: String = "", output: String? = nil, errors: String? = nil,
    fileBlocks: Int? = nil, shell before: String? = nil
  ) throws {
    self.folder = folder
    self.output = output
    self.errors = errors
    streams = (output ?? folder["stdout" + name], errors ?? folder["stderr" + name])
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, streams.out, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    posix_spawn_file_actions_addopen(&actions, 2, streams.err, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
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
      "/bin/sh", "-c", "cd \"$0\" && \(limit)\(before.map { $0 + "; " } ?? "")exec \"$@\"", folder.path,
      Command.path,
    ]
    var argv: [UnsafeMutablePointer<CChar>?] = (shell + arguments).map { strdup($0) } + [nil]
    defer { for argument in argv { free(argument) } }
    var child = pid_t()
    try #require(posix_spawn(&child, shell[0], &actions, &attributes, &argv, environ) == 0)
    process = child
  }

  /// Waits until something is true. False where the process ended before.
  func waits(for isTrue: () -> Bool) -> Bool {
    var info = siginfo_t()
    // Looks whether it has ended, and leaves it to be waited for.
    while waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == 0 {
      if isTrue() { return true }
      usleep(500)
    }
    return false
  }

  func send(_ signal: Int32) { _ = kill(process, signal) }

  /// Whether a SIGSTOP has come to it.
  var isStopped: Bool {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return false }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 256)
    guard fgets(&text, 256, file) != nil, let end = strrchr(text, Int32(UInt8(ascii: ")"))) else { return false }
    return end[2] == CChar(bitPattern: UInt8(ascii: "T"))
  }

  /// Whether it has mapped a file into its memory, at this moment.
  func hasMapped(_ path: String) -> Bool {
    guard let file = fopen("/proc/\(process)/maps", "r") else { return false }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?, size = 0
    defer { free(line) }
    while getline(&line, &size, file) > 0 {
      if let line, strstr(line, path) != nil { return true }
    }
    return false
  }

  /// Waits for its end.
  func finish() throws -> Command {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return Command(
      status: (status >> 8) & 0xFF, signal: status & 0x7F,
      output: output == nil ? String(decoding: try FileSystem.bytes(of: streams.out), as: UTF8.self) : "",
      errors: errors == nil ? String(decoding: try FileSystem.bytes(of: streams.err), as: UTF8.self) : "")
  }
}
