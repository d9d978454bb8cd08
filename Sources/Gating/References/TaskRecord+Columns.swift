import Evaluation
import Files

/// A task's items by columns, which pack well: what a reference holds.
///
/// Of what was asked it keeps 24 bits an item, which tell an item from those of its task together with its id, and of log-likelihoods
/// multiples of 1/1024 nat.
extension TaskRecord {
  static let askDigits = 6
  static let goldSteps = 1024.0

  var columns: JSON {
    var json: JSONObject = [
      "task": .string(id), "name": .string(name), "aggregation": .string(aggregation.rawValue),
      "metrics": .array(metrics.map { ["name": .string($0.name), "filter": .string($0.filter)] }),
      "samples": .integer(samples), "items": .integer(items.count),
      "ids": NumberedNames(items.map(\.item)).json,
      "asks": .string(items.map { $0.ask.prefix(Self.askDigits) }.joined()),
      "scores": .array(metrics.indices.map { index in Self.scores(items.map { $0.scores[index] }) }),
    ]
    json["subtasks"] = Self.names(items.map(\.subtask))
    json["contexts"] = Self.names(items.map(\.context))
    if items.contains(where: { $0.gold != nil }) {
      json["gold"] = .array(
        items.map { $0.gold.map { .integer(Int(saturating: ($0 * Self.goldSteps).rounded())) } ?? .null })
    }
    if samples > 1 { json["right"] = .array(items.map { $0.right.map { .integer($0) } ?? .null }) }
    return .object(json)
  }

  /// Right and wrong as characters; other scores as numbers.
  private static func scores(_ values: [Double?]) -> JSON {
    guard values.allSatisfy({ $0 == nil || $0 == 0 || $0 == 1 }) else {
      return .array(values.map { $0.map { .number($0) } ?? .null })
    }
    return .string(String(values.map { $0.map { $0 == 1 ? "1" : "0" } ?? "-" as Character }))
  }

  private static func scores(_ json: JSON, count: Int) -> [Double?]? {
    if let text = json.string {
      guard text.utf8.count == count, text.utf8.allSatisfy({ "01-".utf8.contains($0) }) else { return nil }
      return text.utf8.map { $0 == UInt8(ascii: "-") ? nil : $0 == UInt8(ascii: "1") ? 1 : 0 }
    }
    guard let values = json.array, values.count == count,
      values.allSatisfy({ $0.isNull || $0.number?.isFinite == true })
    else { return nil }
    return values.map(\.number)
  }

  /// The different names, and which of them each item has; nothing where no two items share one.
  private static func names(_ names: [String?]) -> JSON? {
    var known: [String: Int] = [:], different: [String] = []
    let places = names.map { name -> JSON in
      guard let name else { return .null }
      if known[name] == nil {
        known[name] = different.count
        different.append(name)
      }
      return known[name].map { .integer($0) } ?? .null
    }
    guard different.count < names.count(where: { $0 != nil }) else { return nil }
    return ["names": .array(different.map { .string($0) }), "of": .array(places)]
  }

  private static func names(_ json: JSON?, count: Int) -> [String?]? {
    guard let json else { return [String?](repeating: nil, count: count) }
    guard let names = json["names"]?.array?.compactMap(\.string), let places = json["of"]?.array, places.count == count
    else { return nil }
    var result: [String?] = []
    for place in places {
      if place.isNull {
        result.append(nil)
      } else {
        guard let index = place.integer, names.indices.contains(index) else { return nil }
        result.append(names[index])
      }
    }
    return result
  }

  /// nil for what `columns` does not write.
  init?(columns json: JSON) {
    guard let id = json["task"]?.string, let name = json["name"]?.string,
      let aggregation = json["aggregation"]?.string.flatMap(Benchmark.Aggregation.init(rawValue:)),
      let metrics = json["metrics"]?.array, let samples = json["samples"]?.integer, samples >= 1,
      let count = json["items"]?.integer, let ids = json["ids"].flatMap({ NumberedNames($0) })?.names,
      ids.count == count,
      let asks = json["asks"]?.string.map({ Array($0.utf8) }), asks.count == count * Self.askDigits,
      let scores = json["scores"]?.array, scores.count == metrics.count,
      let subtasks = Self.names(json["subtasks"], count: count),
      let contexts = Self.names(json["contexts"], count: count)
    else { return nil }
    let names = metrics.compactMap { metric -> MetricName? in
      guard let name = metric["name"]?.string, let filter = metric["filter"]?.string else { return nil }
      return MetricName(name: name, filter: filter)
    }
    let columns = scores.compactMap { Self.scores($0, count: count) }
    let gold = json["gold"]?.array ?? [], right = json["right"]?.array ?? []
    guard names.count == metrics.count, columns.count == metrics.count, gold.isEmpty || gold.count == count,
      right.isEmpty || right.count == count
    else { return nil }
    self.init(
      id: id, name: name, aggregation: aggregation, metrics: names, samples: samples,
      items: (0..<count).map { index in
        ItemRecord(
          item: ids[index], subtask: subtasks[index], context: contexts[index],
          ask: String(decoding: asks[index * Self.askDigits..<(index + 1) * Self.askDigits], as: UTF8.self),
          scores: columns.map { $0[index] },
          gold: gold.isEmpty ? nil : gold[index].integer.map { Double($0) / Self.goldSteps },
          right: right.isEmpty ? nil : right[index].integer)
      })
  }
}
