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
  private var results: [Place: (reply: WorkerReply, isRetry: Bool)] = [:]
  /// Wall time, in seconds.
  private var used: [Place: Double] = [:]

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
    var limits = limits
    if job.isRetry { limits.wallSeconds = left(for: job) }
    return (job, programs[job.index], limits)
  }

  /// Takes a reply in; the report once the program has all that it needs. nil as a reply: the worker died.
  mutating func finish(_ job: Job, _ reply: WorkerReply?) -> (Int, ProgramReport)? {
    guard let reply else {
      var again = job
      again.deaths += 1
      if again.deaths < 2 {
        retries.append(again)
        return nil
      }
      return record(job, WorkerReply(.crashed(signal: 9)))
    }
    used[Place(job), default: 0] += reply.wallSeconds
    // A busy machine makes CPU time longer, but nobody sleep: what ran out of wall time would do so again.
    if reply.verdict == .timedOut && !reply.isWall && !job.isRetry && left(for: job) >= limits.cpuSeconds {
      var again = job
      again.isRetry = true
      retries.append(again)
      return nil
    }
    return record(job, reply)
  }

  /// Of the wall time that all runs of a program in one mode have together.
  private func left(for job: Job) -> Double { limits.wallSeconds - used[Place(job), default: 0] }

  private mutating func record(_ job: Job, _ reply: WorkerReply) -> (Int, ProgramReport)? {
    results[Place(job)] = (reply, job.isRetry)
    let known = modes.map { results[Place(index: job.index, mode: $0)] }
    guard let first = known[0], !known.contains(where: { $0 == nil }) else { return nil }
    return (
      job.index,
      ProgramReport(
        verdict: first.reply.verdict, seconds: first.reply.seconds,
        retried: first.isRetry && first.reply.verdict != .timedOut,
        referenceVerdict: known.count > 1 ? known[1]?.reply.verdict : nil,
        changedArguments: first.reply.changedArguments)
    )
  }

  /// A program in a mode, whichever of its runs.
  private struct Place: Hashable {
    var index: Int
    var mode: VerdictMode

    init(index: Int, mode: VerdictMode) {
      self.index = index
      self.mode = mode
    }

    init(_ job: Job) { self.init(index: job.index, mode: job.mode) }
  }
}
