/// Text as Python's regular expressions see it: code points, not characters.
enum ScalarText {
  static func isASCIIDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// `\d`: decimal digits of every script.
  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? isASCIIDigit(scalar) : scalar.properties.generalCategory == .decimalNumber
  }

  /// Where each occurrence of `mark` ends, those included that overlap.
  static func places(after mark: String, in scalars: [Unicode.Scalar]) -> [Int] {
    let mark = Array(mark.unicodeScalars)
    guard !mark.isEmpty, scalars.count >= mark.count else { return [] }
    return (0...scalars.count - mark.count).filter { scalars[$0..<$0 + mark.count].elementsEqual(mark) }
      .map { $0 + mark.count }
  }

  /// The text cut before each occurrence of `mark`, which begins with two line breaks that are left out.
  static func split(_ text: String, before mark: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let length = mark.unicodeScalars.count
    let cuts = places(after: mark, in: scalars).map { $0 - length }
    return zip([-2] + cuts, cuts + [scalars.count]).map { String(scalars[$0 + 2..<$1]) }
  }

  /// The first occurrence of `old` replaced.
  static func replace(_ old: String, by new: String, in text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    guard let end = places(after: old, in: scalars).first else { return text }
    return String(scalars[..<(end - old.unicodeScalars.count)]) + new + String(scalars[end...])
  }

  /// The part of the line that begins at `place`, up to the line break or the end.
  static func restOfLine(_ scalars: [Unicode.Scalar], from place: Int) -> ArraySlice<Unicode.Scalar> {
    scalars[place...].prefix { $0 != "\n" }
  }
}

extension String {
  init(_ scalars: some Sequence<Unicode.Scalar>) {
    var view = UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }

  func deleting(_ isDeleted: (Unicode.Scalar) -> Bool) -> String {
    String(unicodeScalars.filter { !isDeleted($0) })
  }
}
