public import Files
import Glibc

/// What `assay-sandbox --probe` found: each layer, tried by attempts to get out of it.
public struct SandboxProbe: Sendable {
  public struct Finding: Sendable, Hashable {
    public enum State: String, Sendable {
      case present, absent
      /// It is there, and something got through.
      case broken
    }

    public var name: String
    public var isRequired: Bool
    public var state: State
    /// How that is known.
    public var proof: String
  }

  public var findings: [Finding]

  /// Runs the probe to its end, which takes a second.
  /// - Parameter executable: the file `assay-sandbox`; nil: see `SandboxExecutable.find`.
  public init(executable: String? = nil, without: [String] = []) throws(Diagnostic) {
    let path = try SandboxExecutable.find(executable)
    let worker = try SandboxWorker(
      path, arguments: ["--probe"] + without.flatMap { ["--without", $0] }, patience: SandboxWorker.usualPatience)
    guard let findings = Self.findings(in: worker.lines()), !findings.isEmpty else {
      throw .noGreeting(path)
    }
    self.findings = findings
  }

  /// Lines of name, kind, state and proof, set apart by tabs.
  static func findings(in text: String) -> [Finding]? {
    var findings: [Finding] = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count == 4, let state = Finding.State(rawValue: String(parts[2])) else { return nil }
      findings.append(
        Finding(
          name: String(parts[0]), isRequired: parts[1] == "required", state: state, proof: String(parts[3])))
    }
    return findings
  }
}
