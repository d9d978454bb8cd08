import ArgumentParser
import Files
import Pipelines
import Platform

/// How many processors a command may use.
struct ThreadArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads, or programs at the same time; as many as there are processors by default. Changes no result.",
      valueName: "n"))
  var threads: Int?

  /// As it was given; nil where it was not.
  func given() throws(Diagnostic) -> Int? { try NumberRange.threads(threads) }

  func count() throws(Diagnostic) -> Int { try given() ?? Machine.processors }

  /// Processes that execute programs, as they were given; nil where they were not.
  func workers() throws(Diagnostic) -> Int? { try NumberRange.workers(threads) }
}

/// How much of the machine a command may use.
struct MachineArguments: ParsableArguments {
  @OptionGroup var threads: ThreadArguments

  @Option(
    help: ArgumentHelp(
      "Memory that may be used in all, e.g. 500M or 4G; by default four fifths of what is free.", valueName: "size"))
  var memory: String?

  func threadCount() throws(Diagnostic) -> Int { try threads.count() }

  /// Bytes: as they were given, or four fifths of what is free now.
  func budget() throws(Diagnostic) -> Int {
    if let memory { return try MemorySize.bytes(memory, option: "--memory") }
    return (Machine.availableMemory ?? (4 << 30)) / 5 * 4
  }
}

/// How much of the machine a command may use that asks a model.
struct EngineArguments: ParsableArguments {
  @OptionGroup var threads: ThreadArguments

  @Option(
    help: ArgumentHelp(
      "Memory for computing, beside the model's weights, e.g. 500M or 4G; by default what the model needs for speed.",
      valueName: "size"))
  var workingMemory: String?

  @Option(help: ArgumentHelp("An earlier name of --working-memory.", valueName: "size"))
  var memory: String?

  /// Bytes, as they were given; nil where they were not.
  func givenMemory() throws(Diagnostic) -> Int? {
    if let workingMemory { return try MemorySize.bytes(workingMemory, option: "--working-memory") }
    guard let memory else { return nil }
    let bytes = try MemorySize.bytes(memory, option: "--memory")
    Terminal.note("--memory is read as --working-memory: it does not count the model's weights\n")
    return bytes
  }
}
