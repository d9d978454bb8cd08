public import Evaluation
public import Files

/// Items of a run that a person wants to see.
public struct ItemListing: Sendable {
  /// A task's name or protocol; nil: all.
  public var task: String?
  public var state: State
  /// Ids of items; empty: all.
  public var ids: [String]
  /// A text that prompt or answer holds.
  public var search: String?
  /// So many items at most.
  public var limit: Int
  /// Characters of a prompt's end that are shown; nil: all of it.
  public var promptLength: Int?

  /// By the task's first metric.
  public enum State: Sendable { case all, right, wrong }

  public init(
    task: String? = nil, state: State = .all, ids: [String] = [], search: String? = nil, limit: Int = 20,
    promptLength: Int? = 600
  ) {
    self.task = task
    self.state = state
    self.ids = ids
    self.search = search
    self.limit = limit
    self.promptLength = promptLength
  }

  /// The items as text, with a line at the end that says how many there are.
  public func text(of run: StoredRun) throws(Diagnostic) -> String {
    var text = "", shown = 0, found = 0
    for (task, items) in try selected(run) {
      let samples = try SampleFiles(of: run.place).samples(of: task, items: Set(items.map(\.item)))
      for item in items {
        let own = samples[item.item] ?? []
        if let search, !own.contains(where: { Self.holds($0, search) }) { continue }
        found += 1
        guard shown < limit else { continue }
        shown += 1
        text += ItemText(promptLength: promptLength).text(item, of: task, [(run.place, item, own)]) + "\n"
      }
    }
    return text + (shown < found ? "\(shown) of \(found) items; --show \(found) shows all\n" : "\(found) items\n")
  }

  /// The same for other programs: the lines of the sample files.
  public func json(of run: StoredRun) throws(Diagnostic) -> JSON {
    var all: [JSON] = []
    for (task, items) in try selected(run) {
      let samples = try SampleFiles(of: run.place).samples(of: task, items: Set(items.map(\.item)))
      for item in items {
        let own = samples[item.item] ?? []
        if let search, !own.contains(where: { Self.holds($0, search) }) { continue }
        if all.count < limit { all += own }
      }
    }
    return .array(all)
  }

  private func selected(_ run: StoredRun) throws(Diagnostic) -> [(TaskRecord, [ItemRecord])] {
    let tasks = try run.tasks(called: task, "the run was")
    if let stranger = ids.first(where: { id in !tasks.contains { $0.items.contains { $0.item == id } } }) {
      let some = tasks.flatMap(\.items).prefix(3).map(\.item).joined(separator: ", ")
      throw Diagnostic(
        "--id", "the run has no item '\(stranger)'", expected: "ids as the run's files have them, such as \(some)",
        status: .wrongUsage)
    }
    return tasks.map { record in
      (
        record,
        record.items.filter { item in
          let isRight = item.scores.first == 1
          let fits = state == .all || (state == .right) == isRight
          return fits && (ids.isEmpty || ids.contains(item.item))
        }
      )
    }
  }

  /// Whether prompt, choices or answers hold the text.
  private static func holds(_ sample: JSON, _ search: String) -> Bool {
    let asked = (sample["arguments"]?.object?.members ?? []).flatMap { [$0.value["arg_0"], $0.value["arg_1"]] }
    let texts =
      asked.compactMap { $0?.string } + (sample["resps"]?.array ?? []).flatMap { ($0.array ?? []).compactMap(\.string) }
    return texts.contains { $0.contains(search) }
  }
}
