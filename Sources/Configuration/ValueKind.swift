public import Files

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
  /// The same, but whoever the keys are for says which of them there are.
  case open(ConfigurationOutline)
  /// A map from names of one's own choice to maps of this kind.
  case named(ValueKind)
  /// What its owner alone reads, with its words and its schema.
  case foreign(String, JSONObject)
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
    case .map(let outline), .open(let outline): outline.objectSchema
    case .named(let kind): ["type": "object", "additionalProperties": .object(kind.schema)]
    case .foreign(_, let schema): schema
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
    case .map(let outline), .open(let outline): outline
    case .list(let kind), .optional(let kind): kind.outline
    case .either(let kinds): kinds.lazy.compactMap(\.outline).first
    default: nil
    }
  }

  /// The keys that stand below its own with a dot, and not in a list.
  var below: ConfigurationOutline? {
    switch self {
    case .map(let outline), .open(let outline): outline
    case .optional(let kind): kind.below
    case .either(let kinds): kinds.lazy.compactMap(\.below).first
    default: nil
    }
  }

  /// The same, and those of the maps of a list, with what stands between the names for people.
  var described: (outline: ConfigurationOutline, link: String)? {
    switch self {
    case .map(let outline), .open(let outline): (outline, ".")
    case .optional(let kind): kind.described
    case .either(let kinds): kinds.lazy.compactMap(\.described).first
    case .named(let kind): kind.outline.map { ($0, ".NAME.") }
    case .list(.map(let outline)): (outline, "[].")
    case .list(.either(let kinds)): kinds.lazy.compactMap(\.below).first.map { ($0, "[].") }
    default: nil
    }
  }

  /// The name and the kind of a key that stands below.
  func find(_ key: String) -> (name: String, kind: ValueKind)? {
    switch self {
    case .map(let outline): return outline.find(key)
    case .open(let outline): return outline.find(key) ?? (key, .any)
    case .optional(let kind): return kind.find(key)
    case .either(let kinds): return kinds.lazy.compactMap { $0.find(key) }.first
    case .named(let kind):
      // A name may have dots in it.
      for dot in key.indices where key[dot] == "." && dot != key.startIndex {
        if let (name, found) = kind.find(String(key[key.index(after: dot)...])) {
          return (key[...dot] + name, found)
        }
      }
      return nil
    default: return nil
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
    case .map, .open, .named: "map"
    case .foreign(let words, _): words
    case .any: "value"
    }
  }
}
