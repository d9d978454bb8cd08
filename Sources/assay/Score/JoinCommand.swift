import ArgumentParser
import Evaluation
import Files
import Glibc
import Pipelines
import Reporting

struct JoinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "join", abstract: "Make the shards of a run the whole run.",
    discussion: """
      RUN is the folder that 'assay score --shard' was given. Each item must be finished in some shard, or in several with equal bits; \
      then results, samples and digest are those of one process. No model is needed. Joining again changes nothing.
      """)

  @Argument(help: ArgumentHelp("Folder of a run that was asked with --shard.", valueName: "run"))
  var folder: String

  @Option(help: ArgumentHelp("Folder with the official files. Default: where the shards had it.", valueName: "dir"))
  var data: String?

  @Flag(help: "Wait for shards that are not finished, and show how far they are.")
  var watch = false

  @Flag(help: "Give each subtask of MMLU and BBH a row of its own.")
  var details = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print results.json instead of the table.")
  var json = false

  mutating func run() throws {
    let job = JoinShards(folder, data: data)
    if watch { try wait(for: job) }
    let result = try job.join()
    if json {
      try Terminal.print(String(decoding: try FileSystem.bytes(of: folder + "/results.json"), as: UTF8.self))
    } else {
      try Terminal.print(ResultTable(result, details: details).text(width: Terminal.width))
    }
  }

  /// Looks every few seconds.
  private func wait(for job: JoinShards) throws {
    progress.begin("waiting for the shards of \(folder)", patience: 5)
    while true {
      let state = try job.state()
      guard !state.isFinished else { return }
      let finished = state.shards.count { $0.finished == $0.items }
      let extent = "\(Quantity.count(state.finished)) of \(Quantity.count(state.items)) items"
      let step = "\(finished) of \(state.shards.count) shards finished"
      let open = state.shards.filter { $0.finished < $0.items }.map(\.words)
      Terminal.show(
        JobProgress(step, ([extent] + open.prefix(4)).joined(separator: "; "), done: state.finished, of: state.items))
      for _ in 0..<20 {
        usleep(250_000)
        try Interruption.check(folder, extent, leaves: .finished)
      }
    }
  }
}
