public import Files
import Yams

/// A YAML file as a list of settings: nested keys are joined by dots, and each knows its line.
public struct ConfigurationFile: Sendable {
  public struct Setting: Sendable {
    public var key: String
    public var value: JSON
    /// `file:line`.
    public var place: String
    /// The same of what stands inside the value, by paths such as `[0].parameters.weight`.
    private var places: [String: String]

    public init(key: String, value: JSON, place: String, places: [String: String] = [:]) {
      self.key = key
      self.value = value
      self.place = place
      self.places = places
    }

    /// Where a part of the value stands.
    func place(of path: String) -> String { places[path] ?? place }
  }

  public let settings: [Setting]

  /// Reads a file.
  public init(path: String) throws(Diagnostic) {
    let bytes = try FileSystem.bytes(of: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic(path, "is not valid UTF-8", expected: "a YAML file in UTF-8")
    }
    try self.init(text: text, place: path)
  }

  /// Reads a text; `place` is the name of its file.
  public init(text: String, place: String) throws(Diagnostic) {
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch {
      throw Diagnostic(
        Self.place(of: error, in: place), Self.problem(of: error), expected: "a YAML file with key: value lines")
    }
    guard let root else {
      settings = []
      return
    }
    guard case .mapping(let mapping) = root else {
      throw Diagnostic(place, "is not a mapping", expected: "a YAML file with key: value lines")
    }
    settings = try Self.settings(of: mapping, prefix: "", place: place)
  }

  /// One `key=value`, as it is given with an option.
  public init(assignment: String, option: String) throws(Diagnostic) {
    guard let equals = assignment.firstIndex(of: "="), equals != assignment.startIndex else {
      throw Diagnostic(option, "'\(assignment)' is no key=value", expected: "such as seed=7", status: .wrongUsage)
    }
    let key = String(assignment[..<equals]), text = String(assignment[assignment.index(after: equals)...])
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch {
      throw Diagnostic("\(option) \(key)", Self.problem(of: error), expected: "a value as YAML writes it")
    }
    settings = [Setting(key: key, value: node.map(Self.value) ?? .null, place: "\(option) \(key)")]
  }

  private static func settings(
    of mapping: Node.Mapping, prefix: String, place: String
  ) throws(Diagnostic) -> [Setting] {
    var settings: [Setting] = []
    for (key, value) in mapping {
      let line = "\(place):\(key.mark?.line ?? 1)"
      guard let name = key.string, !name.isEmpty else {
        throw Diagnostic(line, "a key is not a text", expected: "key: value")
      }
      if case .mapping(let inner) = value {
        settings += try Self.settings(of: inner, prefix: prefix + name + ".", place: place)
      } else {
        var places: [String: String] = [:]
        Self.find(value, "", place, &places)
        settings.append(Setting(key: prefix + name, value: Self.value(of: value), place: line, places: places))
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

  private static func value(of node: Node) -> JSON {
    switch node {
    case .sequence(let sequence): return .array(sequence.map(value))
    case .mapping(let mapping):
      return .object(JSONObject(mapping.map { (key: $0.key.string ?? "", value: value(of: $0.value)) }))
    default: break
    }
    guard let scalar = node.scalar else { return .null }
    if scalar.style != .plain { return .string(scalar.string) }
    if node.null != nil { return .null }
    if let bool = node.bool { return .bool(bool) }
    // Yams takes `0+1` for an octal number.
    if let integer = node.int, !scalar.string.dropFirst().contains(where: { $0 == "+" || $0 == "-" }) {
      return .integer(integer)
    }
    if let number = node.float, number.isFinite { return .number(number) }
    return .string(scalar.string)
  }

  private static func place(of error: any Error, in place: String) -> String {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): "\(place):\(mark.line)"
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
