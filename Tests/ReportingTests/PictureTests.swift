import Reporting
import Testing

/// Pictures for papers: well-formed whatever they are called, equal bytes, and lines that can be told apart.
@Suite struct PictureTests {
  static let hostile = [
    "</text><script>alert(1)</script>", "a & b \"c\" 'd' ]]>", "\u{1B}[31mred\u{0}", "\u{202E}gnp.exe", "é ☃ 中文", "",
  ]

  private static func all(_ name: String) -> [String] {
    var lines = LineChart(title: name, across: name, upward: name)
    lines.add(LineChart.Series(name, [(0, 1), (1, 2)], hasDots: true, intervals: [0.5...1.5, nil]))
    lines.add(LineChart.Series("two", [(0, 1), (1, 2)], hasDots: true))
    let dots = DotPlot(
      title: name, description: name, series: [name, "two"],
      rows: [DotPlot.Row(name, [DotPlot.Point(0.5), nil]), DotPlot.Row("r", isHeading: true, [nil, nil])])
    let forest = DotPlot(
      title: name, description: name, rows: [DotPlot.Row(name, [DotPlot.Point(1.5, interval: -0.5...2)])])
    let overlap = OverlapPlot(
      title: name, description: name, names: [name, "b"], sets: [([0], 3), ([0, 1], 1), ([1], 0)])
    let loss = LossCurve(title: name, losses: [(1, 2), (2, 1)], validations: [(2, 1.5)])
    return [lines.svg, dots.svg, forest.svg, overlap.svg, loss.svg]
  }

  /// The tags of a text that is well-formed as far as pictures go; throws where one is not closed.
  private static func tags(_ svg: String) throws -> [String] {
    var open: [String] = [], all: [String] = []
    for part in svg.split(separator: "<") {
      let end = try #require(part.firstIndex(of: ">"), "\(part)")
      let inner = part[..<end], name = String(inner.prefix { $0.isLetter || $0 == "/" })
      #expect(!part[part.index(after: end)...].contains(">"), "\(part)")
      if name.hasPrefix("/") {
        #expect(open.popLast() == String(name.dropFirst()), "\(part)")
      } else {
        all.append(name)
        // Every attribute has its two quotation marks.
        #expect(inner.count { $0 == "\"" } % 2 == 0, "\(part)")
        if !inner.hasSuffix("/") { open.append(name) }
      }
    }
    #expect(open.isEmpty)
    return all
  }

  @Test("Names are text: nothing of them is markup, control characters are told by their numbers", arguments: hostile)
  func escapes(name: String) throws {
    for svg in Self.all(name) {
      let tags = try Self.tags(svg)
      let known: Set = ["svg", "title", "desc", "rect", "text", "line", "polyline", "circle", "polygon"]
      #expect(Set(tags).isSubset(of: known) && Array(tags.prefix(3)) == ["svg", "title", "desc"], "\(tags)")
      #expect(svg.hasPrefix(PictureMark.beginning) && svg.hasSuffix("</svg>\n"))
      #expect(!svg.unicodeScalars.contains { $0.value < 32 && $0 != "\n" } && !svg.contains("\u{202E}"))
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
    #expect(Self.all(name) == Self.all(name))
  }

  @Test("Lines on each other differ in colour, gaps, width and shape, and each has its sample beside its name")
  func overlapping() throws {
    var chart = LineChart(title: "t", across: "x", upward: "y")
    for index in 0..<7 { chart.add(LineChart.Series("s\(index)", [(0, 1), (1, 2), (2, 1)], hasDots: true)) }
    let svg = chart.svg
    let strokes = svg.split(separator: "\n").filter { $0.hasPrefix("<polyline") }.map { line in
      String(line[..<(line.firstRange(of: " points=")?.lowerBound ?? line.endIndex)])
    }
    #expect(strokes.count == 14 && Set(strokes).count == 7)
    let dashes = Set(
      strokes.map { line in line.firstRange(of: "dasharray=").map { String(line[$0.upperBound...]) } ?? "" })
    #expect(dashes.count == 7, "without colours, as in grey")
    // The first is seen below the last.
    func width(_ line: String) -> Double {
      line.firstRange(of: "stroke-width=\"").flatMap { Double(String(line[$0.upperBound...].prefix { $0 != "\"" })) }
        ?? 0
    }
    #expect(width(strokes[0]) > width(strokes[6]))
  }

  @Test(
    "What is drawn is in the picture: the values of a forest, the sizes of sets, and the sum of those behind the last bar"
  )
  func contents() throws {
    let forest = DotPlot(
      title: "t", description: "d",
      rows: [DotPlot.Row("one", [DotPlot.Point(0.4567)]), DotPlot.Row("two", [DotPlot.Point(-0.02)])])
    #expect(forest.svg.contains(">45.7<") && forest.svg.contains(">-2.0<"))
    let sets = (0..<(OverlapPlot.most + 3)).map { (members: [$0 % 3], items: 100 - $0) }
    let overlap = OverlapPlot(title: "t", description: "d", names: ["a", "b", "c"], sets: sets).svg
    let rest = sets.suffix(3).reduce(0) { $0 + $1.items }
    #expect(overlap.contains(">\(rest)<") && overlap.contains("grey: 3 other sets together"))
  }
}
