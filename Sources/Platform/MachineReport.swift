import CodeExecution
public import Files
import Glibc
import Tensors

/// The job of `assay doctor`: what this machine can do, layer by layer.
public struct MachineReport: Sendable {
  public var checks: [Check]

  /// One line of the report.
  public struct Check: Sendable, Equatable {
    public var name: String
    public var value: String
    public var state: State

    /// `missing` is something that a part of Assay needs; `absent` something that it can do without; `broken`
    /// something that is there and does not do what it is there for.
    public enum State: String, Sendable { case ok, absent, missing, broken }

    init(_ name: String, _ value: String?, else state: State = .missing, _ otherwise: String = "not found") {
      self.name = name
      self.value = value ?? otherwise
      self.state = value == nil ? state : .ok
    }

    init(_ name: String, _ value: String, _ state: State) {
      self.name = name
      self.value = value
      self.state = state
    }
  }

  /// - Parameter sandbox: the file `assay-sandbox`; nil: see `SandboxExecutable.find`.
  public init(sandbox: String? = nil) {
    let kernel = ThreadPool.InstructionSet.best
    let features = Machine.processorFeatures
    checks = [
      Check("assay", AssayVersion.current),
      Check("Swift runtime", "\(_SwiftStdlibVersion.current)"),
      Check("processor", Machine.processorName, else: .absent, "unknown"),
      Check("processors", "\(Machine.processors) usable"),
      Check(
        "instructions", features.isEmpty ? nil : features.joined(separator: " "), else: .absent,
        "none that matter"),
      Check(
        "kernels", kernel == .portable ? nil : "\(kernel)", else: .absent,
        "portable: correct, and slower than on a processor with AVX2"),
      Check("memory", Machine.totalMemory.map { ByteCount.text($0) }, else: .absent, "unknown"),
      Check("memory available", Machine.availableMemory.map { ByteCount.text($0) }, else: .absent, "unknown"),
      Check("libsentencepiece", SharedLibrary("libsentencepiece.so.0")?.fileName),
      Check("Oniguruma", SharedLibrary("libonig.so.5")?.text(of: "onig_version")),
      Check(
        "utf8proc",
        (SharedLibrary("libutf8proc.so.2") ?? SharedLibrary("libutf8proc.so.3"))?.text(of: "utf8proc_version")),
      Check("zlib", SharedLibrary("libz.so.1")?.text(of: "zlibVersion")),
      Check("libcurl", SharedLibrary("libcurl.so.4")?.text(of: "curl_version")),
      Check("libmicrohttpd", SharedLibrary("libmicrohttpd.so.12")?.text(of: "MHD_get_version")),
      Check("libarchive", SharedLibrary("libarchive.so.13")?.text(of: "archive_version_string")),
      Check("libcrypto", SharedLibrary("libcrypto.so.3")?.text(of: "OpenSSL_version", argument: 0)),
      Check("OpenBLAS", Self.blas, else: .absent, "not found; some merges, and a search by CMA-ES, need it"),
    ]
    checks += Self.sandbox(sandbox)
  }

  /// Nothing that is needed is missing.
  public var isSound: Bool { faults.isEmpty }

  /// What makes the machine unsound.
  public var faults: [Check] { checks.filter { $0.state == .missing || $0.state == .broken } }

  public var text: String {
    let width = checks.map(\.name.count).max() ?? 0
    return checks.map { check in
      let padding = String(repeating: " ", count: width - check.name.count)
      let state = check.state.rawValue + String(repeating: " ", count: 7 - check.state.rawValue.count)
      return "\(state)  \(check.name)\(padding)  \(check.value)\n"
    }.joined()
  }

  public var json: JSON {
    [
      "sound": .bool(isSound),
      "checks": .array(
        checks.map {
          ["name": .string($0.name), "state": .string($0.state.rawValue), "value": .string($0.value)]
        }),
    ]
  }

  /// `Haswell, OpenBLAS 0.3.21 …`
  private static var blas: String? {
    // Loading it starts its threads; one is enough to be asked its name.
    setenv("OPENBLAS_NUM_THREADS", "1", 0)
    guard let library = SharedLibrary("libopenblas.so.0") else { return nil }
    let parts = [library.text(of: "openblas_get_config"), library.text(of: "openblas_get_corename")]
    return parts.compactMap { $0 }.joined(separator: ", core ")
  }
}
