/// A value as Python writes it.
enum PythonValue: Equatable {
  case integer(Int)
  case truth(Bool)
  case text(String)
  case list([Int])

  var written: String {
    switch self {
    case .integer(let value): "\(value)"
    case .truth(let value): value ? "True" : "False"
    case .text(let value): "'\(value)'"
    case .list(let values): "[\(values.map { "\($0)" }.joined(separator: ", "))]"
    }
  }

  /// Its type in a signature.
  var type: String {
    switch self {
    case .integer: "int"
    case .truth: "bool"
    case .text: "str"
    case .list: "list"
    }
  }
}
