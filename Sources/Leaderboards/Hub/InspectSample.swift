import Evaluation
import Files

/// An item of a log of inspect_ai.
struct InspectSample {
  let item: ItemRecord
  let id: String
  /// Of the sample file: one for each filter.
  let lines: [JSON]
  let task: TaskRecord
  let model: String

  private var first: JSON { lines.first ?? .null }
  private var isRanking: Bool { first["assay"]?["continuation_tokens"] != nil }

  func json(uuid: String) -> JSON {
    let prompt = first["arguments"]?["gen_args_0"]?["arg_0"]?.string ?? ""
    var json: JSONObject = ["id": .string(id), "epoch": 1, "input": .string(prompt)]
    if isRanking { json["choices"] = .array(choices.map { .string($0) }) }
    let target = first["target"].map { $0.string ?? $0.text() } ?? ""
    json["target"] = .string(isRanking ? Int(target).flatMap(letter) ?? target : target)
    let answers = isRanking ? [best ?? ""] : completions
    json["messages"] = .array(
      [["role": "user", "content": .string(prompt)]] + answers.prefix(1).map(Self.message))
    json["output"] = [
      "model": .string(model), "completion": .string(answers.first ?? ""),
      "choices": .array(
        answers.enumerated().map { place, text in
          ["message": Self.message(text), "stop_reason": .string(isRanking ? "stop" : ending(place))]
        }),
    ]
    json["scores"] = .object(JSONObject(scores))
    var metadata: JSONObject = ["item": .string(item.item), "assay": first["assay"] ?? .null]
    metadata["subtask"] = item.subtask.map { .string($0) }
    if isRanking { metadata["log_likelihoods"] = .array(sums.map { $0.map { .number($0) } ?? .null }) }
    json["metadata"] = .object(metadata)
    json["store"] = [:]
    json["events"] = []
    json["model_usage"] = [:]
    json["attachments"] = [:]
    json["uuid"] = .string(uuid)
    return .object(json)
  }

  private static func message(_ text: String) -> JSON {
    ["role": "assistant", "content": .string(text), "source": "generate"]
  }

  /// What each choice adds to the prompt.
  private var choices: [String] {
    (first["arguments"]?.object?.members ?? []).compactMap { $0.value["arg_1"]?.string }
  }

  /// Log-likelihoods in nats; nil of what is no number or not finite.
  private var sums: [Double?] {
    (first["filtered_resps"]?.array ?? []).map { pair in
      pair.array?.first?.string.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
    }
  }

  private func letter(_ place: Int) -> String? {
    place >= 0 && place < choices.count && place < 26 ? String(UnicodeScalar(UInt8(65 + place))) : nil
  }

  /// The likeliest choice; nil where none has a likelihood.
  private var best: String? {
    let known = sums.indices.filter { sums[$0] != nil }
    return known.max { (sums[$0] ?? 0, $1) < (sums[$1] ?? 0, $0) }.flatMap(letter)
  }

  private var completions: [String] { (first["resps"]?.array?.first?.array ?? []).map { $0.string ?? $0.text() } }

  /// As inspect calls it.
  private func ending(_ place: Int) -> String {
    let endings = first["assay"]?["endings"]?.array ?? []
    switch place < endings.count ? endings[place].string.flatMap(Completion.Ending.init(rawValue:)) : nil {
    case .eos, .stop: return "stop"
    case .budget: return "max_tokens"
    case .context: return "model_length"
    case nil: return "unknown"
    }
  }

  /// One for each metric that the item has a score of.
  private var scores: [(key: String, value: JSON)] {
    task.metrics.enumerated().compactMap { index, metric in
      guard let value = item.scores[index] else { return nil }
      let line = lines.first { $0["filter"]?.string == metric.filter } ?? first
      var score: JSONObject = ["value": .number(value)]
      if isRanking {
        // Other metrics choose by something else than the likelihood alone.
        if metric.name == "acc", value == 0 || value == 1 { score["answer"] = best.map { .string($0) } }
      } else {
        let values = line["filtered_resps"]?.array ?? [], one = values.first?.array?.first ?? values.first
        score["answer"] = one.map { .string($0.string ?? $0.text()) }
      }
      if let verdicts = line["assay"]?["verdicts"]?.array {
        score["explanation"] = .string(verdicts.map { $0.string ?? $0.text() }.joined(separator: ", "))
      }
      return (metric.label, .object(score))
    }
  }
}
