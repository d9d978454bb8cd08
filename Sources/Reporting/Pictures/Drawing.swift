import Files

/// A picture in the making: SVG with its words as text, for a page or a paper. Equal drawings are equal bytes.
struct Drawing {
  let width, height: Double
  private let title, description: String
  private var body = ""

  /// How a picture begins, by which an earlier one is known.
  static let beginning = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""

  init(width: Double, height: Double, title: String, description: String) {
    self.width = width
    self.height = height
    self.title = title
    self.description = description
  }

  var svg: String {
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    return """
      \(Self.beginning) \(size) viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
      font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#000">
      <title>\(Self.escaped(title))</title>
      <desc>\(Self.escaped(description))</desc>
      <rect width="100%" height="100%" fill="#fff"/>

      """ + body + "</svg>\n"
  }

  enum Anchor: String { case start, middle, end }

  mutating func text(
    _ words: String, x: Double, y: Double, anchor: Anchor = .start, size: Double = 12, colour: String = "#000",
    isBold: Bool = false, turned: Bool = false
  ) {
    var attributes = "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
    if anchor != .start { attributes += " text-anchor=\"\(anchor.rawValue)\"" }
    if size != 12 { attributes += " font-size=\"\(Self.number(size))\"" }
    if colour != "#000" { attributes += " fill=\"\(colour)\"" }
    if isBold { attributes += " font-weight=\"bold\"" }
    if turned { attributes += " transform=\"rotate(-90 \(Self.number(x)) \(Self.number(y)))\"" }
    body += "<text \(attributes)>\(Self.escaped(words))</text>\n"
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: String = "#000", width: Double = 1,
    dash: String = ""
  ) {
    body +=
      "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\""
      + Self.stroke(colour, width, dash) + "/>\n"
  }

  mutating func path(_ points: [(x: Double, y: Double)], colour: String, width: Double, dash: String = "") {
    let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    body += "<polyline fill=\"none\"\(Self.stroke(colour, width, dash)) points=\"\(list)\"/>\n"
  }

  mutating func box(x: Double, y: Double, width: Double, height: Double, colour: String) {
    body +=
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(0, width)))\" "
      + "height=\"\(Self.number(max(0, height)))\" fill=\"\(colour)\"/>\n"
  }

  /// A closed shape of so many corners, or a circle without any.
  mutating func shape(
    _ corners: [(x: Double, y: Double)], x: Double, y: Double, radius: Double, colour: String, isHollow: Bool
  ) {
    let paint = "fill=\"\(isHollow ? "#fff" : colour)\" stroke=\"\(colour)\" stroke-width=\"1.5\""
    if corners.isEmpty {
      body += "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\" \(paint)/>\n"
    } else {
      let list = corners.map { "\(Self.number(x + radius * $0.x)),\(Self.number(y + radius * $0.y))" }
      body += "<polygon points=\"\(list.joined(separator: " "))\" \(paint)/>\n"
    }
  }

  private static func stroke(_ colour: String, _ width: Double, _ dash: String) -> String {
    " stroke=\"\(colour)\" stroke-width=\"\(number(width))\"" + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
  }

  /// With one decimal at most; what no number is stands at 0.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "0" }
    let tenths = Int(saturating: (value * 10).rounded())
    let sign = tenths < 0 ? "-" : "", whole = abs(tenths)
    return whole % 10 == 0 ? "\(sign)\(whole / 10)" : "\(sign)\(whole / 10).\(whole % 10)"
  }

  /// As text and within attributes; what XML does not allow is told by its number.
  static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      default:
        if isHidden(scalar) {
          safe += "[U+\(String(scalar.value, radix: 16, uppercase: true))]"
        } else {
          safe.unicodeScalars.append(scalar)
        }
      }
    }
    return safe
  }

  /// Control characters, what turns text around or shows nothing, and what XML does not allow.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }

  /// As many letters as fit; the last one says that there are more.
  static func short(_ text: String, _ count: Int) -> String {
    text.count > count ? text.prefix(max(1, count - 1)) + "…" : text
  }

  /// About how wide text is.
  static func width(of text: String, size: Double = 12) -> Double { 0.56 * size * Double(text.count) }
}
