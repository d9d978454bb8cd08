import ArgumentParser
import Files
import Reporting

/// Whether a long job tells how far it is, and how it is run: watched, told about, and stopped by a signal.
struct ProgressArguments: ParsableArguments {
  @Flag(help: "Say nothing on standard error but warnings and errors.")
  var quiet = false

  /// From now on the job is told about: it begins with what it prepares, which is not yet counted.
  /// - Parameter seconds: how long it may take to look whether it is to end, once it looks; 0: it does not.
  func begin(_ step: String, _ detail: String = "", patience seconds: Int) {
    if quiet { Terminal.beQuiet() }
    Interruption.watch(patience: seconds)
    Terminal.prepare(JobProgress(step, detail))
    Terminal.keepBeating()
  }
}

/// What a job that was stopped leaves, for the sentence that says so.
enum Remains {
  /// All that is finished is on the disk, and the same command goes on.
  case finished
  /// It is done as a whole or not at all.
  case nothing
}

extension Interruption {
  /// Tells how far the job is, and throws once a signal has come.
  /// - Parameters:
  ///   - place: what the job makes.
  ///   - extent: what is done of the whole, for people: `3 of 10 tensors`.
  static func tell(
    _ progress: JobProgress, _ place: String, _ extent: @autoclosure () -> String, leaves remains: Remains
  ) throws(Diagnostic) {
    Terminal.show(progress)
    try check(place, extent(), leaves: remains)
  }

  /// Throws once a signal has come.
  static func check(
    _ place: String, _ extent: @autoclosure () -> String, leaves remains: Remains
  ) throws(Diagnostic) {
    guard let status else { return }
    let (left, expectation) =
      switch remains {
      case .finished: ("all that is finished is kept", "the same command goes on where this one stopped")
      case .nothing: ("nothing is left of it", "the same command starts again")
      }
    throw Diagnostic(place, "interrupted after \(extent()); \(left)", expected: expectation, status: status)
  }
}
