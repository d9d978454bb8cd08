import Files

/// A value of a GGUF file's metadata. Numbers keep whether they have a fraction, not how wide they were.
enum GGUFValue: Sendable, Equatable {
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case text(String)
  case integers([Int])
  case numbers([Float])
  case flags([Bool])
  case texts([String])

  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
  var text: String? { if case .text(let value) = self { value } else { nil } }
  var texts: [String]? { if case .texts(let values) = self { values } else { nil } }
  var integers: [Int]? { if case .integers(let values) = self { values } else { nil } }
  var numbers: [Float]? { if case .numbers(let values) = self { values } else { nil } }

  var number: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// For people and for files: lists only by their length.
  var json: JSON {
    switch self {
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .flag(let value): .bool(value)
    case .text(let value): .string(value)
    case .integers(let values): .string("\(values.count) numbers")
    case .numbers(let values): .string("\(values.count) numbers")
    case .flags(let values): .string("\(values.count) flags")
    case .texts(let values): .string("\(values.count) texts")
    }
  }
}
