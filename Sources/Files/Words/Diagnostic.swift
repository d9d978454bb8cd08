/// What a person is told when a job cannot go on: `where: what`, then what was expected instead.
///
/// Every error that Assay throws at its user is one of these. The sentences of a module are static functions in an
/// extension beside the code that throws them, so that they can be read, and tested, as a list.
public struct Diagnostic: Error, Sendable, Equatable, CustomStringConvertible {
  /// File (with `:line` where there is one), option or part of the job, as its user knows it.
  public var place: String
  /// What is wrong there.
  public var problem: String
  /// What would have been right; becomes the second line.
  public var expectation: String
  /// The exit status that the job ends with; see `ExitStatus`.
  public var status: ExitStatus

  public init(
    _ place: String, _ problem: String, expected expectation: String,
    status: ExitStatus = .failed
  ) {
    self.place = place
    self.problem = problem
    self.expectation = expectation
    self.status = status
  }

  /// Two lines without the leading `error: `.
  public var description: String { "\(place): \(problem)\n\(expectation)" }
}

/// The exit codes of every command.
public enum ExitStatus: Int32, Sendable {
  case done = 0
  case failed = 1
  case regression = 2
  case notComparable = 3
  case wrongUsage = 64
  /// By a signal, as shells count: 128 and the signal's number.
  case hungUp = 129
  case interrupted = 130
  case terminated = 143

  /// Whether a signal ended the job.
  public var isSignal: Bool { rawValue > 128 }
}

extension Diagnostic {
  /// A system call on `path` failed with `code` (an `errno` value).
  static func system(_ path: String, _ action: String, code: Int32) -> Diagnostic {
    Diagnostic(
      path, "\(action): \(SystemError.text(code))",
      expected: SystemError.advice(code))
  }
}
