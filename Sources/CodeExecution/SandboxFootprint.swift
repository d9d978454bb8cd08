import Glibc

/// What the workers of a sandbox hold right now: what a leak would make grow.
public struct SandboxFootprint: Sendable, Hashable {
  public var processes: Int
  /// Open descriptors of all of them; 0 where the system does not show them.
  public var descriptors: Int
  /// Resident memory, what several of them share counted for each.
  public var residentBytes: Int

  /// Of processes and all that descend from them.
  init(of roots: [pid_t]) {
    var waiting = roots
    (processes, descriptors, residentBytes) = (0, 0, 0)
    while let pid = waiting.popLast() {
      processes += 1
      descriptors += Self.entries("/proc/\(pid)/fd")
      // Pages: size, resident, …
      let pages = Self.text("/proc/\(pid)/statm").split(separator: " ").compactMap { Int($0) }
      residentBytes += (pages.count > 1 ? pages[1] : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
      waiting += Self.text("/proc/\(pid)/task/\(pid)/children").split(separator: " ").compactMap { pid_t($0) }
    }
  }

  private static func entries(_ folder: String) -> Int {
    guard let stream = opendir(folder) else { return 0 }
    defer { closedir(stream) }
    var count = 0
    while readdir(stream) != nil { count += 1 }
    return max(0, count - 2)
  }

  private static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
  }
}
