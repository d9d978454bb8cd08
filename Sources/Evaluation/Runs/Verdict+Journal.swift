import CodeExecution
import Files

/// Verdicts in files: a word, and for some of them a detail.
extension Verdict {
  /// `"passed"`, or `["exception", "NameError: …"]`.
  var json: JSON {
    guard let detail else { return .string(word) }
    return [.string(word), .string(detail)]
  }

  init?(_ json: JSON) {
    let parts = json.array.map { $0.map(\.string) } ?? [json.string]
    guard (1...2).contains(parts.count), let word = parts[0] else { return nil }
    self.init(word: word, detail: parts.count == 2 ? parts[1] : nil)
  }
}
