import Evaluation

/// How a number is read out of a solution. The patterns in the comments are those of the sources, as Python reads them.
extension Extraction {
  /// `#### (\-?[0-9\.\,]+)`, the first one.
  static let gsm8kHashes = Extraction(
    name: "strict-match", summary: "the number after the first '#### ', commas and a final dot aside",
    extract: { GSM8KText.number(after: "#### ", in: $0) }, matches: GSM8KText.harnessMatch)

  /// `The answer is (\-?[0-9\.\,]+).`, the first one; its last dot stands for any character.
  static let gsm8kSentence = Extraction(
    name: "strict-match", summary: "the number after the first 'The answer is ', commas and a final dot aside",
    extract: { GSM8KText.number(after: "The answer is ", in: $0, beforeAnyCharacter: true) },
    matches: GSM8KText.harnessMatch)

  /// `(-?[$0-9.,]{2,})|(-?[0-9]+)`, the last one.
  static let gsm8kFlexible = Extraction(
    name: "flexible-extract", summary: "the last thing that looks like a number, commas, dollars and a final dot aside",
    extract: GSM8KText.lastFlexibleNumber, matches: GSM8KText.harnessMatch)

  /// The harness of 2023: the same pattern for both sides, without commas.
  static let gsm8kLeaderboard = Extraction(
    summary: "the number after the first '#### ', without commas",
    extract: { GSM8KText.number(after: "#### ", in: $0).map(GSM8KText.withoutCommas) },
    matches: { extracted, item in
      GSM8KText.number(after: "#### ", in: item.target).map(GSM8KText.withoutCommas) == extracted
    })

  /// Commas between digits deleted, then `[-+]?\d*\.\d+|\d+`, the last one; the whole text where there is none.
  static let gsm8kLastNumber = Extraction(
    summary: "the last number; case and punctuation do not count, so -5 is 5 and 1.5 is 15",
    extract: { completion in
      let text = GSM8KText.withoutCommasBetweenDigits(completion)
      return GSM8KText.lastNumber(in: text) ?? text
    },
    matches: { ExactMatch.looseForm($0) == ExactMatch.looseForm($1.target) })
}

enum GSM8KText {
  /// `MARK(\-?[0-9\.\,]+)`, the first match; with `beforeAnyCharacter` one more character than a line break must follow, for
  /// which the number gives its last one where need be.
  static func number(after mark: String, in text: String, beforeAnyCharacter: Bool = false) -> String? {
    let scalars = Array(text.unicodeScalars)
    for start in ScalarText.places(after: mark, in: scalars) {
      var end = start
      if end < scalars.count, scalars[end] == "-" { end += 1 }
      let first = end
      while end < scalars.count, isNumeric(scalars[end]) { end += 1 }
      if beforeAnyCharacter && (end == scalars.count || scalars[end] == "\n") { end -= 1 }
      if end > first { return String(scalars[start..<end]) }
    }
    return nil
  }

  /// `(-?[$0-9.,]{2,})|(-?[0-9]+)`, the last match.
  static func lastFlexibleNumber(in text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    var last: String?
    var place = 0
    while place < scalars.count {
      let first = scalars[place] == "-" ? place + 1 : place
      var end = first
      while end < scalars.count, isNumeric(scalars[end]) || scalars[end] == "$" { end += 1 }
      let isMatch = end - first >= 2 || (end - first == 1 && ScalarText.isASCIIDigit(scalars[first]))
      if isMatch { last = String(scalars[place..<end]) }
      place = isMatch ? end : place + 1
    }
    return last
  }

  /// `[-+]?\d*\.\d+|\d+`, the last match. Digits of all scripts count.
  static func lastNumber(in text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    var last: Range<Int>?
    var place = 0
    while place < scalars.count {
      if let match = decimal(in: scalars, at: place) ?? digits(in: scalars, at: place) {
        last = match
        place = match.upperBound
      } else {
        place += 1
      }
    }
    return last.map { String(scalars[$0]) }
  }

  /// `re.sub(r"(\d),(\d)", r"\1\2", text)`: a digit that ends one match does not begin the next.
  static func withoutCommasBetweenDigits(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var kept: [Unicode.Scalar] = []
    var place = 0
    while place < scalars.count {
      let isMatch =
        place + 2 < scalars.count && ScalarText.isDigit(scalars[place]) && scalars[place + 1] == ","
        && ScalarText.isDigit(scalars[place + 2])
      kept.append(scalars[place])
      if isMatch { kept.append(scalars[place + 2]) }
      place += isMatch ? 3 : 1
    }
    return String(kept)
  }

  static func withoutCommas(_ text: String) -> String { text.deleting { $0 == "," } }

  static func afterLast(_ mark: String, in text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    return ScalarText.places(after: mark, in: scalars).last.map { String(scalars[$0...]) } ?? text
  }

  /// lm-evaluation-harness's exact_match of GSM8K: on both sides commas, dollars, all up to the last `#### ` and a final dot are
  /// deleted, and case does not count.
  static let harnessMatch: @Sendable (String, Item) -> Bool = { extracted, item in
    harnessForm(extracted) == harnessForm(item.target)
  }

  static func harnessForm(_ text: String) -> String {
    var scalars = Array(afterLast("#### ", in: text.deleting { $0 == "," || $0 == "$" }).unicodeScalars)
    // Python's $ also stands before a line break that ends the text.
    let end = scalars.last == "\n" ? scalars.count - 2 : scalars.count - 1
    if end >= 0, scalars[end] == "." { scalars.remove(at: end) }
    return String(scalars).lowercased()
  }

  private static func isNumeric(_ scalar: Unicode.Scalar) -> Bool {
    ScalarText.isASCIIDigit(scalar) || scalar == "." || scalar == ","
  }

  private static func decimal(in scalars: [Unicode.Scalar], at place: Int) -> Range<Int>? {
    var end = place
    if scalars[end] == "-" || scalars[end] == "+" { end += 1 }
    while end < scalars.count, ScalarText.isDigit(scalars[end]) { end += 1 }
    guard end < scalars.count, scalars[end] == ".", let fraction = digits(in: scalars, at: end + 1) else { return nil }
    return place..<fraction.upperBound
  }

  private static func digits(in scalars: [Unicode.Scalar], at place: Int) -> Range<Int>? {
    var end = place
    while end < scalars.count, ScalarText.isDigit(scalars[end]) { end += 1 }
    return end > place ? place..<end : nil
  }
}
