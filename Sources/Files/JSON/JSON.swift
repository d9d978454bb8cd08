/// A JSON value (RFC 8259) that keeps the order of an object's members: TruthfulQA's choices stand in member order.
public enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number written without fraction or exponent that fits into 64 bits.
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  public subscript(key: String) -> JSON? { object?[key] }

  public var string: String? { if case .string(let value) = self { value } else { nil } }
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
  public var isNull: Bool { self == .null }

  /// An integer, also where it is written as `2.0` or `1e3`.
  public var integer: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

/// Members in document order. Keys are told by their bytes; looking up one that occurs twice gives the last, as most readers do.
public struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  public private(set) var members: [(key: String, value: JSON)]

  public init(_ members: [(key: String, value: JSON)] = []) { self.members = members }

  public init(dictionaryLiteral elements: (String, JSON)...) {
    members = elements.map { (key: $0.0, value: $0.1) }
  }

  public var keys: [String] { members.map(\.key) }

  /// The first key that occurs twice, for readers that must refuse that.
  public var duplicateKey: String? {
    var seen: Set<ExactText> = []
    return members.first { !seen.insert(ExactText($0.key)).inserted }?.key
  }

  /// Setting replaces the member in its place, or appends it; setting nil removes it.
  public subscript(key: String) -> JSON? {
    get { members.last { $0.key.hasBytes(of: key) }?.value }
    set {
      let index = members.lastIndex { $0.key.hasBytes(of: key) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      // All of them, or the one before would count from now on.
      case (_?, nil): members.removeAll { $0.key == key }
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
  }

  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.elementsEqual(right.members) { $0.key == $1.key && $0.value == $1.value }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements.map { (key: $0.0, value: $0.1) }))
  }
}
