import Files
import Glibc
import TestSupport
import Testing

extension Command {
  /// Runs a line of shell, in which `assay`, `perf` and `sandbox` are the built programs: for what only a shell says, closed
  /// descriptors and two at once.
  static func shell(_ line: String, in folder: ScratchDirectory) throws -> Command {
    let script = """
      assay() { "\(path)" "$@"; }
      perf() { "\(path)-perf" "$@"; }
      sandbox() { "\(path)-sandbox" "$@"; }
      cd "\(folder.path)" || exit 99
      { \(line)
      } </dev/null >shell.stdout 2>shell.stderr
      """
    let words: [String] = ["/bin/sh", "-c", script]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child = pid_t()
    try #require(posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ) == 0)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    func text(_ name: String) throws -> String {
      let text = String(decoding: try FileSystem.bytes(of: folder[name]), as: UTF8.self)
      try FileSystem.remove(folder[name])
      return text
    }
    return Command(
      status: (status >> 8) & 0xFF, signal: status & 0x7F, output: try text("shell.stdout"),
      errors: try text("shell.stderr"))
  }
}
