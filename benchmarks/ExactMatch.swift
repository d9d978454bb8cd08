/// What of an answer counts when it is compared.
enum ExactMatch {
  /// exact_match with ignore_case and ignore_punctuation: lower case, without Python's `string.punctuation`.
  static func looseForm(_ text: String) -> String { looseForm(text, keeping: { _ in false }) }

  /// The same, but the scalars of `kept` stay.
  static func looseForm(_ text: String, keeping kept: (Unicode.Scalar) -> Bool) -> String {
    text.lowercased().deleting { isPunctuation($0) && !kept($0) }
  }

  /// The 32 ASCII characters that are neither letters nor digits nor white space.
  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
    default: false
    }
  }
}
