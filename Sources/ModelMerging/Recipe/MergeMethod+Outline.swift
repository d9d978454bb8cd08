public import Configuration
import Files
public import Merging

extension MergeMethod {
  /// Those that the seed changes.
  public static var random: String { all.filter(\.isRandom).map(\.name).joined(separator: ", ") }

  /// mergekit's parameter that says how masks are kept in memory.
  static let ignored = "int8_mask"

  /// The parameters of all methods. Which of them there are is the method's to say.
  public static let outline: ConfigurationOutline = {
    var entries: [ConfigurationOutline.Entry] = []
    for method in all {
      for parameter in method.parameters where !entries.contains(where: { $0.name == parameter.name }) {
        let owners = all.filter { $0.parameters.contains { $0.name == parameter.name } }.map(\.name)
        entries.append(
          ConfigurationOutline.Entry(
            name: parameter.name, help: "\(parameter.help); of \(owners.joined(separator: ", "))",
            kind: .foreign(parameter.values, parameter.schema)))
      }
    }
    entries.append(
      ConfigurationOutline.Entry(name: ignored, help: "mergekit's; changes nothing: masks take no memory", kind: .any))
    return ConfigurationOutline(command: "merge", entries)
  }()
}

extension MergeParameter {
  /// A value, a gradient, or filters with one of both.
  fileprivate var schema: JSONObject {
    let single: JSONObject =
      switch kind {
      case .number(let range) where range.lowerBound.isFinite && range.upperBound.isFinite:
        ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
      case .number: ["type": "number"]
      case .flag: ["type": "boolean"]
      case .choice(let names): ["enum": .array(names.map { .string($0) } + [true, false])]
      }
    let value: JSONObject = ["anyOf": [.object(single), ["type": "array", "items": .object(single)]]]
    let filter: JSON = [
      "type": "object", "properties": ["filter": ["type": ["string", "null"]], "value": .object(value)],
      "required": ["value"], "additionalProperties": false,
    ]
    return ["anyOf": [.object(single), filter, ["type": "array", "items": ["anyOf": [.object(single), filter]]]]]
  }
}
