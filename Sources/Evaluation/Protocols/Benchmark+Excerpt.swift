public import Datasets
public import Files

/// What is asked of a protocol: some of its sub-tasks, or another number of exemplars. What is asked of an item depends on neither its
/// neighbours nor on how many there are, so the items of a sub-task are those of the whole benchmark.
extension Benchmark {
  public struct Excerpt: Sendable, Equatable {
    /// nil: all.
    public var subtasks: Set<String>?
    /// nil: as the protocol says.
    public var shots: Int?

    public init(subtasks: Set<String>? = nil, shots: Int? = nil) {
      self.subtasks = subtasks
      self.shots = shots
    }

    public func wants(_ subtask: String) -> Bool { subtasks?.contains(subtask) ?? true }

    /// The items that are wanted, as they are asked. One sub-task by itself is a benchmark of one piece.
    fileprivate func cut(_ items: [Item]) -> [Item] {
      items.compactMap { item in
        guard wants(item.subtask ?? "") else { return nil }
        var item = item
        if subtasks?.count == 1 { item.subtask = nil }
        if let shots { item.exemplars = Array(item.exemplars.prefix(shots)) }
        return item
      }
    }
  }

  /// Sub-tasks that have a name for `--tasks`: one of them (`astronomy`), or a category of them (`stem`).
  public struct Part: Sendable, Equatable {
    /// `astronomy`, `social sciences`.
    public var name: String
    public var subtasks: [String]
    public var isCategory: Bool
  }

  /// Categories first; empty for a benchmark of one piece and for a part.
  public var parts: [Part] {
    guard whole == nil else { return [] }
    return categories.map { Part(name: $0.name, subtasks: $0.subtasks, isCategory: true) }
      + files.compactMap(\.subtask).map { Part(name: $0, subtasks: [$0], isCategory: false) }
  }

  /// `mmlu_astronomy`, `mmlu_social_sciences`.
  public func name(of part: Part) -> String { Self.name(name, part.name) }

  /// `MMLU` and `social sciences` as one word, as lm-evaluation-harness makes the names of sub-tasks.
  static func name(_ stem: String, _ part: String) -> String {
    stem + "_" + String(part.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  /// The part that a name means, by the benchmark's name or by the harness's: `bbh_navigate`, `bbh_cot_fewshot_navigate`.
  public func part(named name: String) -> Benchmark? {
    let stems = [self.name] + (subtaskStem.map { [$0] } ?? [])
    guard stems.contains(where: { name.hasPrefix($0 + "_") }) else { return nil }
    return parts.first { part in stems.contains { Self.name($0, part.name) == name } }.map(asked(in:))
  }

  /// The part as a benchmark of its own, which asks the same of the same items.
  public func asked(in part: Part) -> Benchmark {
    var found = taking(Excerpt(subtasks: Set(part.subtasks), shots: excerpt.shots))
    found.whole = id
    found.name = name(of: part)
    found.summary = "\(part.name) of \(name): \(summary)"
    found.memberships = []
    found.group = nil
    found.categories = []
    found.files = files.filter { part.subtasks.contains($0.subtask ?? "") }
    found.itemCount = found.files.reduce(0) { $0 + $1.itemCount }
    found.subtaskStem = subtaskStem ?? name
    if part.subtasks.count == 1 {
      found.files = found.files.map { OfficialFile($0.path, itemCount: $0.itemCount) }
      found.subtaskStem = nil
      found.resultName = subtaskStem.map { Self.name($0, part.name) }
    }
    return found
  }

  /// The protocol with another number of exemplars than it says; itself where that is the number that it says.
  public func asked(shots wanted: Int) throws(Diagnostic) -> Benchmark {
    let own = protocolShots ?? shots
    guard wanted != shots else { return self }
    guard own > 0 else {
      throw Diagnostic(
        id, "is asked without exemplars, and --shots wants \(wanted)",
        expected: "tasks that have exemplars ('assay tasks' lists them), or no --shots", status: .wrongUsage)
    }
    guard wanted >= 0, wanted <= own || drawsExemplars else {
      throw Diagnostic(
        id, "has \(own) exemplars, and --shots wants \(wanted)", expected: "at most so many, or other tasks",
        status: .wrongUsage)
    }
    var found = taking(Excerpt(subtasks: excerpt.subtasks, shots: wanted == own ? nil : wanted))
    found.shots = wanted
    found.protocolShots = wanted == own ? nil : own
    return found
  }

  /// A protocol whose exemplars are drawn, as many as a run wants.
  /// - Parameter load: all items, each with so many exemplars.
  public func drawing(
    _ load: @escaping @Sendable (DataDirectory, _ shots: Int) throws(Diagnostic) -> [Item]
  ) -> Benchmark {
    var found = self
    let own = shots
    found.drawsExemplars = true
    found.loadExcerpt = { (data, excerpt) throws(Diagnostic) in try load(data, excerpt.shots ?? own) }
    return found
  }

  private func taking(_ excerpt: Excerpt) -> Benchmark {
    var found = self
    let whole = load
    let original: @Sendable (DataDirectory, Excerpt) throws(Diagnostic) -> [Item]
    if let loadExcerpt {
      original = loadExcerpt
    } else {
      original = { (data, _) throws(Diagnostic) in try whole(data) }
    }
    found.excerpt = excerpt
    found.loadExcerpt = original
    found.load = { (data) throws(Diagnostic) in excerpt.cut(try original(data, excerpt)) }
    return found
  }
}
