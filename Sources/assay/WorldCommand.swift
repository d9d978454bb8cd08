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

  @OptionGroup var configured: ConfigurationArguments

  @Option(help: ArgumentHelp("The same as --config: the specification.", valueName: "file"))
  var spec: String?

  @Flag(help: "Replace what is there, if Assay made it.")
  var force = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print world.json.")
  var json = false

  @Flag(help: "The same as --help-config.")
  var helpSpec = false

  mutating func run() throws {
    var configured = configured
    configured.helpConfig = configured.helpConfig || helpSpec
    if let spec { configured.config.append(spec) }
    if try configured.printsHelp(WorldSpec.schema.outline) { return }
    guard let out else {
      throw Diagnostic("--out", "is missing", expected: "the folder of the world", status: .wrongUsage)
    }
    let file = try configured.file()
    let settings = try configured.settings(of: file, by: WorldSpec.schema.outline)
    // Before a place is taken: from there on a signal leaves nothing.
    progress.begin("making a world", patience: 20)
    let world = try World(WorldSpec(settings), seed: seed)
    let job = try WriteWorld(world, to: out, sources: file.map { [$0] } ?? [], force: force)
    let report = try job.run { (done) throws(Diagnostic) in
      let extent = "\(Quantity.count(done)) of \(Quantity.count(world.fileCount)) files"
      try Interruption.tell(
        JobProgress("writing \(out)", extent, done: done, of: world.fileCount), out, extent, leaves: .nothing)
    }
    try Terminal.print(json ? report.text(pretty: true) + "\n" : Self.text(report, out: out))
  }

  private static func text(_ report: JSON, out: String) -> String {
    let files = report["files"]?.array ?? []
    let items = files.reduce(0) { $0 + ($1["items"]?.integer ?? 0) }
    return "\(out): \(Quantity.count(files.count)) files, \(Quantity.count(items)) items of nine benchmarks\n"
  }
}
