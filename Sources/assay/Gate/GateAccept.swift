import ArgumentParser
import Evaluation
import Files
import Gating
import Glibc
import Platform
import Reporting

struct GateAccept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Store a finished run as the reference that later ones are compared with.",
    discussion: """
      The file is text and small enough for a repository: its head says what was accepted, by whom and why, for a pull request.
      """)

  @Argument(help: ArgumentHelp("Folder of a finished run.", valueName: "run"))
  var folder: String

  @Option(help: ArgumentHelp("File of the reference; one that is there keeps its history.", valueName: "file"))
  var to = "reference.assay"

  @Option(help: ArgumentHelp("Why it is accepted.", valueName: "text"))
  var why = ""

  @Option(help: ArgumentHelp("By whom. Default: as CI, git or the environment says.", valueName: "who"))
  var by: String?

  @Option(help: ArgumentHelp("Of what commit. Default: as CI or the repository says.", valueName: "sha"))
  var commit: String?

  @Flag(help: "Write over a file that is no reference; its history begins anew.")
  var force = false

  mutating func run() throws {
    // A model of a report as well, but no reference, which is one already.
    let isFile = FileSystem.exists(folder) && !FileSystem.isDirectory(folder)
    let found = try isFile ? StoredRun(folder: folder) : ReferenceFile.run(at: folder)
    guard !found.isMiniature, found.items > 0 else {
      throw Diagnostic(
        folder, found.items == 0 ? "holds no items" : "was asked the built-in miniatures, which are no benchmark",
        expected: "a run with --data", status: .notComparable)
    }
    let place = try OutputPlace(to, .file, trees: [folder], force: force)
    try place.check(made: "a reference of assay gate") { ReferenceFile.isReference($0) }
    let isThere = FileSystem.exists(to) && ReferenceFile.isReference(to)
    let before: ReferenceFile
    do throws(Diagnostic) { before = try isThere ? ReferenceFile(to) : ReferenceFile(run: found, history: []) } catch {
      guard force else { throw error }
      before = ReferenceFile(run: found, history: [])
    }
    let accepted = before.accepting(
      found, date: Machine.now, by: by ?? Origin.person, why: why.isEmpty ? "not said" : why,
      commit: commit ?? Origin.commit ?? "not said")
    let text = accepted.text
    try FileSystem.write(text, to: to)
    try Terminal.print("\(to): \(found.summary)\n\(Quantity.count((text.utf8.count + 999) / 1000)) kB\n")
  }
}

struct GateLog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Show the history of a reference: who accepted what, when and why.")

  @Argument(help: ArgumentHelp("File of a reference.", valueName: "file"))
  var file = "reference.assay"

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() throws {
    let reference = try ReferenceFile(file)
    let list = JSON.array(reference.history.map(\.json)).text(pretty: true) + "\n"
    try Terminal.print(json ? list : reference.log.text(width: Terminal.width))
  }
}
