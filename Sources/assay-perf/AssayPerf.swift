import ArgumentParser
import Checkpoints
import Files
import Glibc
import Pipelines
import Platform

@main
struct AssayPerf: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay-perf",
    abstract: "Measures how quick Assay is on this machine, beside what the machine can do.",
    discussion: """
      Each figure is taken in turns with its ceiling (OpenBLAS's sgemm, reading
      memory), so that the ratio holds on a machine that others use too. Without
      --model a model with random weights is made in TMPDIR, and removed.

      Sections: \(Section.allCases.map(\.rawValue).joined(separator: ", ")).

      A missed goal is reported, it is no failure. Exit codes: 0 measured,
      1 something failed (also: two paths that must give the same bits do not),
      64 wrong usage, 129, 130 or 143 ended by a signal. Each figure is printed
      when it is had, and a table of all at the end; what was measured before a
      stop is printed, too, and stands in the file of --json.
      """)

  @Option(help: ArgumentHelp("Only this section; may be given several times.", valueName: "section"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Threads; as many as there are processors by default.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("Rounds; the median is judged. Default 5, quick: 2.", valueName: "n"))
  var repeats: Int?

  @Option(help: ArgumentHelp("Model folder, instead of random weights.", valueName: "dir"))
  var model: String?

  @Option(help: ArgumentHelp("Layers of the random model. Default 6, quick: 2.", valueName: "n"))
  var layers: Int?

  @Option(help: ArgumentHelp("Its number format: f16, bf16 or f32.", valueName: "format"))
  var format = "f16"

  @Flag(help: "A tiny shape, to see that everything works; judges no goal.")
  var quick = false

  @Option(help: ArgumentHelp("Write all figures there as JSON.", valueName: "file"))
  var json: String?

  static func main() {
    OpenDescriptor.openStandard()
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as Diagnostic {
      fail(error)
    } catch {
      // Help, version, completions.
      if exitCode(for: error).isSuccess {
        do { try Console.print(fullMessage(for: error) + "\n") } catch { fail(error) }
        Glibc.exit(0)
      }
      let problem = message(for: error).split(separator: "\n").first ?? "is not understood"
      fail(
        Diagnostic(
          "command line", problem.prefix(1).lowercased() + problem.dropFirst(),
          expected: "see 'assay-perf --help'", status: .wrongUsage))
    }
  }

  private static func fail(_ error: Diagnostic) -> Never {
    Console.note("error: \(error.place): \(error.problem)\n       \(error.expectation)\n")
    Glibc.exit(error.status.rawValue)
  }

  mutating func run() throws {
    let sections = try wantedSections()
    let shape = try shape()
    let threads = try Self.number(threads, "--threads", 1...1024) ?? Machine.processors
    let repeats = try Self.number(repeats, "--repeats", 1...1000) ?? (quick ? 2 : 5)
    Interruption.watch()
    let given = model
    let measurement = try Measurement(repeats: repeats, threads: threads, isQuick: quick) {
      (words, pool) throws(Diagnostic) in
      Console.note(given == nil ? "making a model…\n" : "opening the model…\n")
      return try SubjectModel(given: given, shape: shape, words: words, on: pool)
    }
    var report = PerfReport(threads: threads, isQuick: quick)
    var failure: Diagnostic?
    // What standard output does not take is kept by --json; without it nobody would get anything.
    func say(_ text: String) throws(Diagnostic) {
      do throws(Diagnostic) { try Console.print(text) } catch {
        guard json != nil else { throw error }
        failure = failure ?? error
      }
    }
    try say(PerfReport.columns)
    for section in sections {
      do throws(Diagnostic) {
        if section.needsModel { report.model = try measurement.model().description }
        Console.note("measuring \(section.rawValue)…\n")
        let result = try measurement.run(section)
        report.add(section, result)
        // Each as it is had: whoever stops the rest keeps these.
        try say(PerfReport.lines(of: result, in: section, isQuick: quick))
      } catch {
        failure = failure ?? error
        report.isWhole = false
        break
      }
      if let json { try FileSystem.write(report.json.text(pretty: true) + "\n", to: json) }
    }
    if let json { try FileSystem.write(report.json.text(pretty: true) + "\n", to: json) }
    try say(report.text)
    if let failure { throw failure }
  }

  private func wantedSections() throws(Diagnostic) -> [Section] {
    if only.isEmpty { return Section.allCases }
    let names = only.flatMap { $0.split(separator: ",").map(String.init) }
    for name in names where Section(rawValue: name) == nil {
      throw Diagnostic(
        "--only", "'\(name)' is no section",
        expected: Section.allCases.map(\.rawValue).joined(separator: ", "), status: .wrongUsage)
    }
    return Section.allCases.filter { names.contains($0.rawValue) }
  }

  private func shape() throws(Diagnostic) -> ModelShape {
    let formats: [String: ScalarType] = ["f16": .f16, "bf16": .bf16, "f32": .f32]
    guard let format = formats[format] else {
      throw Diagnostic(
        "--format", "'\(format)' is no format of weights", expected: "f16, bf16 or f32", status: .wrongUsage)
    }
    let layers = try Self.number(layers, "--layers", 1...256) ?? (quick ? 2 : 6)
    return quick ? .quick(layers: layers, format: format) : .usual(layers: layers, format: format)
  }

  private static func number(
    _ value: Int?, _ option: String, _ range: ClosedRange<Int>
  ) throws(Diagnostic) -> Int? {
    guard let value else { return nil }
    guard range.contains(value) else {
      throw Diagnostic(
        option, "\(value) is out of range",
        expected: "a number from \(range.lowerBound) to \(range.upperBound)", status: .wrongUsage)
    }
    return value
  }
}
