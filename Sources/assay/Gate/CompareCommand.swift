public import ArgumentParser
import Evaluation
import Files
public import Gating

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare runs of the same questions, item by item.",
    discussion: """
      Two runs: differences with their intervals, and how many items were lost and gained; with --items these, with both answers. \
      More runs: who is better than whom, and which cannot be told apart.
      """)

  @Argument(help: ArgumentHelp("Folders of finished runs, or files of references; the first is A.", valueName: "run"))
  var runs: [String]

  @Option(
    help: ArgumentHelp(
      "Show such items: \(RunComparison.Change.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "which"))
  var items: RunComparison.Change?

  @Option(help: ArgumentHelp("Of this task alone: a name or a protocol.", valueName: "name"))
  var task: String?

  @OptionGroup var shown: ShownItems

  @Flag(help: "Compare the tasks and items that all of them have, where they do not have the same.")
  var intersect = false

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    guard runs.count > 1 else {
      throw Diagnostic("RUN", "there is one run", expected: "two or more", status: .wrongUsage)
    }
    guard runs.count <= 100 else {
      throw Diagnostic("RUN", "there are \(runs.count) runs", expected: "at most 100", status: .wrongUsage)
    }
    let limit = try shown.limit()
    var stored: [StoredRun] = []
    for run in runs { stored.append(try ReferenceFile.run(at: run)) }
    var policy = GatePolicy()
    // People may compare what no gate would.
    (policy.allowedUnscored, policy.seeds, policy.sandboxes) = (.max, .any, .any)
    let gate = Gate(policy: policy, intersects: intersect, meanLeavesOut: false)
    let comparison = try RunComparison(stored, gate: gate)
    if let items {
      return try Terminal.print(comparison.items(items, task: task, limit: limit, promptLength: shown.promptLength))
    }
    try Terminal.print(json ? comparison.json.text(pretty: true) + "\n" : comparison.text(width: Terminal.width))
  }
}

extension RunComparison.Change: ExpressibleByArgument {}

/// How many items are shown, and how much of them.
struct ShownItems: ParsableArguments {
  @Option(help: ArgumentHelp("Items to show at most.", valueName: "n"))
  var show = 20

  @Flag(help: "Show prompts whole instead of their last 600 characters.")
  var full = false

  func limit() throws(Diagnostic) -> Int { try NumberRange.shown(show) ?? show }

  var promptLength: Int? { full ? nil : 600 }
}
