import Files

/// Numbers over a common axis as a picture (SVG), small enough to read at a glance. Lines that lie on each other can be told apart: later
/// ones are thinner, have gaps, and points of another shape.
public struct LineChart: Sendable {
  public struct Series: Sendable {
    /// Shown at the top; nil is not named.
    public var name: String?
    public var points: [(x: Double, y: Double)]
    /// Line width; 0 draws none, nil is that of its style.
    public var width: Double?
    public var hasDots: Bool
    /// Any SVG colour; then the line has no gaps. nil: a style of the chart.
    public var colour: String?
    /// Of the points, in their order; empty for none.
    public var intervals: [ClosedRange<Double>?]

    public init(
      _ name: String? = nil, _ points: [(Double, Double)], width: Double? = nil, hasDots: Bool = false,
      colour: String? = nil, intervals: [ClosedRange<Double>?] = []
    ) {
      let kept = points.indices.filter { points[$0].0.isFinite && points[$0].1.isFinite }
      self.name = name
      self.points = kept.map { (x: points[$0].0, y: points[$0].1) }
      self.width = width
      self.hasDots = hasDots
      self.colour = colour
      self.intervals = intervals.isEmpty ? [] : kept.map { $0 < intervals.count ? intervals[$0] : nil }
    }
  }

  private let title: String
  /// What the axes count.
  private let across, upward: String
  /// Below the picture's title for those who do not see it; empty: how many lines there are.
  public var description = ""
  /// Whether across there are whole numbers alone.
  public var countsAcross = false
  private var series: [Series] = []

  public init(title: String, across: String, upward: String) {
    self.title = title
    self.across = across
    self.upward = upward
  }

  public mutating func add(_ one: Series) { series.append(one) }

  private static let width = 720.0, left = 64.0, right = 16.0, bottom = 48.0
  private var named: [Series] { series.filter { $0.name != nil } }
  private var top: Double { 40 + 18 * Double(named.count) }
  private var height: Double { 340 + top }

  public var svg: String {
    var drawing = Drawing(
      width: Self.width, height: height, title: title,
      description: description.isEmpty ? "\(series.count) lines: \(upward) over \(across)" : description)
    drawing.text(title, x: Self.left, y: 24, size: 14)
    let ends = series.flatMap { $0.intervals.flatMap { $0.map { [$0.lowerBound, $0.upperBound] } ?? [] } }
    let x = Axis(
      series.flatMap { $0.points.map(\.x) }, from: Self.left + 8, to: Self.width - Self.right - 8, widens: false)
    let values = series.flatMap { $0.points.map(\.y) } + ends
    let y = Axis(values + Self.room(values), from: height - Self.bottom, to: top, widens: true)
    grid(&drawing, x, y)
    for (index, one) in series.enumerated() { draw(one, index, &drawing, x, y) }
    var row = 0
    for (index, one) in series.enumerated() {
      guard let name = one.name else { continue }
      let level = 46 + 18 * Double(row), style = LineStyle(index, of: series.count)
      stroke(one, style, [(x: Self.left, y: level - 4), (x: Self.left + 34, y: level - 4)], &drawing)
      if one.hasDots { mark(one, style, &drawing, Self.left + 17, level - 4) }
      drawing.text(Drawing.short(name, 96), x: Self.left + 44, y: level)
      row += 1
    }
    return drawing.svg
  }

  /// Above and below values that are all the same.
  private static func room(_ values: [Double]) -> [Double] {
    guard let one = values.first, values.allSatisfy({ $0 == one }) else { return [] }
    let margin = max(0.05, 0.1 * abs(one))
    return [one - margin, one + margin].filter(\.isFinite)
  }

  private func draw(_ one: Series, _ index: Int, _ drawing: inout Drawing, _ x: Axis, _ y: Axis) {
    let style = LineStyle(index, of: series.count)
    // Beside each other where they have intervals, which would hide each other.
    let shift = one.intervals.isEmpty ? 0 : 5 * (Double(index) - Double(series.count - 1) / 2)
    let places = one.points.map { (x: x.place($0.x) + shift, y: y.place($0.y)) }
    stroke(one, style, places, &drawing)
    for (place, interval) in zip(places, one.intervals) {
      guard let interval else { continue }
      let (low, high) = (y.place(interval.lowerBound), y.place(interval.upperBound))
      drawing.line(place.x, low, place.x, high, colour: one.colour ?? style.colour, width: 1.2)
      for end in [low, high] {
        drawing.line(place.x - 3, end, place.x + 3, end, colour: one.colour ?? style.colour, width: 1.2)
      }
    }
    for place in one.hasDots ? places : [] { mark(one, style, &drawing, place.x, place.y) }
  }

  private func stroke(_ one: Series, _ style: LineStyle, _ places: [(x: Double, y: Double)], _ drawing: inout Drawing) {
    let width = one.width ?? style.width
    guard width > 0, places.count > 1 else { return }
    let dash = one.colour == nil ? style.dash : ""
    drawing.path(places, colour: one.colour ?? style.colour, width: width, dash: dash)
  }

  private func mark(_ one: Series, _ style: LineStyle, _ drawing: inout Drawing, _ x: Double, _ y: Double) {
    guard let colour = one.colour else { return style.mark(&drawing, x: x, y: y) }
    drawing.shape([], x: x, y: y, radius: 4, colour: colour, isHollow: false)
  }

  /// Ticks and names of both axes.
  private func grid(_ drawing: inout Drawing, _ x: Axis, _ y: Axis) {
    for tick in y.ticks {
      let level = y.place(tick)
      drawing.line(Self.left, level, Self.width - Self.right, level, colour: "#ddd")
      drawing.text(Axis.label(tick), x: Self.left - 8, y: level + 4, anchor: .end)
    }
    for tick in x.inner where !countsAcross || tick == tick.rounded() {
      drawing.text(Axis.label(tick), x: x.place(tick), y: height - Self.bottom + 18, anchor: .middle)
    }
    drawing.text(across, x: Self.width / 2, y: height - 10, anchor: .middle)
    drawing.text(upward, x: 16, y: (top + height - Self.bottom) / 2, anchor: .middle, turned: true)
  }
}
