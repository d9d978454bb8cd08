import Files

/// Shares in rows, one or several points to a row, with intervals: models of a column, or subjects of a task.
public struct DotPlot: Sendable {
  public struct Row: Sendable {
    public var label: String
    public var isHeading: Bool
    /// One for each series, in their order; nil where it has none.
    public var points: [Point?]

    public init(_ label: String, isHeading: Bool = false, _ points: [Point?]) {
      self.label = label
      self.isHeading = isHeading
      self.points = points
    }
  }

  public struct Point: Sendable {
    public var value: Double
    public var interval: ClosedRange<Double>?
    /// Filled where it is, of a single series.
    public var isStrong: Bool

    public init(_ value: Double, interval: ClosedRange<Double>? = nil, isStrong: Bool = false) {
      self.value = value
      self.interval = interval
      self.isStrong = isStrong
    }
  }

  private let title, description: String
  /// Names of several series; empty for one.
  private let series: [String]
  private let rows: [Row]

  public init(title: String, description: String, series: [String] = [], rows: [Row]) {
    self.title = title
    self.description = description
    self.series = series
    self.rows = rows
  }

  private static let width = 720.0, mostLetters = 46

  public var svg: String {
    // Points of several series stand below each other within their row; of many rows as close as they may.
    let line = series.isEmpty ? 24 : min(rows.count > 30 ? 24 : 60, 14 + 5 * Double(series.count)),
      top = 40 + 18 * Double(series.count)
    let longest = rows.map { min(Self.mostLetters, $0.label.count) }.max() ?? 0
    let left = max(80, 16 + Drawing.width(of: String(repeating: "m", count: longest)))
    let height = top + line * Double(rows.count) + 48
    var drawing = Drawing(width: Self.width, height: height, title: title, description: description)
    drawing.text(title, x: 16, y: 24, size: 14)
    let points = rows.flatMap { $0.points.compactMap { $0 } }
    let values = points.flatMap {
      [$0.value, $0.interval?.lowerBound ?? $0.value, $0.interval?.upperBound ?? $0.value]
    }
    let right = series.isEmpty ? 64.0 : 24.0
    let axis = Axis(values.map { 100 * $0 }, from: left, to: Self.width - right, widens: true)
    for tick in axis.inner {
      let place = axis.place(tick)
      drawing.line(place, top - 4, place, height - 44, colour: "#ddd")
      drawing.text(Axis.label(tick), x: place, y: height - 28, anchor: .middle)
    }
    drawing.text("points of 100", x: (left + Self.width - right) / 2, y: height - 10, anchor: .middle)
    for (index, name) in series.enumerated() {
      let level = 46 + 18 * Double(index)
      LineStyle(index, of: 1 + index).mark(&drawing, x: 24, y: level - 4)
      drawing.text(Drawing.short(name, 100), x: 38, y: level)
    }
    for (index, row) in rows.enumerated() {
      let y = top + line * (Double(index) + 0.5)
      let label = Drawing.short(row.label, Self.mostLetters)
      drawing.text(label, x: left - 10, y: y + 4, anchor: .end, isBold: row.isHeading)
      if index > 0, !series.isEmpty {
        drawing.line(left, y - line / 2, Self.width - right, y - line / 2, colour: "#eee")
      }
      draw(row, y, line - 12, axis, &drawing)
    }
    return drawing.svg
  }

  private func draw(_ row: Row, _ middle: Double, _ spread: Double, _ axis: Axis, _ drawing: inout Drawing) {
    for (index, point) in row.points.enumerated() {
      guard let point else { continue }
      let place = axis.place(100 * point.value), count = Double(series.count)
      let y = count > 1 ? middle + spread * (Double(index) / (count - 1) - 0.5) : middle
      if let interval = point.interval {
        let ends = [axis.place(100 * interval.lowerBound), axis.place(100 * interval.upperBound)]
        drawing.line(ends[0], y, ends[1], y, width: 1.5)
        for end in ends { drawing.line(end, y - 3, end, y + 3, width: 1.5) }
      }
      guard series.isEmpty else {
        LineStyle(index, of: 1 + index).mark(&drawing, x: place, y: y)
        continue
      }
      drawing.shape([], x: place, y: y, radius: 4.5, colour: "#0072b2", isHollow: !point.isStrong)
      let tenths = Int(saturating: (1000 * point.value).rounded())
      let sign = tenths < 0 ? "-" : ""
      drawing.text("\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)", x: Self.width - 12, y: y + 4, anchor: .end)
    }
  }
}
