public import CodeExecution
public import Evaluation
public import Files

/// The sandbox of a run, as its options want it.
public struct ProgramSandbox: Sendable {
  public var verdicts: Judging.Verdicts
  /// Go on without a layer that is required.
  public var allowsWeaker: Bool
  /// The file `assay-sandbox`; nil: the one beside the running program, or what ASSAY_SANDBOX names.
  public var executable: String?
  /// Programs that are judged at the same time; nil: one for each processor.
  public var workers: Int?

  public var limits: SandboxLimits
  /// What the tests' draws are made of; nil: drawn, or what a run that is resumed has recorded.
  public var seed: JudgeSeed?

  public init(
    verdicts: Judging.Verdicts = .strict, allowsWeaker: Bool = false, executable: String? = nil, workers: Int? = nil,
    limits: SandboxLimits = SandboxLimits(), seed: JudgeSeed? = nil
  ) {
    self.seed = seed
    self.limits = limits
    self.verdicts = verdicts
    self.allowsWeaker = allowsWeaker
    self.executable = executable
    self.workers = workers
  }

  /// Starts its processes.
  public func open() throws(Diagnostic) -> Sandbox {
    try Sandbox(
      Sandbox.Options(
        executable: executable, workers: workers, mode: verdicts == .reference ? .reference : .strict,
        isComparing: verdicts != .reference, limits: limits, allowsWeaker: allowsWeaker))
  }

  /// What the run's manifest says of it.
  public func judging(in sandbox: Sandbox) -> Judging { Judging(verdicts: verdicts, sandbox: sandbox.json, seed: seed) }
}
