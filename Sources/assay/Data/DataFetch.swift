import ArgumentParser
import Files
import OfficialData
import Reporting

struct DataFetch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Download what a folder lacks of the official files; what broke off goes on.",
    discussion: """
      Each file comes from the place that 'assay data list' names, is held against its known digest and put into its place whole. \
      What is there already stays as it is. Connections go through libcurl, which obeys https_proxy and no_proxy.
      """)

  @Argument(help: "Folder of the official files, for --data.")
  var directory: String

  @OptionGroup var files: DataFilesArguments

  @Option(
    help: ArgumentHelp(
      "A server with copies: https://HOST/PATH is fetched from URL/HOST/PATH. Digests are held all the same.",
      valueName: "url"))
  var mirror: String?

  @Option(
    help: ArgumentHelp("How long a server may say nothing. Default: 60.", valueName: "seconds"))
  var timeout: Int?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var progress: ProgressArguments

  mutating func run() throws {
    let seconds = try NumberRange.silence(timeout) ?? 60
    let job = FetchData(directory, try files.choice(), mirror: try server(), seconds: seconds)
    progress.begin("looking into \(directory)", patience: 20)
    let directory = directory, isJSON = json
    let outcomes = try job.run { (url, bytes, total) throws(Diagnostic) in
      let detail = "\(Quantity.count(bytes))\(total.map { " of \(Quantity.count($0))" } ?? "") bytes"
      try Interruption.tell(
        JobProgress(FileSystem.lastName(of: url), detail, done: bytes, of: total ?? 0), directory, detail,
        leaves: .finished)
    } told: { (outcome) throws(Diagnostic) in
      guard !isJSON else { return }
      switch outcome.kind {
      case .kept: break
      case .fetched: try Terminal.print("fetched  \(outcome.path)\n")
      case .byHand, .failed:
        guard let reason = outcome.reason else { return }
        if outcome.kind == .byHand {
          Terminal.warn("\(reason.place): \(reason.problem); \(reason.expectation)")
        } else {
          ErrorRendering.say(reason.place, reason.problem, reason.expectation, status: reason.status.rawValue)
        }
      }
    }
    let counts = [FetchData.Outcome.Kind.fetched, .kept, .byHand, .failed].map { kind in
      (kind, outcomes.count { $0.kind == kind })
    }
    if json {
      try Terminal.print(Self.json(outcomes).text(pretty: true) + "\n")
    } else {
      let words = counts.filter { $0.1 > 0 }.map { kind, count in
        "\(Quantity.count(count)) \(kind == .kept ? "there before" : kind.rawValue)"
      }
      try Terminal.print("\(directory): \(words.joined(separator: ", "))\n")
    }
    if let failed = counts.last?.1, failed > 0 {
      throw Diagnostic(
        directory, "\(failed) of \(outcomes.count) files could not be had",
        expected: "the errors above say why; the same command again fetches only what is missing")
    }
  }

  private func server() throws(Diagnostic) -> String? {
    guard let mirror else { return nil }
    guard mirror.hasPrefix("https://") || mirror.hasPrefix("http://") else {
      throw .wrongUsage("--mirror", "'\(mirror)' is no URL", "a URL that begins with https:// or http://")
    }
    return mirror
  }

  private static func json(_ outcomes: [FetchData.Outcome]) -> JSON {
    [
      "files": .array(
        outcomes.map { outcome in
          var json: JSONObject = ["path": .string(outcome.path), "outcome": .string(outcome.kind.rawValue)]
          if let reason = outcome.reason {
            json["reason"] = [
              "where": .string(reason.place), "what": .string(reason.problem), "expected": .string(reason.expectation),
            ]
          }
          return .object(json)
        })
    ]
  }
}
