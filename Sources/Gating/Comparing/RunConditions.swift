import Evaluation
import Files

/// How two runs asked the same task, by their identities: each difference that could move a number is a problem, and what else is good
/// to know a note.
struct RunConditions {
  private(set) var problems: [String] = []
  private(set) var notes: [String] = []
  /// Of both: not all items were asked.
  private(set) var limit: String?
  /// Why the items may be others.
  private(set) var cause: String?

  init(_ reference: StoredRun, _ candidate: StoredRun, _ task: String, _ policy: GatePolicy) {
    let old = reference.identity["tasks"]?[task] ?? .null, new = candidate.identity["tasks"]?[task] ?? .null
    for (key, name) in [("version", "version"), ("bos", "begin-of-sequence token"), ("verdicts", "verdicts")]
    where old[key] != new[key] {
      problems.append("\(task): the \(name) was \(Self.words(old[key])) in the reference, is \(Self.words(new[key]))")
    }
    if old["shots"] != new["shots"] {
      let words = { (value: JSON?) in value.flatMap(\.integer).map { "\($0)" } ?? "as the protocol says" }
      problems.append(
        "\(task): the number of exemplars was \(words(old["shots"])) in the reference, is \(words(new["shots"]))")
    }
    compareGeneration(task, old["generation"], new["generation"])
    compareLimits(reference.identity, candidate.identity, old, new)
    let draws = !(old["generation"]?["temperature"] ?? .null).isNull
    if draws, reference.identity["seed"] != candidate.identity["seed"], policy.seeds == .same {
      problems.append(
        "\(task) was drawn with seed \(Self.words(reference.identity["seed"])) in the reference, with "
          + "\(Self.words(candidate.identity["seed"])) in the candidate; 'seeds: any' of a policy compares them")
    }
    if old["sandbox"] != new["sandbox"] {
      let what = "the programs of \(task) were judged by other sandboxes"
      if policy.sandboxes == .same {
        problems.append(
          "\(what) (\(Self.difference(old["sandbox"], new["sandbox"]))); 'sandboxes: any' of a policy compares them")
      } else {
        notes.append(what)
      }
    }
  }

  private mutating func compareGeneration(_ task: String, _ old: JSON?, _ new: JSON?) {
    guard old != new else { return }
    for key in (old?.object?.keys ?? []) + (new?.object?.keys ?? []).filter({ old?[$0] == nil })
    where old?[key] != new?[key] {
      let name = key == "most_tokens" ? "max tokens" : key.replacing("_", with: " ")
      problems.append("\(task): \(name) was \(Self.words(old?[key])) in the reference, is \(Self.words(new?[key]))")
    }
  }

  private mutating func compareLimits(_ old: JSON, _ new: JSON, _ oldTask: JSON, _ newTask: JSON) {
    if old["limit"] != new["limit"] {
      cause = "--limit was \(Self.words(old["limit"])), is \(Self.words(new["limit"]))"
    } else if oldTask["ask"] != newTask["ask"], oldTask["shots"] == newTask["shots"] {
      cause = "the data are not the same"
    } else if let number = old["limit"]?.integer {
      limit = "only the first \(number) items of each task were asked"
    }
    if let items = newTask["subset"] ?? oldTask["subset"], !items.isNull { cause = "one of them asked a list of items" }
  }

  private static func words(_ value: JSON?) -> String {
    guard let value, !value.isNull else { return "not set" }
    return value.string ?? value.text()
  }

  private static func difference(_ old: JSON?, _ new: JSON?) -> String {
    let keys = (old?.object?.keys ?? []) + (new?.object?.keys ?? []).filter { old?[$0] == nil }
    let words = keys.filter { old?[$0] != new?[$0] }.map { "\($0) \(Self.words(old?[$0])) and \(Self.words(new?[$0]))" }
    return words.isEmpty ? "of another kind" : words.prefix(3).joined(separator: ", ")
  }
}
