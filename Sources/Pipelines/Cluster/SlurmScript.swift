public import Files

/// A job array for Slurm, as a script that its user reads, edits and starts: `bash SCRIPT` submits it, and behind it a job that ends the
/// work, where there is one.
public struct SlurmScript: Sendable {
  /// Of the job, and of its log files.
  public var name: String
  public var tasks: Int
  public var processors: Int
  /// Bytes of each task.
  public var memory: Int
  /// Minutes of each task.
  public var minutes: Int
  /// Lines of `#SBATCH` besides, without that word.
  public var directives: [String] = []
  /// What each task executes, argument by argument.
  public var command: [String]
  /// What is executed once all tasks are done; empty for nothing.
  public var conclusion: [String]
  /// What whoever reads the script should know, a line each.
  public var notes: [String]

  public init(
    name: String, tasks: Int, processors: Int, memory: Int, minutes: Int, command: [String], conclusion: [String] = [],
    notes: [String] = []
  ) {
    self.name = name
    self.tasks = tasks
    self.processors = processors
    self.memory = memory
    self.minutes = minutes
    self.command = command
    self.conclusion = conclusion
    self.notes = notes
  }

  public var text: String {
    var lines = ["#!/bin/bash"] + notes.map { "# " + $0 }
    lines += [
      "#SBATCH --job-name=\(name)", "#SBATCH --array=1-\(tasks)", "#SBATCH --ntasks=1",
      "#SBATCH --cpus-per-task=\(processors)", "#SBATCH --mem=\(Self.mebibytes(memory))M",
      "#SBATCH --time=\(Self.time(minutes))",
      // What is killed goes on where it was.
      "#SBATCH --requeue", "#SBATCH --open-mode=append", "#SBATCH --output=%x-%A_%a.log",
    ]
    lines += directives.map { "#SBATCH " + $0 }
    lines += [
      "set -euo pipefail", "", "if [ -z \"${SLURM_ARRAY_TASK_ID:-}\" ]; then",
      "  # Not a task of the array: submits it.",
    ]
    if conclusion.isEmpty {
      lines.append("  exec sbatch \"$0\"")
    } else {
      lines += [
        "  array=$(sbatch --parsable \"$0\")", "  array=${array%%;*}", "  echo \"array job $array\"",
        "  exec sbatch --dependency=\"afterok:$array\" --job-name=\(name)-join --output=%x-%A.log "
          + (directives.isEmpty ? "" : directives.map(Self.quoted).joined(separator: " ") + " ")
          + "--wrap \(Self.quoted(Self.line(conclusion)))",
      ]
    }
    lines += ["fi", "exec " + Self.line(command) + " --threads \"$SLURM_CPUS_PER_TASK\""]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func mebibytes(_ bytes: Int) -> Int { (bytes + (1 << 20) - 1) >> 20 }

  /// `D-HH:MM:00`
  static func time(_ minutes: Int) -> String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    return "\(minutes / 1440)-\(two(minutes / 60 % 24)):\(two(minutes % 60)):00"
  }

  static func line(_ arguments: [String]) -> String { arguments.map(quoted).joined(separator: " ") }

  /// As the shell reads it back.
  static func quoted(_ argument: String) -> String {
    let isPlain = argument.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./,=:@+%".utf8.contains(byte)
      }
    }
    guard !isPlain || argument.isEmpty else { return argument }
    return "'" + argument.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// Throws for a name or directive that would break a line or say something else to Slurm.
  public func check() throws(Diagnostic) {
    for (option, text) in [("--job-name", name)] + directives.map({ ("--sbatch", $0) }) {
      guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw Diagnostic(option, "is not a text of one line", expected: "a text of one line", status: .wrongUsage)
      }
    }
    for directive in directives where !directive.hasPrefix("-") {
      throw Diagnostic(
        "--sbatch", "'\(directive)' is no option of sbatch", expected: "--partition=NAME and the like",
        status: .wrongUsage)
    }
    guard name.utf8.allSatisfy({ $0 > 0x20 && !"\"'\\`$%".utf8.contains($0) }) else {
      throw Diagnostic("--job-name", "'\(name)' cannot name files", expected: "letters and digits", status: .wrongUsage)
    }
  }
}
