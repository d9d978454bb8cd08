import Files
import Glibc
import Pipelines
import Platform

/// A program that is started, and waited for.
enum ChildProcess {
  struct Ending {
    /// Exit status; 128 and more: the signal that ended it.
    var status: Int32
    var seconds: Double
    /// Most resident memory in bytes, mapped files counted; 0 where it was not asked for.
    var peakMemory: Int
    /// Most of it that is no mapped file.
    var peakOwnMemory: Int
  }

  /// Runs a program by its path, output into the file `output`. Its peak memory is read while it runs, where
  /// asked for: what the system tells afterwards would count the memory of this process, for a child begins
  /// as its copy.
  static func run(
    _ program: String, _ arguments: [String], output: String = "/dev/null", watchingMemory: Bool = false
  ) throws(Diagnostic) -> Ending {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    argv.append(nil)
    defer { for argument in argv { free(argument) } }
    var pid: pid_t = 0
    let watch = Stopwatch()
    let code = posix_spawn(&pid, program, &actions, nil, argv, environ)
    guard code == 0 else {
      throw Diagnostic(
        program, "cannot be started: \(String(cString: strerror(code)))",
        expected: "a program that can be run")
    }
    var status: Int32 = 0, peak = 0, own = 0
    while true {
      let ended = waitpid(pid, &status, watchingMemory ? WNOHANG : 0)
      if ended == pid { break }
      guard ended == 0 || errno == EINTR else {
        throw Diagnostic(program, "cannot be waited for", expected: "a child of this process")
      }
      let system = SystemFile("/proc/\(pid)/status")
      peak = max(peak, bytes(system, "VmHWM"))
      own = max(own, bytes(system, "RssAnon"))
      usleep(3000)
    }
    let signal = status & 0x7F
    return Ending(
      status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, seconds: watch.seconds, peakMemory: peak,
      peakOwnMemory: own)
  }

  private static func bytes(_ status: SystemFile, _ name: String) -> Int {
    (status.value(of: name)?.split(separator: " ").first.flatMap { Int($0) } ?? 0) * 1024
  }
}
