import CodeExecution
import Files
import Glibc

extension Measurement {
  /// Verdicts a second on programs that do next to nothing, so that it is the sandbox that is measured.
  func measureSandbox() throws(Diagnostic) -> SectionResult {
    guard access(SandboxSubject.file, X_OK) == 0 else {
      return SectionResult(notes: ["skipped: there is no assay-sandbox beside assay-perf"])
    }
    var result = SectionResult()
    for (mode, goal) in [(VerdictMode.strict, 250.0), (.reference, 400.0)] {
      let subject = try SandboxSubject(mode: mode, workers: threads)
      let count = isQuick ? 20 : 500, spawns = isQuick ? 2 : 20
      let turns = try Interleaving(
        rounds: repeats, ceiling: { () throws(Diagnostic) in try subject.spawnRate(spawns) },
        work: { () throws(Diagnostic) in try subject.rate(count) })
      result.figures += [
        Figure("\(mode.rawValue) verdicts", turns.work, "programs/s", goal: .valueAtLeast(goal)),
        Figure(
          "\(mode.rawValue) verdicts", turns, "programs/s", ceiling: "python3 -I -S -c, the same imports",
          goal: .ratioAtLeast(8)),
      ]
      if mode == .strict { result.figures += try subject.leaks(isQuick ? 100 : 10_000) }
    }
    result.notes.append("\(threads) workers; python3 is spawned once at a time; memory is resident, not shared out")
    return result
  }
}

/// A sandbox with a trivial program for it.
struct SandboxSubject {
  static let file = FileSystem.directory(of: FileSystem.realPath("/proc/self/exe")) + "/assay-sandbox"

  private let sandbox: Sandbox
  private let program = Program(
    candidate: "def add(x, y):\n    return x + y\n", helpers: "def add(x, y):\n    pass\n",
    tests: "def check(candidate):\n    assert candidate(1, 2) == 3\n    assert candidate(2, 2) == 4\n\ncheck(add)",
    entryPoint: "add")

  init(mode: VerdictMode, workers: Int) throws(Diagnostic) {
    sandbox = try Sandbox(Sandbox.Options(executable: Self.file, workers: workers, mode: mode))
  }

  /// Programs a second. That each passes is part of the measurement.
  func rate(_ count: Int) throws(Diagnostic) -> Double {
    let watch = Stopwatch()
    try run(count)
    return Double(count) / watch.seconds
  }

  private func run(_ count: Int) throws(Diagnostic) {
    var verdicts: [Verdict: Int] = [:]
    do {
      try sandbox.reports(of: Array(repeating: program, count: count)) { verdicts[$1.verdict, default: 0] += 1 }
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic("sandbox", "\(error)", expected: "a verdict on each program")
    }
    guard verdicts == [.passed: count] else {
      let list = verdicts.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ")
      throw Diagnostic("sandbox", "right programs did not all pass: \(list)", expected: "\(count) passed")
    }
  }

  /// Starts of Python a second that do no more than import what the sandbox has imported.
  func spawnRate(_ count: Int) throws(Diagnostic) -> Double {
    let imports = "import " + sandbox.modules.joined(separator: ",")
    let watch = Stopwatch()
    for _ in 0..<count {
      let ending = try ChildProcess.run("/usr/bin/python3", ["-I", "-S", "-c", imports])
      guard ending.status == 0 else {
        throw Diagnostic("/usr/bin/python3", "ended with status \(ending.status)", expected: "0")
      }
    }
    return Double(count) / watch.seconds
  }

  /// What is left behind by many programs in a row.
  func leaks(_ count: Int) throws(Diagnostic) -> [Figure] {
    let before = sandbox.footprint
    try run(count)
    let after = sandbox.footprint
    func figure(_ name: String, _ value: Double, _ unit: String, atMost bound: Double) -> Figure {
      Figure(name, Spread([value]), unit, goal: .valueAtMost(bound))
    }
    let workers = Double(max(1, sandbox.options.workers ?? 1))
    let grown = Double(after.residentBytes - before.residentBytes)
    return [
      figure("memory of a worker", Double(before.residentBytes) / workers / 1e6, "MB", atMost: 60),
      figure("processes left by \(count) programs", Double(after.processes - before.processes), "", atMost: 0),
      figure("descriptors left by them", Double(after.descriptors - before.descriptors), "", atMost: 0),
      figure("memory left by them", grown / workers / 1e6, "MB a worker", atMost: 1),
    ]
  }
}
