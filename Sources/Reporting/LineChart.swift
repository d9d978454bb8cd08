import Files
import Glibc

/// Numbers over a common axis as a picture (SVG), small enough to read at a glance.
public struct LineChart: Sendable {
  public struct Series: Sendable {
    /// Shown at the top; nil is not named.
    public var name: String?
    public var points: [(x: Double, y: Double)]
    /// Line width; 0 draws none.
    public var width: Double
    public var hasDots: Bool
    /// Any SVG colour; nil takes the next of the chart.
    public var colour: String?

    public init(
      _ name: String? = nil, _ points: [(Double, Double)], width: Double = 2, hasDots: Bool = false,
      colour: String? = nil
    ) {
      self.name = name
      self.points = points.filter { $0.0.isFinite && $0.1.isFinite }.map { (x: $0.0, y: $0.1) }
      self.width = width
      self.hasDots = hasDots
      self.colour = colour
    }
  }

  private let title: String
  /// What the axes count.
  private let across, upward: String
  private var series: [Series] = []

  public init(title: String, across: String, upward: String) {
    self.title = title
    self.across = across
    self.upward = upward
  }

  public mutating func add(_ one: Series) {
    var one = one
    one.colour = one.colour ?? Self.colours[series.count % Self.colours.count]
    series.append(one)
  }

  /// Distinguishable by people who see few colours (Okabe and Ito's).
  private static let colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]

  private static let width = 720.0, height = 400.0
  private static let left = 64.0, right = 16.0, bottom = 48.0
  private var named: [Series] { series.filter { $0.name != nil } }
  private var top: Double { 40 + 16 * Double(named.count) }

  public var svg: String {
    let points = series.flatMap(\.points)
    let across = Axis(points.map(\.x), from: Self.left, to: Self.width - Self.right, widens: false)
    let upward = Axis(points.map(\.y), from: Self.height - Self.bottom, to: top, widens: true)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(saturating: Self.width)) \(Int(saturating: Self.height))" \
      font-family="sans-serif" font-size="12">
      <rect width="100%" height="100%" fill="white"/>
      <text x="\(Self.left)" y="24" font-size="14">\(Self.escaped(title))</text>

      """
    text += lines(upward: upward, across: across)
    for one in series {
      let places = one.points.map { (x: across.place($0.x), y: upward.place($0.y)) }
      let colour = one.colour ?? "black"
      if one.width > 0 {
        let path = places.map { "\(Self.short($0.x)),\(Self.short($0.y))" }.joined(separator: " ")
        text += "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(one.width)\" points=\"\(path)\"/>\n"
      }
      for place in one.hasDots ? places : [] {
        text += "<circle cx=\"\(Self.short(place.x))\" cy=\"\(Self.short(place.y))\" r=\"4\" fill=\"\(colour)\"/>\n"
      }
    }
    for (index, one) in named.enumerated() {
      text += """
        <text x="\(Self.left)" y="\(44 + 16 * index)" fill="\(one.colour ?? "black")">\
        \(Self.escaped(one.name ?? ""))</text>

        """
    }
    return text + "</svg>\n"
  }

  /// Ticks and names of both axes.
  private func lines(upward: Axis, across: Axis) -> String {
    var text = ""
    for tick in upward.ticks {
      let y = Self.short(upward.place(tick))
      text += """
        <line x1="\(Self.left)" x2="\(Self.width - Self.right)" y1="\(y)" y2="\(y)" stroke="#ddd"/>
        <text x="\(Self.left - 8)" y="\(Self.short(upward.place(tick) + 4))" text-anchor="end">\(Self.label(tick))</text>

        """
    }
    for tick in across.ticks where tick >= across.low && tick <= across.high {
      text += """
        <text x="\(Self.short(across.place(tick)))" y="\(Self.height - Self.bottom + 18)" \
        text-anchor="middle">\(Self.label(tick))</text>

        """
    }
    return text + """
      <text x="\(Self.width / 2)" y="\(Self.height - 10)" text-anchor="middle">\(Self.escaped(self.across))</text>
      <text x="16" y="\(Self.height / 2)" text-anchor="middle" \
      transform="rotate(-90 16 \(Self.height / 2))">\(Self.escaped(self.upward))</text>

      """
  }

  private static func short(_ number: Double) -> String { label((number * 10).rounded() / 10) }

  private static func label(_ number: Double) -> String {
    let rounded = (number * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(saturating: rounded)) : "\(rounded)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

/// From values to places along one side of a picture.
private struct Axis {
  let low, high: Double
  let ticks: [Double]
  private let from, to: Double

  /// - Parameter widens: whether the axis ends at round numbers.
  init(_ values: [Double], from: Double, to: Double, widens: Bool) {
    let least = values.min() ?? 0, most = values.max() ?? 1
    let ticks = Self.ticks(from: least, to: most)
    low = widens ? min(least, ticks.first ?? least) : least
    high = max(low + max(1e-9, 1e-9 * abs(low)), widens ? max(most, ticks.last ?? most) : most)
    self.ticks = ticks
    self.from = from
    self.to = to
  }

  /// By halves, which are exact, so that no difference is too large for a number.
  func place(_ value: Double) -> Double { from + (value / 2 - low / 2) / (high / 2 - low / 2) * (to - from) }

  /// Round numbers, four to nine of them; none where the values lie farther apart than a number can say.
  private static func ticks(from low: Double, to high: Double) -> [Double] {
    // Large numbers that hardly differ: a step must be more than their last digit.
    let span = max(high - low, 1e-9, 1e-9 * max(abs(low), abs(high))), magnitude = pow(10, floor(log10(span)))
    let step = [0.1, 0.2, 0.5, 1, 2].map { $0 * magnitude }.first { span / $0 <= 8 } ?? magnitude
    let first = (low / step).rounded(.down) * step
    guard span.isFinite, first.isFinite else { return [] }
    return (0..<12).map { first + Double($0) * step }.filter { $0 <= high + step * 0.999 }
  }
}
