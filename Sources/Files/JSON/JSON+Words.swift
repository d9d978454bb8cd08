extension JSON {
  /// A value as a person writes it in a file or on the command line: texts without quotes, lists with commas.
  public var words: String {
    switch self {
    case .null: "not given"
    case .string(let text): text.isEmpty ? "not given" : text
    case .array(let values): values.isEmpty ? "not given" : values.map(\.words).joined(separator: ",")
    default: text()
    }
  }
}
