import ArgumentParser
import Configuration
import Files
import Pipelines
import Reporting
import Worlds

struct WorldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "world",
    abstract: "Make a small world: a corpus to learn it from, instructions, and the nine benchmarks about it.",
    discussion: """
      Everything is invented, and a function of specification and seed. In the folder: pretraining/corpus.jsonl for \
      'assay train' with method: full; instruction/SOURCE.jsonl for 'assay train' and 'assay disperse'; data/ for \
      --data; world.json, which lists all files with their SHA-256.
      """)

  @Option(help: ArgumentHelp("Folder of the world; it must be new.", valueName: "dir"))
  var out: String?

  @Option(help: ArgumentHelp("Of all draws.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("YAML file with keys of the specification.", valueName: "file"))
  var spec: String?

  @Option(
    help: ArgumentHelp("A key of the specification, after those of the file: people=200.", valueName: "key=value"))
  var set: [String] = []

  @Flag(help: "Replace what is there, if Assay made it.")
  var force = false

  @Flag(help: "Print world.json.")
  var json = false

  @Flag(help: "Describe all keys of the specification.")
  var helpSpec = false

  mutating func run() throws {
    if helpSpec {
      try Terminal.print(WorldSpec.schema.outline.help)
      return
    }
    guard let out else {
      throw Diagnostic("--out", "is missing", expected: "the folder of the world", status: .wrongUsage)
    }
    var settings = try spec.map { (path) throws(Diagnostic) in try ConfigurationFile(path: path).settings } ?? []
    for assignment in set { settings += try ConfigurationFile(assignment: assignment, option: "--set").settings }
    let world = try World(WorldSpec(settings), seed: seed)
    let job = try WriteWorld(world, to: out, sources: spec.map { [$0] } ?? [], force: force)
    Interruption.watch()
    let report = try job.run { (done) throws(Diagnostic) in
      try Interruption.check(whole: out, done, of: world.fileCount, what: "files")
    }
    try Terminal.print(json ? report.text(pretty: true) + "\n" : Self.text(report, out: out))
  }

  private static func text(_ report: JSON, out: String) -> String {
    let files = report["files"]?.array ?? []
    let items = files.reduce(0) { $0 + ($1["items"]?.integer ?? 0) }
    return "\(out): \(Quantity.count(files.count)) files, \(Quantity.count(items)) items of nine benchmarks\n"
  }
}
