/// The programs of one call: which is next, what came of each, and which runs out of time and is tried again alone.
struct SandboxSession {
  /// One program in one mode.
  struct Job: Hashable {
    var index: Int
    var mode: VerdictMode
    var isRetry = false
    /// How often a worker died over it.
    var deaths = 0
  }

  let programs: [Program]
  private let modes: [VerdictMode]
  let limits: SandboxLimits
  /// Reversed: the next one is the last.
  private var waiting: [Job]
  private var retries: [Job] = []
  private var results: [Job: (verdict: Verdict, seconds: Double)] = [:]

  init(programs: [Program], options: Sandbox.Options) {
    self.programs = programs
    limits = options.limits
    modes = options.mode == .strict && options.isComparing ? [.strict, .reference] : [options.mode]
    let modes = modes
    waiting = programs.indices.reversed().flatMap { index in
      modes.reversed().map { Job(index: index, mode: $0) }
    }
  }

  /// The next job for a worker that has none; retries come last, and only while no other worker is busy.
  mutating func next(isAlone: Bool) -> (job: Job, program: Program, limits: SandboxLimits)? {
    guard let job = waiting.popLast() ?? (isAlone ? retries.popLast() : nil) else { return nil }
    return (job, programs[job.index], limits)
  }

  /// Takes a verdict in; the report once the program has all that it needs. nil as a verdict: the worker died.
  mutating func finish(_ job: Job, _ verdict: Verdict?, _ seconds: Double) -> (Int, ProgramReport)? {
    guard let verdict else {
      var again = job
      again.deaths += 1
      if again.deaths < 2 {
        retries.append(again)
        return nil
      }
      return record(job, .crashed(signal: 9), seconds)
    }
    if verdict == .timedOut && !job.isRetry {
      var again = job
      again.isRetry = true
      retries.append(again)
      return nil
    }
    return record(job, verdict, seconds)
  }

  private mutating func record(_ job: Job, _ verdict: Verdict, _ seconds: Double) -> (Int, ProgramReport)? {
    var key = job
    key.deaths = 0
    results[key] = (verdict, seconds)
    let known = modes.map { mode in
      [false, true].compactMap { retry in
        results[Job(index: job.index, mode: mode, isRetry: retry)].map { ($0, retry) }
      }.first
    }
    guard let first = known[0], !known.contains(where: { $0 == nil }) else { return nil }
    let passedAlone = first.1 && first.0.verdict != .timedOut
    return (
      job.index,
      ProgramReport(
        verdict: first.0.verdict, seconds: first.0.seconds, retried: passedAlone,
        referenceVerdict: known.count > 1 ? known[1]?.0.verdict : nil)
    )
  }
}
