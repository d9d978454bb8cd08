import ArgumentParser
import Configuration
import Files
import Pipelines
import Reporting

struct Select: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "select",
    abstract:
      "Choose records of a corpus by scores: Deita's complexity and quality, or numbers of the texts themselves.",
    discussion: """
      The folder that --out names gets selected.jsonl, a corpus for assay train; control.jsonl, as many records of the same lengths drawn at \
      random; scores.jsonl, what each record was worth; and manifest.json. An interrupted selection goes on behind the prompts that were answered.
      """)

  @OptionGroup var configured: ConfigurationArguments

  @Option(help: ArgumentHelp("The corpus; may be given several times. The key data.", valueName: "file"))
  var data: [String] = []

  @Option(help: ArgumentHelp("Folder of the result. The key out.", valueName: "dir"))
  var out: String?

  @OptionGroup var threads: ThreadArguments

  @Flag(help: "Replace an earlier selection in the folder, and ask all prompts anew.")
  var fresh = false

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Print the manifest, as JSON.")
  var json = false

  mutating func run() throws {
    let keys = SelectionConfiguration.schema.outline
    if try configured.printsHelp(keys) { return }
    var configuration = SelectionConfiguration()
    try configuration.apply(
      try configured.settings(
        of: configured.file(), by: keys, options: [OptionSetting("out", out), OptionSetting("data", data)]))
    try configuration.check()
    progress.begin("reading the corpus", patience: 20)
    let job = try SelectRecords(configuration, threads: try threads.count())
    Terminal.note(job.notes)
    let outcome = try job.run(startsOver: fresh) { (event) throws(Diagnostic) in
      switch event {
      case .warning(let text): Terminal.warn(text)
      case .working(let what, let done, let total):
        let extent = "\(Quantity.count(done)) of \(Quantity.count(total))"
        try Interruption.tell(
          JobProgress(what, extent, done: done, of: total), configuration.out, extent, leaves: .finished)
      }
    }
    try Terminal.print(json ? outcome.manifest.text(pretty: true) + "\n" : Self.text(outcome, out: configuration.out))
  }

  private static func text(_ outcome: SelectRecords.Outcome, out: String) -> String {
    func count(_ key: String) -> Int { outcome.manifest[key]?.integer ?? 0 }
    func words(_ key: String) -> String { Quantity.count(count(key)) }
    var text = "\(out): \(words("selected")) of \(words("records")) records by \(outcome.manifest["by"]?.string ?? "")"
    text += outcome.isOld ? ", there already\n" : "\n"
    text += "\(words("above")) above the threshold, \(words("alike")) of them too like another\n"
    text += "\(words("selected_words")) words; the control of as many records has \(words("control_words"))\n"
    if count("unscored") > 0 { text += "\(words("unscored")) records have no value, and are not selected\n" }
    if count("truncated_prompts") > 0 {
      text += "\(words("truncated_prompts")) prompts were longer than the scorer's context, and lost their beginning\n"
    }
    return text
  }
}
