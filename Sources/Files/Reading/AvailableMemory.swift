internal import CFaults
import Glibc

/// How much memory this process may still take, so that a job which cannot fit says so instead of dying of it: neither Swift nor
/// the kernel gives a failed allocation back as an error.
public enum AvailableMemory {
  /// Bytes: what the machine has free, or what is left of the limits on this process (`ulimit -v`, `ulimit -d`), whichever is
  /// less; nil where nobody says.
  public static var bytes: Int? {
    var least = field("MemAvailable:", of: "/proc/meminfo")
    for (resource, used) in [(RLIMIT_AS, "VmSize:"), (RLIMIT_DATA, "VmData:")] {
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max else {
        continue
      }
      let taken = field(used, of: "/proc/self/status") ?? 0
      least = min(least ?? .max, max(0, Int(clamping: limit.rlim_cur) - taken))
    }
    return least
  }

  /// Throws where `bytes` more cannot be had.
  public static func check(_ bytes: Int, for place: String) throws(Diagnostic) {
    guard let free = Self.bytes, bytes > free else { return }
    throw Diagnostic(
      place,
      "takes \(ByteCount.text(bytes, rounded: .up)) of memory, and \(ByteCount.text(free, rounded: .down)) are free",
      expected: "a smaller file, or more memory for this process")
  }

  /// Lets a process that has used its limit up end with an error in words.
  public static func expectLimit() { assay_faults_expect_memory_limit() }

  /// A value in KiB, as bytes.
  private static func field(_ name: String, of path: String) -> Int? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 13)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    for line in bytes[..<count].split(separator: 0x0A) where line.starts(with: name.utf8) {
      let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
      guard words.count > 1, let kibibytes = Int(String(decoding: words[1], as: UTF8.self)) else { return nil }
      let (bytes, overflow) = kibibytes.multipliedReportingOverflow(by: 1024)
      return overflow ? .max : bytes
    }
    return nil
  }
}
