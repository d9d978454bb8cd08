import Files
import Platform
import Training

/// `timing.jsonl` of a run: a line for each session (date, host, threads) and for each of its updates (seconds, tokens a second), in
/// the order in which they were made; an update that was made again after a kill is there twice.
final class TrainingTiming {
  private let file: AppendOnlyFile

  /// Opens the file; a last line without its end goes.
  /// - Parameter isOver: whether there is nothing left to do, so that no session begins.
  init(folder: String, threads: Int, isOver: Bool) throws(Diagnostic) {
    let path = folder + "/" + TimingFile.logName
    let bytes = FileSystem.exists(path) ? try FileSystem.bytes(of: path) : []
    file = try AppendOnlyFile(path)
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if whole < bytes.count { try file.truncate(to: whole) }
    if isOver { return }
    let session: JSON = [
      "date": .string(Machine.now), "host": .string(Machine.hostName), "threads": .integer(threads),
    ]
    try append(["session": session])
  }

  func append(_ step: Trainer.Step, seconds: Double) throws(Diagnostic) {
    try append([
      "update": .integer(step.update), "tokens": .integer(step.tokens), "seconds": .number(seconds),
      "tokens_per_second": seconds > 0 ? .number(Double(step.tokens) / seconds) : .null,
    ])
  }

  private func append(_ line: JSON) throws(Diagnostic) { try file.append(Array((line.text() + "\n").utf8)) }
}
