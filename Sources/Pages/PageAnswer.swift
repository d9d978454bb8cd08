import CodeExecution
import Evaluation
import Files

/// What a run answered to one item, as the page shows it.
enum PageAnswer: Sendable {
  /// As JSON; log-likelihoods in steps of a ten-thousandth of a nat.
  case ranking(String)
  case completions([PageCompletion])

  /// - Parameter sample: a line of a sample file, or its end from `resps` on.
  init?(_ sample: JSON) {
    guard let own = sample["assay"] else { return nil }
    if own["continuation_tokens"] != nil {
      var json = "{\"sums\":["
      for pair in sample["filtered_resps"]?.array ?? [] {
        let sum = pair.array?.first?.string.flatMap(Double.init).flatMap(Self.steps)
        if json.utf8.last != UInt8(ascii: "[") { json += "," }
        json += sum.map(String.init) ?? "null"
      }
      self = .ranking(json + "]}")
    } else {
      self = .completions(PageCompletion.list(sample, own))
    }
  }

  /// A log-likelihood in steps of a ten-thousandth of a nat; nil where that is no whole number.
  static func steps(_ sum: Double) -> Int? { Int(exactly: (sum * 10_000).rounded()) }

  /// Another filter's line of the same item.
  mutating func add(_ sample: JSON) {
    guard case .completions(var completions) = self else { return }
    let extracted = PageCompletion.extracted(sample)
    for (place, one) in extracted.enumerated() where place < completions.count {
      completions[place].extracted.append(one)
    }
    self = .completions(completions)
  }

  var json: String {
    switch self {
    case .ranking(let json): json
    case .completions(let completions): JSON.object(["samples": .array(completions.map(\.json))]).text()
    }
  }
}

/// A completion, what was extracted from it, and what came of its program.
struct PageCompletion: Sendable {
  var text: String
  var ending: Completion.Ending?
  var facts: JSONObject
  /// By filter.
  var extracted: [(filter: String, text: String)]

  static func list(_ sample: JSON, _ own: JSON) -> [PageCompletion] {
    let verdicts = own["verdicts"]?.array, values = sample["filtered_resps"]?.array ?? []
    let extracted = verdicts == nil ? Self.extracted(sample) : []
    return (sample["resps"]?.array?.first?.array ?? []).enumerated().map { place, text in
      func value(_ key: String) -> JSON? { own[key]?.array.flatMap { place < $0.count ? $0[place] : nil } }
      var facts = JSONObject()
      facts["tokens"] = value("new_tokens")
      if let lost = value("truncated_tokens")?.integer, lost > 0 { facts["truncated"] = .integer(lost) }
      if let verdict = value("verdicts") {
        facts["verdict"] = verdict.array != nil ? verdict : [verdict]
        if let reference = value("reference_verdicts"), !reference.isNull {
          facts["reference"] = reference.array != nil ? reference : [reference]
        }
        if value("retried")?.bool == true { facts["retried"] = true }
        if value("changed_arguments")?.bool == true { facts["changed"] = true }
        let programs = values.first?.array ?? values
        if place < programs.count { facts["program"] = programs[place] }
      }
      return PageCompletion(
        text: text.string ?? "", ending: value("endings")?.string.flatMap(Completion.Ending.init(rawValue:)),
        facts: facts,
        extracted: place < extracted.count ? [extracted[place]] : [])
    }
  }

  static func extracted(_ sample: JSON) -> [(filter: String, text: String)] {
    let filter = sample["filter"]?.string ?? "none"
    return (sample["filtered_resps"]?.array ?? []).map { (filter, $0.string ?? $0.text()) }
  }

  /// A letter for its verdict, by its place in `Verdict.words`; nil where there is none.
  var verdictLetter: UInt8? {
    facts["verdict"]?.array?.first?.string.flatMap { Verdict.words.firstIndex(of: $0) }.map { UInt8(97 + $0) }
  }

  var json: JSON {
    var json: JSONObject = ["text": .string(text)]
    json["ending"] = ending.map { .string(String($0.rawValue.prefix(1))) }
    for (key, value) in facts.members { json[key] = value }
    if !extracted.isEmpty { json["extracted"] = .array(extracted.map { [.string($0.filter), .string($0.text)] }) }
    return .object(json)
  }
}
