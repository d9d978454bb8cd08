import Files

/// What the values of a key are, for help, documents and schemas.
public indirect enum ValueKind: Sendable {
  case text
  /// Of a file or folder; a leading `~` means the home folder.
  case path
  case flag
  case whole(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  case choice([String])
  /// One value or a list of them.
  case list(ValueKind)
  /// The kind, or null.
  case optional(ValueKind)
  case either([ValueKind])
  /// Keys of its own.
  case map(ConfigurationOutline)
  case any

  /// As a JSON Schema (draft 2020-12) has it.
  var schema: JSONObject {
    switch self {
    case .text, .path: ["type": "string"]
    case .flag: ["type": "boolean"]
    case .whole(let range):
      ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
    case .number(let range): Self.schema(of: range)
    case .choice(let names): ["enum": .array(names.map { .string($0) })]
    case .list(let kind):
      ["anyOf": [.object(kind.schema), ["type": "array", "items": .object(kind.schema)]]]
    case .optional(let kind): ["anyOf": [.object(kind.schema), ["type": "null"]]]
    case .either(let kinds): ["anyOf": .array(kinds.map { .object($0.schema) })]
    case .map(let outline): outline.objectSchema
    case .any: [:]
    }
  }

  /// Bounds that do not belong to the range are told as such.
  private static func schema(of range: ClosedRange<Double>) -> JSONObject {
    var schema: JSONObject = ["type": "number"]
    if range.lowerBound == (0.0).nextUp {
      schema["exclusiveMinimum"] = 0
    } else {
      schema["minimum"] = .number(range.lowerBound)
    }
    let limit = range.upperBound.nextUp
    if limit == limit.rounded(), range.upperBound != range.upperBound.rounded() {
      schema["exclusiveMaximum"] = .number(limit)
    } else {
      schema["maximum"] = .number(range.upperBound)
    }
    return schema
  }

  /// The keys of the maps that it consists of, if it does.
  var outline: ConfigurationOutline? {
    switch self {
    case .map(let outline): outline
    case .list(let kind), .optional(let kind): kind.outline
    case .either(let kinds): kinds.lazy.compactMap(\.outline).first
    default: nil
    }
  }

  /// For tables of documents.
  public var words: String {
    switch self {
    case .text: "text"
    case .path: "path"
    case .flag: "true or false"
    case .whole(let range):
      "whole number from \(range.lowerBound)" + (range.upperBound >= 1 << 24 ? "" : " to \(range.upperBound)")
    case .number: "number"
    case .choice(let names): names.joined(separator: ", ")
    case .list(let kind): "\(kind.words), or a list"
    case .optional(let kind): "\(kind.words), or null"
    case .either(let kinds): kinds.map(\.words).joined(separator: ", or ")
    case .map: "map"
    case .any: "value"
    }
  }
}
