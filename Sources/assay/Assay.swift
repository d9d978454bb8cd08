import ArgumentParser
import Files
import Glibc
import Pipelines
import Platform

@main
struct Assay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Scores language models on the benchmarks that people compare them by; trains and merges them.",
    discussion: """
      A run is a folder: it can be killed and started again at any time. The same question gives the same \
      digest, whatever the threads and batches.

      Exit codes: 0 done, 1 the job failed, 2 a regression, 3 not comparable or not finished, 64 wrong usage; 129, 130 and 143 ended by a signal (HUP, INT, TERM).
      """,
    version: AssayVersion.line,
    subcommands: [
      Score.self, JoinCommand.self, ClusterCommand.self, Serve.self, Generate.self, Execute.self, GateCommand.self,
      CompareCommand.self,
      ItemsCommand.self,
      ReportCommand.self,
      AnalyzeCommand.self,
      Select.self, Disperse.self, Train.self,
      Estimate.self, Merge.self, Search.self,
      DTM.self,
      TokenizerCommand.self, WorldCommand.self, Study.self, Config.self, Tasks.self, DataCommand.self, Import.self,
      Export.self,
      Doctor.self,
      Completions.self, Complete.self, Man.self,
    ])

  static func main() {
    OpenDescriptor.openStandard()
    // A reader that goes away (`| head`) is no reason to lose a run.
    signal(SIGPIPE, SIG_IGN)
    // Neither is a limit on the size of files: what cannot be written is said.
    signal(SIGXFSZ, SIG_IGN)
    Interruption.begin()
    AvailableMemory.expectLimit()
    do {
      try checkStack()
      try checkArguments()
      var command = try parseAsRoot()
      try command.run()
    } catch {
      ErrorRendering.exit(with: error)
    }
  }

  /// A stack that is used up ends a program without a word, in whatever thread.
  private static func checkStack() throws(Diagnostic) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0, limit.rlim_cur < 192 << 10 else { return }
    throw Diagnostic(
      "memory", "the limit on this process's stack is \(limit.rlim_cur >> 10) KiB",
      expected: "256 KiB at least; 8 MiB are usual (ulimit -s 8192)")
  }

  /// Swift would repair an argument that is not UTF-8, and look for another file than the one that is meant.
  private static func checkArguments() throws(Diagnostic) {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let bytes = CommandLine.unsafeArgv[index] else { continue }
      guard String(validatingCString: bytes) == nil else { continue }
      throw Diagnostic(
        "argument \(index)", "'\(String(cString: bytes))' is not valid UTF-8",
        expected: "names in UTF-8; a link with such a name leads to a file that has none", status: .wrongUsage)
    }
  }
}
