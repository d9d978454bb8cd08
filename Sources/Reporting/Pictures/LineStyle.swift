/// How one of several lines or points looks: told apart by colour, also by people who see few (Okabe and Ito's), in grey, and where one
/// lies on another: by dashes, shapes and sizes.
struct LineStyle {
  let colour: String
  /// As `stroke-dasharray` has it; empty: a whole line.
  let dash: String
  /// Corners around the middle; none of a circle.
  let corners: [(x: Double, y: Double)]
  let isHollow: Bool
  /// Earlier lines and shapes are larger, so that they are seen below later ones.
  let width, radius: Double

  private static let colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
  private static let dashes = ["", "8 4", "2 4", "9 4 2 4", "14 5", "5 3", "1 3"]
  private static let shapes: [[(x: Double, y: Double)]] = [
    [], [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)], [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
    [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)], [(0, 1.2), (1.1, -0.8), (-1.1, -0.8)],
  ]

  /// The style of a series among so many.
  init(_ index: Int, of count: Int) {
    colour = Self.colours[index % Self.colours.count]
    dash = Self.dashes[(index + index / Self.colours.count) % Self.dashes.count]
    corners = Self.shapes[index % Self.shapes.count]
    isHollow = index % 2 == 1
    let later = Double(min(4, max(0, count - 1 - index)))
    width = 1.8 + 0.9 * later
    radius = 3.6 + 0.8 * later
  }

  func mark(_ drawing: inout Drawing, x: Double, y: Double) {
    drawing.shape(corners, x: x, y: y, radius: radius, colour: colour, isHollow: isHollow)
  }
}
