import ArgumentParser
import Evaluation
import Files
import Gating
import Reporting

struct GatePlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Say before anything is run what a gate could see, and choose the items for it.",
    discussion: """
      'needed' are the items that find a drop of the margin with the power; 'catches' is the smallest drop that the chosen ones would \
      show. How often reference and candidate differ is assumed, or taken from an earlier run with --against.
      """)

  @Argument(
    help: ArgumentHelp(
      "Folder of the reference's run, the file of a reference, or FOLDER#NAME.", valueName: "reference"))
  var reference: String?

  @OptionGroup var policy: PolicyArguments

  @Option(help: ArgumentHelp("The least drop that matters, for all tasks; else as the policy says.", valueName: "part"))
  var margin: Double?

  @Option(help: ArgumentHelp("With what probability it is to be found; else as the policy says.", valueName: "part"))
  var power: Double?

  @Option(help: ArgumentHelp("Share of the items on which the two runs are expected to differ.", valueName: "part"))
  var discordance = 0.15

  @Option(help: ArgumentHelp("An earlier candidate, by which that share is measured.", valueName: "run"))
  var against: String?

  @Option(help: ArgumentHelp("Minutes that asking may take, by the speed of the reference.", valueName: "n"))
  var minutes: Double?

  @Option(help: ArgumentHelp("File to write the chosen items to, for 'assay score --items'.", valueName: "file"))
  var items: String?

  @Flag(help: "Write over a file that is something else.")
  var force = false

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    if try policy.printsHelp() { return }
    var plan = GatePlan(policy: try policy.value(), discordance: try Self.part("--discordance", discordance, 0...1))
    if let margin { plan.policy.margin = try Self.part("--margin", margin, (0.0).nextUp...1) }
    if let power { plan.policy.power = try Self.part("--power", power, 0.5...0.999) }
    let budget = try minutes.map { (minutes) throws(Diagnostic) in
      try Self.part("--minutes", minutes, (0.0).nextUp...1e6) * 60
    }
    guard let reference else {
      throw Diagnostic(
        "gate plan", "the reference is not given", expected: "assay gate plan REFERENCE", status: .wrongUsage)
    }
    let run = try ReferenceFile.run(at: reference)
    plan.seconds = try RunSpeed.secondsPerItem(of: reference)
    guard budget == nil || plan.seconds.count == run.tasks.count else {
      throw Diagnostic(
        "--minutes", "\(reference) does not say how long its tasks took",
        expected: "the folder of a run that was asked without interruption", status: .wrongUsage)
    }
    if let against { plan.measured = try plan.discordances(run, try ReferenceFile.run(at: against)) }
    let entries = plan.entries(of: run, budget: budget)
    guard entries.contains(where: { $0.chosen > 0 }) else {
      throw Diagnostic(
        "--minutes", "not one item of \(reference) can be asked in that time", expected: "more minutes",
        status: .wrongUsage)
    }
    let written = try items.map { path throws(Diagnostic) in
      try write(entries, of: reference, to: path, seed: plan.policy.seed)
    }
    if json { return try Terminal.print(plan.json(entries).text(pretty: true) + "\n") }
    try Terminal.print(plan.text(entries, width: Terminal.width) + (written ?? ""))
  }

  private static func part(
    _ option: String, _ value: Double, _ range: ClosedRange<Double>
  ) throws(Diagnostic) -> Double {
    guard range.contains(value) else {
      let least = range.lowerBound > 0 && range.lowerBound < 1e-300 ? "above 0, to" : "\(range.lowerBound) to"
      throw Diagnostic(
        option, "\(value) is out of range", expected: "\(least) \(range.upperBound)", status: .wrongUsage)
    }
    return value
  }

  /// - Returns: how many items stand in the file.
  private func write(
    _ entries: [GatePlan.Entry], of reference: String, to path: String, seed: UInt64
  ) throws(Diagnostic) -> String {
    let remark = "chosen by assay gate plan from \(reference), seed \(seed)"
    let place = try OutputPlace(path, .file, trees: [reference], force: force)
    try place.check(made: "a list of items by assay gate plan") { path in
      ((try? FileSystem.bytes(of: path)) ?? []).starts(with: "# chosen by assay gate plan".utf8)
    }
    let selection = ItemSelection(seed: seed)
    let chosen = entries.map { entry in
      (task: entry.task.id, items: selection.items(of: entry.task, count: entry.chosen).map(\.item))
    }
    try FileSystem.write(ItemList.text(chosen.filter { !$0.items.isEmpty }, remark: remark), to: path)
    let count = chosen.reduce(0) { $0 + $1.items.count }
    return "\(path): \(Quantity.count(count)) items\n"
  }
}
