import Files
import Merging

/// The value of a merge parameter as mergekit's YAML has it: a number or word; a list of numbers, a gradient over the layers; or
/// a list of {filter, value}, of which the first counts whose filter is part of the tensor's name.
enum ParameterSetting {
  /// - Parameter t: where the layer stands: 0 for the first, 1 for the last.
  /// - Returns: nil where no filter fits.
  static func value(_ setting: JSON, tensor: String, t: Double) -> JSON? {
    switch setting {
    case .array(let items):
      let numbers = items.compactMap(number)
      if numbers.count == items.count, !numbers.isEmpty { return .number(gradient(numbers, t)) }
      if items.allSatisfy({ $0.object == nil }) {
        return items.isEmpty ? nil : items[min(items.count - 1, max(0, Int(saturating: t * Double(items.count - 1))))]
      }
      for item in items {
        let filter = item["filter"]?.string
        guard filter == nil || filter == "*" || tensor.contains(filter ?? "") else { continue }
        return item["value"].flatMap { value($0, tensor: tensor, t: t) }
      }
      return nil
    case .object: return value(.array([setting]), tensor: tensor, t: t)
    default: return setting
    }
  }

  /// Whether it is a {filter, value} that fits every tensor.
  private static func holdsForAll(_ item: JSON) -> Bool {
    guard let object = item.object else { return false }
    let filter = object["filter"]?.string
    return filter == nil || filter == "*" || filter == ""
  }

  /// Filters, in whatever depth.
  static func filters(of setting: JSON) -> [String] {
    switch setting {
    case .array(let items): items.flatMap(filters)
    case .object(let object):
      (object["filter"]?.string).map { [$0] } ?? [] + (object["value"].map(filters) ?? [])
    default: []
    }
  }

  private static func gradient(_ numbers: [Double], _ t: Double) -> Double {
    let place = t * Double(numbers.count - 1), lower = min(numbers.count - 1, max(0, Int(saturating: place)))
    let upper = min(numbers.count - 1, lower + 1), part = place - Double(lower)
    return (1 - part) * numbers[lower] + part * numbers[upper]
  }

  /// YAML reads `1e-1`, which has no point, as a text.
  private static func number(_ value: JSON) -> Double? { value.number ?? value.string.flatMap(Double.init) }

  /// A part that cannot be read as any of these, and why; nil where all can.
  static func problem(_ setting: JSON) -> (shown: String, sentence: String)? {
    switch setting {
    case .null: return ("null", "no value")
    case .object(let object):
      if let stranger = object.keys.first(where: { $0 != "filter" && $0 != "value" }) {
        return (text(setting), "no {filter, value}: it has \"\(stranger)\"")
      }
      if let filter = object["filter"], filter.string == nil, !filter.isNull {
        return (text(setting), "no {filter, value}: the filter is no text")
      }
      guard let value = object["value"] else { return (text(setting), "no {filter, value}: it has no value") }
      return problem(value)
    case .array(let items):
      guard !items.isEmpty else { return ("[]", "an empty list, without any value") }
      let entries = items.count { $0.object != nil }, numbers = items.count { number($0) != nil }
      guard entries == 0 || entries == items.count else {
        return (text(setting), "a mixture of values and {filter, value}")
      }
      guard entries > 0 || numbers == 0 || numbers == items.count, items.allSatisfy({ $0.array == nil }) else {
        return (text(setting), "no list of numbers")
      }
      if items.dropLast().contains(where: { holdsForAll($0) }) {
        return (text(setting), "no list in which every entry counts: one that holds for all tensors is not the last")
      }
      return items.lazy.compactMap(problem).first
    default: return nil
    }
  }

  /// A value for a message.
  static func text(_ value: JSON) -> String {
    if let number = value.number, !number.isFinite { return "\(number)" }
    let text = value.text()
    return text.count > 80 ? text.prefix(80) + "…" : text
  }

  /// All values in it.
  static func leaves(of setting: JSON) -> [JSON] {
    switch setting {
    case .array(let items): items.flatMap(leaves)
    case .object(let object): object["value"].map(leaves) ?? [setting]
    default: [setting]
    }
  }
}
