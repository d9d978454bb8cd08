extension Leaderboard {
  /// How the head of the file begins, by which it is known; the titles of the columns follow.
  static let wideCSVHeader = ["model", "group", "origin", "path"]

  /// One line for each model, with the value of each column and average. Numbers are as exact as they are; what there is none of is empty.
  public var wideCSV: String {
    let cells = columns.map(\.cells) + summaries.map(\.cells)
    var header = Self.wideCSVHeader
    for title in (columns.map(\.title) + summaries.map(\.title)).map(SafeText.line) {
      // A name that is there twice would be another one in each program that reads it.
      var name = title.isEmpty ? "column" : title, number = 2
      while header.contains(name) {
        name = "\(title) (\(number))"
        number += 1
      }
      header.append(name)
    }
    var text = header.map(SafeText.csv).joined(separator: ",") + "\n"
    for (place, row) in rows.enumerated() {
      let whose = [row.name, row.group, row.origin.rawValue, row.model.path].map(SafeText.csv)
      let values = cells.map { $0[place].map { "\($0.estimate.value)" } ?? "" }
      text += (whose + values).joined(separator: ",") + "\n"
    }
    return text
  }
}
