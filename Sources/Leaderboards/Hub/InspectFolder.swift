import Evaluation
public import Files

/// Runs as logs of inspect_ai, one for each task of each run, by the names by which `inspect view` finds them. Dates are those of the runs.
public struct InspectFolder: Sendable {
  public let path: String
  private let force: Bool

  public init(_ path: String, force: Bool) {
    self.path = path
    self.force = force
  }

  /// Throws where the place is none, before anything is read.
  public func check(inputs: [String]) throws(Diagnostic) {
    do throws(Diagnostic) { _ = try OutputPlace(path, .folder, trees: inputs, force: force) } catch {
      throw Diagnostic(
        "--inspect-log", "\(error.place) \(error.problem)", expected: error.expectation, status: error.status)
    }
  }

  /// Gives what was left out, a sentence each. Throws where a run does not say when it was made, and where another file has one of the
  /// names; then nothing is written.
  public func write(_ board: Leaderboard) throws(Diagnostic) -> [String] {
    var left: [String] = [], logs: [InspectLog] = []
    let wanted = Set(board.columns.map(\.way.id))
    for row in board.rows where row.origin != .published {
      let runs = row.runs.filter { FileSystem.isDirectory($0.place) }
      if runs.isEmpty { left.append("\(row.name) has no items with prompts and answers, and no log in \(path)") }
      for run in runs {
        guard let date = try RunDate([run.place]) else {
          throw Diagnostic(
            run.place, "does not say when it was made: it has no timing.json with a date",
            expected: "the folder as the run wrote it; a log holds a date, and that of now would be another")
        }
        for task in run.tasks where wanted.contains(task.id) {
          logs.append(InspectLog(row: row, run: run, task: task, date: date))
        }
      }
    }
    for log in logs {
      let file = "\(path)/\(log.fileName)"
      guard FileSystem.exists(file), !force else { continue }
      let text = try Self.text(log)
      guard try FileSystem.bytes(of: file) == Array(text.utf8) else {
        throw Diagnostic(
          file, "is there already and is another file", expected: "another folder; --force writes over it")
      }
    }
    try FileSystem.makeDirectory(path)
    // One at a time: of many items they are large.
    for log in logs { try FileSystem.write(try Self.text(log), to: "\(path)/\(log.fileName)") }
    return left
  }

  private static func text(_ log: InspectLog) throws(Diagnostic) -> String { try log.json().text(pretty: true) + "\n" }
}
