/// Text of models, data and people, made harmless for where it stands. Whatever it holds, it cannot end the cell or string that it is in.
enum SafeText {
  /// One line without control characters and without those that turn the direction of writing or hide: each is told by its number.
  static func line(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if isHidden(scalar) { result += "<U+\(number(scalar))>" } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }

  /// At least four hexadecimal digits.
  static func number(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Markdown as GitHub renders it: a cell of a table, or part of a line.
  static func markdown(_ text: String) -> String {
    var result = ""
    for character in line(text).unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!", "$", "{", "}":
        result += "\\"
        result.unicodeScalars.append(character)
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// LaTeX with a font of Latin letters; what that lacks is told by its number.
  static func latex(_ text: String) -> String {
    var result = ""
    for scalar in line(text).unicodeScalars {
      switch scalar {
      case "\\": result += "\\textbackslash{}"
      case "{", "}", "$", "&", "#", "_", "%": result += "\\\(scalar)"
      case "^": result += "\\textasciicircum{}"
      case "~": result += "\\textasciitilde{}"
      case "<": result += "\\textless{}"
      case ">": result += "\\textgreater{}"
      case "|": result += "\\textbar{}"
      // Two in a row would make one dash, a brace behind `[` an option.
      case "-", "[", "]", "`", "'", "\"", "*": result += scalar == "\"" ? "{\\textquotedbl}" : "{\(scalar)}"
      case " "..."~": result.unicodeScalars.append(scalar)
      case "\u{C0}"..."\u{FF}" where scalar.properties.isAlphabetic: result.unicodeScalars.append(scalar)
      case "×": result += "$\\times$"
      case "…": result += "\\ldots{}"
      case "±": result += "$\\pm$"
      default: result += "\\texttt{U+\(number(scalar))}"
      }
    }
    return result
  }

  /// A field of a CSV file (RFC 4180), in quotation marks where it needs them.
  static func csv(_ text: String) -> String {
    let text = line(text)
    let isPlain = !text.contains { ",\"\n\r".contains($0) } && text.first != " " && text.last != " "
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A double-quoted scalar of YAML 1.2.
  static func yaml(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default:
        if isHidden(scalar) || (0xFDD0...0xFDEF).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
