import Evaluation
import Files

/// Whether two runs were asked the same: what is compared with what, or why nothing is. It fails closed: what is not known to be the
/// same is not compared.
struct Comparability {
  /// The tasks that both were asked, in the reference's order, with their items in pairs.
  var tasks: [Task] = []
  /// What a reader must know of the comparison.
  var notes: [String] = []

  struct Task {
    var reference: TaskRecord
    var candidate: TaskRecord
    var pairs: ItemPairs
  }

  /// - Parameter intersects: compares the tasks and items that both have, and notes what is left out.
  init(_ reference: StoredRun, _ candidate: StoredRun, _ policy: GatePolicy, intersects: Bool) throws(Diagnostic) {
    var problems: [String] = []
    for (run, name) in [(reference, "reference"), (candidate, "candidate")] {
      if run.isMiniature { problems.append("the \(name) was asked the built-in miniatures, which are no benchmark") }
      if run.identity["model"]?["server"] != nil {
        notes.append("the \(name) holds answers of a server: the same question again may move it by itself")
      }
      if run.items == 0 { problems.append("the \(name) holds no items") }
    }
    for record in reference.tasks {
      guard let other = candidate.tasks.first(where: { $0.id == record.id }) else {
        Self.missing(record, in: candidate, policy, intersects, &problems, &notes)
        continue
      }
      let conditions = RunConditions(reference, candidate, record.id, policy)
      problems += conditions.problems
      notes += conditions.notes
      let pairs = ItemPairs(record.items, other.items)
      Self.compareItems(record, pairs, conditions, policy, intersects, &problems, &notes)
      if record.metrics != other.metrics { problems += Self.otherMetrics(record, other) }
      tasks.append(Task(reference: record, candidate: other, pairs: pairs))
    }
    for record in candidate.tasks where !reference.tasks.contains(where: { $0.id == record.id }) {
      notes.append("\(record.id) is in the candidate alone, and is not compared")
    }
    for name in policy.required where !tasks.contains(where: { $0.reference.isCalled(name) }) {
      problems.append("the policy requires \(name), which the runs do not both have")
    }
    for asked in policy.tasks where !reference.tasks.contains(where: { $0.isCalled(asked.task) }) {
      problems.append("the policy speaks of \(asked.task), which the reference does not have")
    }
    if tasks.allSatisfy({ $0.pairs.count == 0 }), problems.isEmpty { problems.append("they have no item in common") }
    guard problems.isEmpty else { throw .notComparable(reference, candidate, problems) }
  }

  private static func missing(
    _ record: TaskRecord, in candidate: StoredRun, _ policy: GatePolicy, _ intersects: Bool, _ problems: inout [String],
    _ notes: inout [String]
  ) {
    let name = record.id.prefix { $0 != "@" }
    let other = candidate.tasks.first { $0.id.prefix { $0 != "@" } == name }
    let isRequired = policy.required.isEmpty ? !intersects : policy.required.contains { record.isCalled($0) }
    if let other, isRequired {
      problems.append("the reference was asked \(record.id), the candidate \(other.id)")
    } else if isRequired {
      problems.append("the candidate was not asked \(record.id)")
    } else {
      notes.append("\(record.id) is in the reference alone, and is not compared")
    }
  }

  private static func compareItems(
    _ record: TaskRecord, _ pairs: ItemPairs, _ conditions: RunConditions, _ policy: GatePolicy, _ intersects: Bool,
    _ problems: inout [String], _ notes: inout [String]
  ) {
    let old = pairs.onlyReference.count, new = pairs.onlyCandidate.count
    if pairs.isWhole {
      if let limit = conditions.limit { notes.append("\(record.id): \(limit)") }
      return
    }
    let which =
      "of \(record.id) \(pairs.count) items are in both, \(old) in the reference alone, \(new) in the candidate alone"
    if pairs.count == 0 {
      problems.append("\(which): \(conditions.cause ?? "they were asked other questions")")
    } else if intersects || max(old, new) <= policy.allowedMissing {
      notes.append("\(which); what both have is compared")
    } else {
      problems.append(which + (conditions.cause.map { ": \($0)" } ?? ""))
    }
  }

  private static func otherMetrics(_ old: TaskRecord, _ new: TaskRecord) -> [String] {
    let missing = old.metrics.filter { !new.metrics.contains($0) }
    return missing.map { "the candidate has no \($0.label) of \(old.id)" }
  }
}

extension TaskRecord {
  /// Whether a name means it: its own, its protocol, or the benchmark's.
  func isCalled(_ text: String) -> Bool { text == id || text == name || id.hasPrefix(text + "@") }
}

extension StoredRun {
  /// The tasks that a name means, all without one; throws where there is none.
  /// - Parameter subject: whom the error speaks of: `the run was`.
  func tasks(called name: String?, _ subject: String) throws(Diagnostic) -> [TaskRecord] {
    let found = tasks.filter { record in name.map { record.isCalled($0) } ?? true }
    guard found.isEmpty else { return found }
    throw Diagnostic(
      "--task", "\(subject) not asked '\(name ?? "")'", expected: tasks.map(\.name).joined(separator: ", "),
      status: .wrongUsage)
  }
}

extension Diagnostic {
  fileprivate static func notComparable(
    _ reference: StoredRun, _ candidate: StoredRun, _ problems: [String]
  ) -> Diagnostic {
    let shown = problems.prefix(4).joined(separator: "; ")
    let rest = problems.count > 4 ? "; and \(problems.count - 4) more" : ""
    return Diagnostic(
      candidate.place, "cannot be compared with \(reference.place): \(shown)\(rest)",
      expected: "two finished runs that were asked the same; --intersect compares the tasks and items that both have",
      status: .notComparable)
  }
}
