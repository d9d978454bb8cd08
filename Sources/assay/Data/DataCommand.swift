import ArgumentParser
import Files
import OfficialData

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "The official files of the benchmarks: where they are published, fetching and checking them.",
    discussion: """
      None of them is part of this program, and each has a licence of its own, which 'assay data list' names. What is \
      fetched is held against known digests; what is there is never written over.
      """,
    subcommands: [DataList.self, DataFetch.self, DataChecking.self])
}

/// Which files are meant.
struct DataFilesArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only the files of these benchmarks, protocols or parts of benchmarks, separated by commas.", valueName: "names"))
  var only: String?

  func choice() throws(Diagnostic) -> FileChoice {
    guard let only else { return try FileChoice([]) }
    let names = only.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard !names.contains("") else {
      throw .wrongUsage("--only", "'\(only)' names no task somewhere", "names with commas between them")
    }
    return try FileChoice(names)
  }
}

struct DataList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Where each file is published, its licence, citation and digest, and what reads it.")

  @OptionGroup var files: DataFilesArguments

  @Flag(help: "List each file of MMLU and BBH.")
  var details = false

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    let listing = DataListing(try files.choice())
    try Terminal.print(json ? listing.json.text(pretty: true) + "\n" : listing.text(details: details))
  }
}

struct DataChecking: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "What of the official files is there, what is missing or differs, and how many items each protocol finds.",
    discussion: "Exit code 0: all is there as it was published, 1: it is not.")

  @Argument(help: "Folder of the official files.")
  var directory: String

  @OptionGroup var files: DataFilesArguments

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var progress: ProgressArguments

  mutating func run() throws {
    let choice = try files.choice()
    progress.begin("checking \(directory)", patience: 20)
    let directory = directory
    let check = try DataCheck(directory, choice) { (what) throws(Diagnostic) in
      try Interruption.check(directory, "some files", leaves: .nothing)
    }
    try Terminal.print(json ? check.json.text(pretty: true) + "\n" : check.text(width: Terminal.width))
    guard check.isComplete else {
      throw Diagnostic(
        directory, "is not complete",
        expected: "the files as they were published; 'assay data fetch' fetches what is missing"
      )
    }
  }
}
