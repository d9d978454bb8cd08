import Glibc

/// Which process holds something, so that another one of the same machine can see whether it still lives.
struct ProcessIdentity: Equatable {
  /// The running system and the namespace that numbers its processes: two that say the same can see each other. Empty where it
  /// cannot be told.
  var system: String
  var process: Int
  /// When it was started, in ticks since the system was: numbers of processes are used again.
  var started: Int

  static let own = ProcessIdentity(
    system: system, process: Int(getpid()), started: started(of: Int(getpid())) ?? 0)

  private static var system: String {
    var name = [CChar](repeating: 0, count: 128)
    let count = readlink("/proc/self/ns/pid", &name, name.count)
    guard count > 0, let boot = ShortFile.text(of: "/proc/sys/kernel/random/boot_id") else { return "" }
    return boot.filter { !$0.isWhitespace } + " "
      + String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Field 22 of `/proc/PID/stat`; the program's name before it may hold anything, but ends with the last parenthesis.
  private static func started(of process: Int) -> Int? {
    guard let stat = ShortFile.text(of: "/proc/\(process)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    return fields.count > 19 ? Int(fields[19]) : nil
  }

  /// false only where it is certain: a process of this system that is gone.
  var mayLive: Bool {
    guard !system.isEmpty, system == Self.own.system else { return true }
    return Self.started(of: process) == started
  }
}
