import CodeExecution
import Files

/// Items whose completions are there and whose programs are still to be executed.
struct ProgramQueue {
  var runner: any ProgramRunner
  let task: RunTask
  let seed: JudgeSeed
  private let record: (JudgeSeed) throws(Diagnostic) -> Void
  private var items: [OpenItems<Completion>.Complete] = []
  private var programs: [Program] = []
  /// Which item and which of its samples each program is.
  private var origins: [(entry: Int, slot: Int)] = []
  private var lastExecution = ContinuousClock.now

  /// A batch that keeps all cores busy for a moment.
  private static let most = 256
  private static let patience: Duration = .seconds(2)

  /// - Parameter record: is told the seed before the first verdict is kept, and may be told again.
  init(
    runner: any ProgramRunner, task: RunTask, seed: JudgeSeed, record: @escaping (JudgeSeed) throws(Diagnostic) -> Void
  ) {
    self.runner = runner
    self.task = task
    self.seed = seed
    self.record = record
  }

  var isDue: Bool {
    programs.count >= Self.most || ContinuousClock.now - lastExecution >= Self.patience
  }

  mutating func add(_ complete: OpenItems<Completion>.Complete) throws(Diagnostic) {
    guard case .program(let problem) = complete.item.solution else { return }
    for (slot, completion) in complete.answers.enumerated() {
      origins.append((items.count, slot))
      programs.append(problem.program(of: completion.text).judged(with: seed))
    }
    items.append(complete)
  }

  /// Judges what waits; items are kept as their last program is judged.
  mutating func execute(_ ledger: inout RunLedger, _ observe: Runner.Observer) throws {
    if programs.isEmpty { return }
    var reports = items.map { [ProgramReport?](repeating: nil, count: $0.answers.count) }
    let (items, origins, programs, task, seed, record) = (items, origins, programs, task, seed, record)
    try runner.reports(of: programs) { index, report in
      guard origins.indices.contains(index) else { throw Diagnostic.unaskedProgram(index, task) }
      let (entry, slot) = origins[index]
      guard reports[entry][slot] == nil else { throw Diagnostic.judgedTwice(items[entry].item, slot, task) }
      reports[entry][slot] = report
      let known = reports[entry].compactMap { $0 }
      guard known.count == reports[entry].count else { return }
      let judged = zip(items[entry].answers, known).map { JudgedCompletion($0, $1) }
      try record(seed)
      try ledger.keep(items[entry].item, shots: items[entry].shots, .programs(judged), observe)
    }
    if let entry = reports.firstIndex(where: { $0.contains { $0 == nil } }) {
      throw Diagnostic.unjudged(items[entry].item, task)
    }
    self.items = []
    self.origins = []
    self.programs = []
    lastExecution = .now
  }
}

extension Diagnostic {
  fileprivate static func unaskedProgram(_ index: Int, _ task: RunTask) -> Diagnostic {
    Diagnostic(task.benchmark.id, "the sandbox judged program \(index), which was not given to it", expected: oneEach)
  }

  fileprivate static func judgedTwice(_ item: Item, _ slot: Int, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      "\(task.benchmark.id), item '\(item.id)'", "the sandbox judged sample \(slot + 1) twice", expected: oneEach)
  }

  fileprivate static func unjudged(_ item: Item, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      "\(task.benchmark.id), item '\(item.id)'", "the sandbox has not judged all of its programs", expected: oneEach)
  }

  private static var oneEach: String { "a sandbox gives one verdict on each program" }
}
