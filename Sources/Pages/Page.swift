import CodeExecution
import Evaluation
public import Files
import Glibc

/// A report as one HTML file, for a browser without a network: the table first, every item behind it. Equal input gives equal bytes, as long
/// as zlib is the same.
public struct Page: Sendable {
  public var title: String
  /// Below the title; empty: how many runs, tasks and items there are.
  public var subtitle = ""
  /// Who made it, such as `assay 0.1.0`.
  public var generator: String
  /// What a reader must know before all else.
  public var notes: [String] = []
  public var runs: [PageRun]
  /// nil: one is made of the runs.
  public var table: PageTable?
  /// What `assay gate --json` says of two of the runs; nil where no gate was asked.
  public var gate: JSON?

  /// How many threads read and pack; the bytes do not depend on it.
  public var threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  public init(
    title: String, runs: [PageRun], table: PageTable? = nil, notes: [String] = [], gate: JSON? = nil,
    generator: String = "assay"
  ) {
    self.title = title
    self.runs = runs
    self.table = table
    self.notes = notes
    self.gate = gate
    self.generator = generator
  }

  /// Throws where a sample file is not what a run wrote, and where the page cannot be written.
  public func write(to path: String) throws(Diagnostic) { try FileSystem.write(try html(), to: path) }

  /// The file's bytes, UTF-8.
  public func html() throws(Diagnostic) -> [UInt8] {
    let tasks = taskIDs.compactMap { PageTask($0, in: runs) }
    var blocks = PageBlocks(), described: [JSON] = []
    let samples = try sampleFiles()
    let threads = Threads(count: threads)
    for task in tasks {
      let texts = try PageTexts(task, runs, samples, threads: threads)
      let packed = try threads.map(texts.chunkCount + 1) { (piece) throws(Diagnostic) in
        PageBlocks.packed(piece == 0 ? task.columns(texts.answers).text() : try texts.chunk(piece - 1))
      }
      let numbers = packed.map { blocks.add($0) }
      described.append(task.json(runs, outcomes: numbers[0], chunks: Array(numbers.dropFirst())))
    }
    let style = PageAssets.style, script = PageAssets.script
    let parts: [String: [UInt8]] = [
      "policy": Array(PageAssets.policy(style: style, script: script).utf8),
      "generator": Array(SafeMarkup.text(generator).utf8), "title": Array(SafeMarkup.text(title).utf8),
      "style": Array(style.utf8), "script": Array(script.utf8), "blocks": blocks.markup,
      "summary": Array(SafeMarkup.json(summary(tasks, described).text()).utf8),
    ]
    return Self.filled(PageAssets.text("page.html"), parts)
  }

  /// Puts each part in the place of its name, once: what a part holds is never looked at.
  private static func filled(_ template: String, _ parts: [String: [UInt8]]) -> [UInt8] {
    var html: [UInt8] = [], rest = template[...]
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      html += Array(rest[..<open.lowerBound].utf8)
      html += parts[String(rest[open.upperBound..<close.lowerBound])] ?? []
      rest = rest[close.upperBound...]
    }
    return html + Array(rest.utf8)
  }

  /// In the order in which the runs bring them.
  private var taskIDs: [String] {
    var ids: [String] = []
    for task in runs.flatMap({ $0.parts.flatMap(\.tasks) }) where !ids.contains(task.id) { ids.append(task.id) }
    return ids
  }

  private func sampleFiles() throws(Diagnostic) -> [String: [SampleLines]] {
    var files: [String: [SampleLines]] = [:]
    for run in runs {
      for part in run.parts where files[part.place] == nil { files[part.place] = try SampleLines.all(in: part.place) }
    }
    return files
  }

  /// What the page shows before any item is unpacked.
  private func summary(_ tasks: [PageTask], _ described: [JSON]) -> JSON {
    let items = tasks.reduce(0) { $0 + $1.items.ids.count }, tree = ModelTree(runs)
    var summary: JSONObject = [
      "format": 1, "title": .string(title),
      "subtitle": .string(
        subtitle.isEmpty ? "\(runs.count) runs, \(tasks.count) tasks, \(items) items" : subtitle),
      "made": .string("Made by \(generator). Nothing in this page is loaded from anywhere."),
      "notes": .array(notes.map { .string($0) }), "verdicts": .array(Verdict.words.map { .string($0) }),
      "runs": .array(runs.indices.map { describe($0, tree) }), "tasks": .array(described),
      "table": (table ?? PageTable(of: runs, tasks)).json,
      "curves": .array(
        runs.indices.flatMap { PageCurves.json(of: $0, named: runs[$0].name, folder: ModelTree.folder(of: runs[$0])) }),
    ]
    summary["gate"] = gate
    return .object(summary)
  }

  private func describe(_ run: Int, _ tree: ModelTree) -> JSON {
    var json: JSONObject = [
      "name": .string(runs[run].name), "group": .string(runs[run].group), "miniatures": .bool(runs[run].isMiniature),
      "facts": PageFacts.json(PageFacts(run: runs[run]).pairs),
      "parents": .array(tree.parents(of: run).map { .integer($0) }),
    ]
    json["tree"] = tree.json(of: run)
    return .object(json)
  }
}
