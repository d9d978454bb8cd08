/// Hostile text within markup: what a file says must never become a tag, an end of a script, or an attribute.
enum SafeMarkup {
  /// Text between tags and in attributes between double quotes. Characters that HTML forbids become U+FFFD.
  static func text(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      guard !isForbidden(scalar.value) else {
        safe += "\u{FFFD}"
        continue
      }
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      case "\u{2028}": safe += "&#x2028;"
      case "\u{2029}": safe += "&#x2029;"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// Controls but for tab and line feed, and what Unicode calls no character.
  private static func isForbidden(_ code: UInt32) -> Bool {
    (code < 0x20 && code != 0x09 && code != 0x0A) || (0x7F...0x9F).contains(code) || (0xFDD0...0xFDEF).contains(code)
      || code & 0xFFFE == 0xFFFE
  }

  /// JSON within a script element: the same JSON without any character that HTML or an old JavaScript would read in its own way.
  static func json(_ text: String) -> String {
    var safe = ""
    safe.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    for scalar in text.unicodeScalars {
      let isMarkup = scalar == "<" || scalar == ">" || scalar == "&" || scalar == "\u{2028}" || scalar == "\u{2029}"
      if isMarkup || isForbidden(scalar.value) {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
