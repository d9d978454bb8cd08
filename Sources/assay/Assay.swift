import ArgumentParser
import Files
import Glibc
import Pipelines

@main
struct Assay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Scores language models on the benchmarks that people compare them by; trains and merges them.",
    discussion: """
      A run is a folder: it can be killed and started again at any time. The same question gives the same \
      digest, whatever the threads and batches.

      Exit codes: 0 done, 1 the job failed, 64 wrong usage.
      """,
    version: AssayVersion.current,
    subcommands: [
      Score.self, Execute.self, Disperse.self, Train.self, Estimate.self, Merge.self, Search.self, DTM.self,
      TokenizerCommand.self, WorldCommand.self, Study.self, Tasks.self, Import.self, Doctor.self,
    ])

  static func main() {
    OpenDescriptor.openStandard()
    // A reader that goes away (`| head`) is no reason to lose a run.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      ErrorRendering.exit(with: error)
    }
  }
}
