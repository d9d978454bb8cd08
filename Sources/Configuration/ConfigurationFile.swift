public import Files
import Yams

/// A YAML file as a list of settings: nested keys are joined by dots, and each knows its line.
public struct ConfigurationFile: Sendable {
  public let settings: [Setting]

  /// Reads a file.
  public init(path: String) throws(Diagnostic) {
    let bytes = try FileSystem.bytes(of: path)
    let mark: Int
    do { mark = try ByteOrderMark.length(in: bytes, place: path) } catch {
      throw Diagnostic(error.place, error.problem, expected: error.expectation, status: .wrongUsage)
    }
    guard let text = String(validating: bytes[mark...], as: UTF8.self) else {
      throw Diagnostic(path, "is not valid UTF-8", expected: "a YAML file in UTF-8", status: .wrongUsage)
    }
    try self.init(text: text, place: path)
  }

  /// Reads a text; `place` is the name of its file.
  public init(text: String, place: String) throws(Diagnostic) {
    try YAMLNesting.check(text, place: place)
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch {
      throw Diagnostic(
        Self.place(of: error, in: place), Self.problem(of: error), expected: "a YAML file with key: value lines",
        status: .wrongUsage)
    }
    guard let root else {
      settings = []
      return
    }
    guard case .mapping(let mapping) = root else {
      throw Diagnostic(
        place, "is not a mapping", expected: "a YAML file with key: value lines",
        status: .wrongUsage)
    }
    var room = Self.maxValues
    settings = try Self.settings(of: mapping, prefix: "", place: place, room: &room)
  }

  /// One `key=value`, as it is given with an option.
  public init(assignment: String, option: String) throws(Diagnostic) {
    guard let equals = assignment.firstIndex(of: "="), equals != assignment.startIndex else {
      throw Diagnostic(option, "'\(assignment)' is no key=value", expected: "such as seed=7", status: .wrongUsage)
    }
    let key = String(assignment[..<equals]), text = String(assignment[assignment.index(after: equals)...])
    let place = "\(option) \(key)"
    try YAMLNesting.check(text, place: place)
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch {
      throw Diagnostic(place, Self.problem(of: error), expected: "a value as YAML writes it", status: .wrongUsage)
    }
    var room = Self.maxValues
    settings = [Setting(key: key, value: try Self.value(of: node, place: place, room: &room), place: place)]
  }

  private static func settings(
    of mapping: Node.Mapping, prefix: String, place: String, room: inout Int
  ) throws(Diagnostic) -> [Setting] {
    var settings: [Setting] = []
    for (key, value) in mapping {
      let line = "\(place):\(key.mark?.line ?? 1)"
      room -= 1
      guard room >= 0 else {
        throw Diagnostic(
          line, "holds more than \(maxValues) values, aliases written out", expected: "fewer",
          status: .wrongUsage)
      }
      guard let name = key.string, !name.isEmpty else {
        throw Diagnostic(line, "a key is not a text", expected: "key: value", status: .wrongUsage)
      }
      // An empty one is a value: it must not vanish with its key.
      if case .mapping(let inner) = value, !inner.isEmpty {
        settings += try Self.settings(of: inner, prefix: prefix + name + ".", place: place, room: &room)
      } else {
        let read = try Self.value(of: value, place: line, room: &room)
        var places: [String: String] = [:]
        Self.find(value, "", place, &places)
        settings.append(Setting(key: prefix + name, value: read, place: line, places: places))
      }
    }
    return settings
  }

  /// The lines of all that stands inside a node.
  private static func find(_ node: Node, _ path: String, _ place: String, _ places: inout [String: String]) {
    switch node {
    case .sequence(let sequence):
      for (index, item) in sequence.enumerated() {
        places["\(path)[\(index)]"] = item.mark.map { "\(place):\($0.line)" }
        find(item, "\(path)[\(index)]", place, &places)
      }
    case .mapping(let mapping):
      for (key, value) in mapping {
        let name = "\(path).\(key.string ?? "")"
        places[name] = key.mark.map { "\(place):\($0.line)" }
        find(value, name, place, &places)
      }
    default: break
    }
  }

  /// Aliases of aliases make a short text long; no configuration has so many values.
  private static let maxValues = 1 << 20

  /// - Parameter room: how many values more there may be.
  private static func value(of node: Node?, place: String, room: inout Int) throws(Diagnostic) -> JSON {
    guard let node else { return .null }
    room -= 1
    guard room >= 0 else {
      throw Diagnostic(
        place, "holds more than \(maxValues) values, aliases written out", expected: "fewer",
        status: .wrongUsage)
    }
    switch node {
    case .sequence(let sequence):
      var values: [JSON] = []
      for element in sequence { values.append(try value(of: element, place: place, room: &room)) }
      return .array(values)
    case .mapping(let mapping):
      var members: [(key: String, value: JSON)] = []
      for (key, element) in mapping {
        guard let name = key.string, !name.isEmpty else {
          throw Diagnostic(place, "a key is not a text", expected: "key: value", status: .wrongUsage)
        }
        members.append((key: name, value: try value(of: element, place: place, room: &room)))
      }
      return .object(JSONObject(members))
    default: break
    }
    guard let scalar = node.scalar else { return .null }
    // Before anything resolves it: `!!str 40` is a text, and what other tags mean is not known here.
    switch scalar.tag.description {
    case "", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:null":
      break
    case "!", "tag:yaml.org,2002:str": return .string(scalar.string)
    case let tag:
      throw Diagnostic(place, "has the tag \(tag)", expected: "a value without a tag", status: .wrongUsage)
    }
    if scalar.style != .plain { return .string(scalar.string) }
    if node.null != nil { return .null }
    if let bool = node.bool { return .bool(bool) }
    guard !isAmbiguous(scalar.string) else { return .string(scalar.string) }
    // Yams takes `0+1` for an octal number.
    if let integer = node.int, !scalar.string.dropFirst().contains(where: { $0 == "+" || $0 == "-" }) {
      return .integer(integer)
    }
    if let number = node.float, number.isFinite { return .number(number) }
    return .string(scalar.string)
  }

  /// Numbers that YAML 1.1 reads in another way than 1.2 and people do: `1:30` is 90 in base 60, `010` is 8 in base 8.
  private static func isAmbiguous(_ text: String) -> Bool {
    if text.contains(":") { return true }
    let digits = text.drop { $0 == "-" || $0 == "+" }
    return digits.count > 1 && digits.first == "0" && digits.allSatisfy { $0.isNumber || $0 == "_" }
  }

  private static func place(of error: any Error, in place: String) -> String {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): "\(place):\(mark.line)"
    case .duplicatedKeysInMapping(_, let context): "\(place):\(max(1, context.mark.line))"
    default: place
    }
  }

  private static func problem(of error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
    case .duplicatedKeysInMapping(let keys, _): "names \(keys.first ?? "a key") twice"
    default: "is not YAML"
    }
  }
}
