import ArgumentParser
import Evaluation
import Files
import Gating

struct ItemsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "items", abstract: "Show items of a run: what was asked, what is right, what was answered.",
    discussion: "Of choices '*' marks what is right and '>' what the model finds the likeliest.")

  @Argument(
    help: ArgumentHelp("Folder of a finished run, or FOLDER#NAME of a report of 'assay dtm'.", valueName: "run"))
  var folder: String

  @Option(help: ArgumentHelp("Of this task alone: a name or a protocol.", valueName: "name"))
  var task: String?

  @Flag(help: "Only items that are answered wrongly.")
  var wrong = false

  @Flag(help: "Only items that are answered rightly.")
  var right = false

  @Option(help: ArgumentHelp("The item of this id; may be given several times.", valueName: "id"))
  var id: [String] = []

  @Option(help: ArgumentHelp("Only items whose prompt or answer holds this text.", valueName: "text"))
  var grep: String?

  @OptionGroup var shown: ShownItems

  @Flag(help: "Print the lines of the sample files as JSON.")
  var json = false

  mutating func run() throws {
    guard !(wrong && right) else {
      throw Diagnostic("--right", "is given with --wrong", expected: "one of the two, or neither", status: .wrongUsage)
    }
    let listing = ItemListing(
      task: task, state: wrong ? .wrong : right ? .right : .all, ids: id, search: grep, limit: try shown.limit(),
      promptLength: shown.promptLength)
    // A reference holds no answers.
    let isFile = FileSystem.exists(folder) && !FileSystem.isDirectory(folder)
    let run = try isFile ? StoredRun(folder: folder) : ReferenceFile.run(at: folder)
    try Terminal.print(json ? listing.json(of: run).text(pretty: true) + "\n" : listing.text(of: run))
  }
}
