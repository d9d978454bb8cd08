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
    var safe: [UInt8] = []
    let bytes = Array(text.utf8)
    safe.reserveCapacity(bytes.count + bytes.count / 8)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "<"): safe += Array("\\u003c".utf8)
      case UInt8(ascii: ">"): safe += Array("\\u003e".utf8)
      case UInt8(ascii: "&"): safe += Array("\\u0026".utf8)
      case 0xE2 where place + 2 < bytes.count && bytes[place + 1] == 0x80 && bytes[place + 2] & 0xFE == 0xA8:
        safe += Array((bytes[place + 2] == 0xA8 ? "\\u2028" : "\\u2029").utf8)
        place += 2
      case 0x7F: safe += Array("\\u007f".utf8)
      default: safe.append(byte)
      }
      place += 1
    }
    return String(decoding: safe, as: UTF8.self)
  }
}
