import Glibc

/// What this machine has, as far as jobs depend on it.
public enum Machine {
  public static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The time: ISO 8601, UTC, to the second.
  public static var now: String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let length = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Processors that this process may use: fewer than the machine has under taskset or in a container.
  public static var processors: Int {
    // A mask of hexadecimal digits, in groups of eight.
    let mask = SystemFile("/proc/self/status").value(of: "Cpus_allowed") ?? ""
    let count = mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
    return count > 0 ? count : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
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
    guard let value = SystemFile("/proc/meminfo").value(of: field),
      let kibibytes = value.split(separator: " ").first.flatMap({ Int($0) })
    else { return nil }
    return kibibytes.multipliedReportingOverflow(by: 1024).partialValue
  }

  private static func processorField(_ name: String) -> String? {
    SystemFile("/proc/cpuinfo").value(of: name)
  }
}
