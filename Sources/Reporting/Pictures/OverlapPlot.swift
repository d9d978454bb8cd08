import Files

/// Which sets of models miss the same items: a bar for each set, and below it which models these are.
///
/// Source: Lex et al., UpSet, IEEE Transactions on Visualization and Computer Graphics 20 (2014).
public struct OverlapPlot: Sendable {
  private let title, description: String
  private let names: [String]
  /// Places of names, and how many items; the largest first.
  private let sets: [(members: [Int], items: Int)]

  /// Sets that are drawn; those behind them are one bar without members.
  public static let most = 24

  public init(title: String, description: String, names: [String], sets: [(members: [Int], items: Int)]) {
    self.title = title
    self.description = description
    self.names = names
    let rest = sets.dropFirst(Self.most).reduce(0) { $0 + $1.items }
    self.sets = Array(sets.prefix(Self.most)) + (rest > 0 ? [([], rest)] : [])
    others = max(0, sets.count - Self.most)
  }

  private let others: Int

  public var svg: String {
    let longest = names.map { min(36, $0.count) }.max() ?? 0, line = 22.0, top = 58.0, tall = 180.0
    let left = max(90, 20 + Drawing.width(of: String(repeating: "m", count: longest)))
    let step = max(22, min(44, (700 - left) / Double(max(1, sets.count))))
    let width = max(420, left + step * Double(sets.count) + 20, 32 + Drawing.width(of: title, size: 14))
    let base = top + tall, height = base + 14 + line * Double(names.count) + (others > 0 ? 30 : 12)
    var drawing = Drawing(width: width, height: height, title: title, description: description)
    drawing.text(title, x: 16, y: 24, size: 14)
    let axis = Axis([0, Double(sets.map(\.items).max() ?? 1)], from: base, to: top, widens: false, most: 5)
    for tick in axis.inner {
      drawing.line(left, axis.place(tick), width - 20, axis.place(tick), colour: "#ddd")
      drawing.text(Axis.label(tick), x: left - 8, y: axis.place(tick) + 4, anchor: .end)
    }
    drawing.text("items", x: left - 8, y: top - 16, anchor: .end)
    func level(_ row: Int) -> Double { base + 14 + line * (Double(row) + 0.5) }
    for (row, name) in names.enumerated() {
      drawing.text(Drawing.short(name, 36), x: left - 12, y: level(row) + 4, anchor: .end)
    }
    for (column, set) in sets.enumerated() {
      let x = left + step * (Double(column) + 0.5), y = axis.place(Double(set.items))
      drawing.box(
        x: x - step * 0.32, y: y, width: step * 0.64, height: base - y, colour: set.members.isEmpty ? "#999" : "#0072b2"
      )
      drawing.text("\(set.items)", x: x, y: y - 5, anchor: .middle, size: 11)
      if let first = set.members.first, let last = set.members.last, first != last {
        drawing.line(x, level(first), x, level(last), width: 2)
      }
      for row in names.indices {
        let isIn = set.members.contains(row)
        drawing.shape([], x: x, y: level(row), radius: isIn ? 5 : 3.5, colour: isIn ? "#000" : "#ccc", isHollow: !isIn)
      }
    }
    if others > 0 {
      drawing.text("grey: \(others) other sets together", x: width - 20, y: height - 10, anchor: .end, size: 11)
    }
    return drawing.svg
  }
}
