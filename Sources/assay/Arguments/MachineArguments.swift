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
      """
      Memory that may be used, e.g. 500M or 4G; by default four fifths of what is free. To score and to search it is what is used \
      beside the weights, and has a default of its own.
      """, valueName: "size"))
  var memory: String?

  func threadCount() throws(Diagnostic) -> Int { try threads.count() }

  /// As it was given; nil where it was not.
  func givenMemory() throws(Diagnostic) -> Int? {
    try memory.map { (text) throws(Diagnostic) in try MemorySize.bytes(text, option: "--memory") }
  }

  /// Bytes: as they were given, or four fifths of what is free now.
  func budget() throws(Diagnostic) -> Int { try givenMemory() ?? (Machine.availableMemory ?? (4 << 30)) / 5 * 4 }
}
