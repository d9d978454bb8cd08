import Files
import Glibc

/// What this machine has, as far as jobs depend on it.
public enum Machine {
  public static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Processors that this process may use: fewer than the machine has under taskset or in a container.
  public static var processors: Int {
    var set = cpu_set_t()
    guard sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &set) == 0 else {
      return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
    let count = withUnsafeBytes(of: &set) { $0.reduce(0) { $0 + $1.nonzeroBitCount } }
    return max(1, count)
  }

  /// Bytes; nil where the system does not tell.
  public static var totalMemory: Int? { memory("MemTotal") }
  public static var availableMemory: Int? { memory("MemAvailable") }

  public static var processorName: String? { processorField("model name") }

  /// Names of the instruction set extensions that matter to the kernels, of those that the processor has.
  public static var processorFeatures: [String] {
    let flags = Set((processorField("flags") ?? processorField("Features") ?? "").split(separator: " "))
    return ["avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512_bf16", "amx_bf16", "asimd", "asimdhp"]
      .filter { flags.contains(Substring($0)) }
  }

  private static func memory(_ field: String) -> Int? {
    guard let line = value(of: field, in: "/proc/meminfo"),
      let kibibytes = line.split(separator: " ").first.flatMap({ Int($0) })
    else { return nil }
    return kibibytes.multipliedReportingOverflow(by: 1024).partialValue
  }

  private static func processorField(_ name: String) -> String? { value(of: name, in: "/proc/cpuinfo") }

  /// The value of the first `name : value` line. The files of /proc have no size, so they are read, not mapped.
  private static func value(of name: String, in path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 16384)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let parts = text.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, trimmed(parts[0]) == name else { continue }
      return trimmed(parts[1])
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text.drop(while: \.isWhitespace))
  }
}
