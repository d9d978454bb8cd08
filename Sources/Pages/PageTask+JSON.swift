import Evaluation
import Files
import Statistics

extension PageTask {
  /// What the page knows of the task before any item is unpacked; `outcomes` and `chunks` are numbers of blocks.
  func json(_ runs: [PageRun], outcomes: Int, chunks: [Int]) -> JSON {
    [
      "id": .string(id), "name": .string(name), "kind": .string(kind.rawValue), "count": .integer(items.ids.count),
      "aggregation": .string(aggregation.rawValue), "metrics": .array(metricNames.map { .string($0.label) }),
      "outcomes": .integer(outcomes), "chunks": .array(chunks.map { .integer($0) }),
      "chunkSize": .integer(PageTexts.chunkSize),
      "subtasks": .array(items.subtasks.indices.map { part(items.subtasks[$0], [$0]) }),
      "categories": .array(categories.map { part($0.name, Set($0.members)) }),
      "scores": .array(runs.indices.map { scores($0, of: runs[$0]) }),
    ]
  }

  private func part(_ name: String, _ parts: Set<Int>) -> JSON {
    ["name": .string(name), "items": .integer(items.part.count { parts.contains($0) })]
  }

  private func scores(_ run: Int, of page: PageRun) -> JSON {
    guard let record = records[run], let means = metrics[run] else { return .null }
    let unscored = metricNames.map { metric in
      record.metrics.firstIndex(of: metric).map { index in record.items.count { $0.scores[index] == nil } } ?? 0
    }
    return [
      "items": .integer(record.items.count), "asked": .string(Self.words(page.identity(id) ?? .null)),
      "metrics": .array(zip(means, unscored).map { Self.cell($0, unscored: $1) }),
      "subtasks": .array(items.subtasks.indices.map { Self.cell(mean(run, parts: [$0])) }),
      "categories": .array(categories.map { Self.cell(mean(run, parts: Set($0.members))) }),
    ]
  }

  /// Of a mean of shares, which Student's interval may leave.
  static func interval(of mean: SampleMean) -> ClosedRange<Double>? {
    mean.interval95(within: 0...1).map { $0.clamped(to: 0...1) }
  }

  private static func cell(_ mean: SampleMean?, unscored: Int = 0) -> JSON {
    let interval = mean.flatMap { Self.interval(of: $0) }
    return [
      mean.map { .number($0.value) } ?? .null, interval.map { .number($0.lowerBound) } ?? .null,
      interval.map { .number($0.upperBound) } ?? .null, .integer(mean?.count ?? 0), .integer(unscored),
    ]
  }

  /// How it was asked, as `run.json` has it: `version 3, bos on, generation samples 1`.
  private static func words(_ identity: JSON, prefix: String = "") -> String {
    let members = (identity.object?.members ?? []).filter { !["items", "ask", "subset", "sandbox"].contains($0.key) }
    return members.compactMap { key, value -> String? in
      if value.object != nil { return words(value, prefix: key + " ") }
      if value.isNull { return nil }
      return prefix + key.replacing("_", with: " ") + " " + (value.string ?? value.text())
    }.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// Of all items what filters and lists need, in columns: a character an item for right, wrong and none, and for how it ended.
  func columns(_ answers: [PageAnswers?]) -> JSON {
    [
      "ids": .array(items.ids.map { .string($0) }),
      "subtasks": .array(items.subtasks.isEmpty ? [] : items.part.map { .integer($0) }),
      "runs": .array(records.indices.map { column($0, answers[$0]) }),
    ]
  }

  private func column(_ run: Int, _ answers: PageAnswers?) -> JSON {
    guard let record = records[run] else { return .null }
    let all = metricNames.map { metric -> JSON in
      guard let index = record.metrics.firstIndex(of: metric) else {
        return .string(String(repeating: "-", count: items.ids.count))
      }
      return marks(run, index)
    }
    var column: JSONObject = ["scores": all.first ?? .string("")]
    if all.count > 1 { column["all"] = .array(all) }
    if let endings = answers?.endings { column["endings"] = .string(endings) }
    if let verdicts = answers?.verdicts { column["verdicts"] = .string(verdicts) }
    return .object(column)
  }

  /// A text of 1, 0 and - where all are right or wrong, else a list of numbers.
  private func marks(_ run: Int, _ metric: Int) -> JSON {
    let scores = items.ids.indices.map { score(run, $0, metric: metric) }
    guard scores.allSatisfy({ $0 == nil || $0 == 0 || $0 == 1 }) else {
      return .array(scores.map { $0.map { .number(($0 * 1e4).rounded() / 1e4) } ?? .null })
    }
    return .string(String(decoding: scores.map { $0 == nil ? 0x2D : $0 == 1 ? 0x31 : 0x30 }, as: UTF8.self))
  }
}
