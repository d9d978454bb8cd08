import Evaluation
import Files
import Reporting

/// An item as a person reads it: what was asked, what is right, and what one or more runs answered.
struct ItemText {
  /// Characters of a prompt's end that are shown; nil: all of it.
  var promptLength: Int?

  /// - Parameter answers: each run's name, with its lines of the item: one a filter.
  func text(_ item: ItemRecord, of task: TaskRecord, _ answers: [(name: String, record: ItemRecord, samples: [JSON])])
    -> String
  {
    var text = "\(task.id)  \(item.item)" + (item.subtask.map { "  (\($0))" } ?? "") + "\n"
    guard let sample = answers.lazy.compactMap(\.samples.first).first else {
      return text + "  its run lies elsewhere: no prompt and no answers are at hand\n"
    }
    text += Self.indented(prompt(sample))
    let choices = Self.choices(sample)
    if choices.isEmpty { text += Self.labelled("right", sample["target"]?.string ?? "?") }
    for (name, record, samples) in answers {
      let label = answers.count > 1 ? "\(name): " : ""
      text += "  \(label)\(Self.scores(record, task))\n"
      guard let own = samples.first else { continue }
      text += choices.isEmpty ? Self.completions(samples) : Self.ranking(choices, own)
    }
    return text
  }

  private func prompt(_ sample: JSON) -> String {
    let prompt = sample["arguments"]?["gen_args_0"]?["arg_0"]?.string ?? ""
    guard let promptLength, prompt.count > promptLength else { return prompt }
    return "… " + prompt.suffix(promptLength)
  }

  /// `acc 1, acc_norm 0`.
  private static func scores(_ record: ItemRecord, _ task: TaskRecord) -> String {
    zip(task.metrics, record.scores).map { metric, score in
      "\(metric.label) \(score.map { $0 == 0 || $0 == 1 ? "\(Int($0))" : Quantity.fraction($0) } ?? "none")"
    }.joined(separator: ", ")
  }

  private static func choices(_ sample: JSON) -> [String] {
    (sample["arguments"]?.object?.members ?? []).compactMap { $0.value["arg_1"]?.string }
  }

  /// Each choice with its log-likelihood; `*` is right, `>` the likeliest.
  private static func ranking(_ choices: [String], _ sample: JSON) -> String {
    let sums = (sample["filtered_resps"]?.array ?? []).map {
      $0.array?.first?.string.flatMap(Double.init) ?? -.infinity
    }
    let right = sample["target"]?.string?.split { "[], ".contains($0) }.compactMap { Int($0) } ?? []
    let best = sums.indices.max { sums[$0] < sums[$1] || (sums[$0] == sums[$1] && $0 > $1) }
    return choices.enumerated().map { index, choice in
      let sum = index < sums.count ? Quantity.fraction(sums[index]) : "?"
      let padding = String(repeating: " ", count: max(0, 10 - sum.count))
      return "    \(index == best ? ">" : " ")\(right.contains(index) ? "*" : " ") \(padding)\(sum) \(choice)\n"
    }.joined()
  }

  /// What was written, what was extracted by each filter, and what came of a program.
  private static func completions(_ samples: [JSON]) -> String {
    guard let first = samples.first else { return "" }
    var text = ""
    let verdicts = first["assay"]?["verdicts"]?.array ?? []
    for (index, answer) in (first["resps"]?.array?.first?.array ?? []).enumerated() {
      text += labelled("answer", answer.string ?? "?")
      if index < verdicts.count { text += labelled("verdict", words(verdicts[index])) }
      let endings = first["assay"]?["endings"]?.array ?? []
      if index < endings.count { text += labelled("ended", endings[index].string ?? "?") }
      guard verdicts.isEmpty else { continue }
      for sample in samples {
        let filter = sample["filter"]?.string ?? "none", values = sample["filtered_resps"]?.array ?? []
        if index < values.count {
          text += labelled(filter == "none" ? "extracted" : "extracted by \(filter)", values[index].string ?? "?")
        }
      }
    }
    return text
  }

  private static func words(_ verdict: JSON) -> String {
    if let word = verdict.string { return word }
    return (verdict.array ?? verdict.object?.members.map(\.value) ?? []).compactMap(\.string).joined(separator: ": ")
  }

  private static func labelled(_ label: String, _ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 1 else { return "    \(label): \(text)\n" }
    return "    \(label):\n" + lines.map { "      \($0)\n" }.joined()
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  | \($0)\n" }.joined()
  }
}
