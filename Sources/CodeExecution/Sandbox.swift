public import Files
import Glibc

/// Judges programs in `assay-sandbox` processes, one a core. Thrown away, it leaves no process behind.
public final class Sandbox: ProgramRunner {
  public struct Options: Sendable {
    /// The file `assay-sandbox`; nil: see `SandboxExecutable.find`.
    public var executable: String?
    /// nil: as many as this process may use cores.
    public var workers: Int?
    public var mode: VerdictMode
    /// Ask reference mode too, for `ProgramReport.referenceVerdict`; says nothing where `mode` is `.reference`.
    public var isComparing: Bool
    public var limits: SandboxLimits
    /// Go on without a layer that is required.
    public var allowsWeaker: Bool
    /// Layers to do without, as if this machine lacked them.
    public var without: [String]

    public init(
      executable: String? = nil, workers: Int? = nil, mode: VerdictMode = .strict, isComparing: Bool = false,
      limits: SandboxLimits = SandboxLimits(), allowsWeaker: Bool = false, without: [String] = []
    ) {
      self.executable = executable
      self.workers = workers
      self.mode = mode
      self.isComparing = isComparing
      self.limits = limits
      self.allowsWeaker = allowsWeaker
      self.without = without
    }
  }

  public let options: Options
  /// Of the interpreter that runs the programs.
  public let python: String
  public let layers: [SandboxLayer]
  /// What is imported before the first program.
  public let modules: [String]
  private let executable: String
  private let crew: WorkerCrew

  public convenience init(_ options: Options = Options()) throws(Diagnostic) {
    try self.init(options, patience: SandboxWorker.usualPatience)
  }

  /// - Parameter patience: how long a worker may take to say what it is.
  init(_ options: Options, patience: Duration) throws(Diagnostic) {
    self.options = options
    executable = try SandboxExecutable.find(options.executable)
    var arguments = options.allowsWeaker ? ["--allow-weaker"] : []
    for layer in options.without { arguments += ["--without", layer] }
    crew = WorkerCrew(executable: executable, arguments: arguments, patience: patience)
    let greetings = try crew.hire(max(1, options.workers ?? Self.usableCores))
    guard let greeting = greetings.first else { throw .noGreeting(executable) }
    if let missing = greeting.missing, !options.allowsWeaker {
      let reason = greeting.layers.first { $0.name == missing }?.reason ?? ""
      throw .missingLayer(missing, reason)
    }
    python = greeting.python
    layers = greeting.layers
    modules = greeting.modules
  }

  public func reports(of programs: [Program], completed: (Int, ProgramReport) throws -> Void) throws {
    // Once for each, so that a second run of it, and the other mode's, draw the same.
    let seed = JudgeSeed.drawn()
    let programs = programs.map { $0.secret.count == 32 ? $0 : $0.judged(with: seed) }
    var session = SandboxSession(programs: programs, options: options)
    try crew.work { (event) in
      switch event {
      case .idle(let isAlone): return session.next(isAlone: isAlone)
      case .done(let job, let reply):
        if let (index, report) = session.finish(job, reply) { try completed(index, report) }
        return nil
      }
    }
  }

  /// For a run's manifest: what could change a verdict.
  public var json: JSON {
    [
      "verdicts": .string(options.mode.rawValue), "python": .string(python), "limits": options.limits.json,
      "layers": .array(layers.filter(\.isHeld).map { .string($0.name) }),
      "weaker": .bool(options.allowsWeaker),
    ]
  }

  /// The processes of the workers, for tests that count them.
  var processes: [Int32] { crew.processes }

  /// What the workers hold now.
  public var footprint: SandboxFootprint { SandboxFootprint(of: crew.processes) }

  private static var usableCores: Int { Int(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

extension Diagnostic {
  static func noGreeting(_ executable: String) -> Diagnostic {
    Diagnostic(
      executable, "does not answer as a sandbox does",
      expected: "the program assay-sandbox that was built with assay; see 'assay doctor'"
    )
  }

  fileprivate static func missingLayer(_ name: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      "sandbox", "the layer '\(name)' is missing: \(reason)",
      expected: "generated programs need it; --allow-weaker-sandbox does without, and the run records that")
  }
}
