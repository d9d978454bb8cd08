import Files
import Reporting

/// The trainings that a person means by a place.
struct TaxPlaces {
  /// What each is called, and what it wrote; trainings without probes are none.
  private(set) var found: [(title: String, curves: TrainingCurves)] = []

  init(_ text: String) throws(Diagnostic) {
    var name: String?, place = text
    if !FileSystem.exists(text), let equals = text.firstIndex(of: "="), equals != text.startIndex {
      (name, place) = (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
    if FileSystem.exists(place + "/" + TrainingCurves.probeName) {
      found = [(name ?? place, TrainingCurves(in: place))]
    } else if let rows = Self.rows(place) {
      for row in rows {
        guard let folder = row.model.adapters.last ?? (row.origin == .run ? row.model.path : nil),
          let curves = TrainingCurves(beside: folder), !curves.probes.isEmpty
        else { continue }
        found.append((name ?? row.name, curves))
      }
    } else if FileSystem.isDirectory(place) {
      found = try Self.inner(place, depth: 5).map { (name ?? $0, TrainingCurves(in: $0)) }
    } else {
      throw Diagnostic(
        place, "is not there, or no folder", expected: "the folder of a training, a run, or a folder of assay dtm",
        status: .notComparable)
    }
  }

  /// nil for what holds neither runs nor tables.
  private static func rows(_ place: String) -> [LeaderboardRow]? { (try? RowPlaces([place]))?.rows }

  private static func inner(_ folder: String, depth: Int) throws(Diagnostic) -> [String] {
    var found: [String] = []
    for name in try FileSystem.names(in: folder).sorted() where !name.hasPrefix(".") {
      let path = folder + "/" + name
      guard FileSystem.isDirectory(path) else { continue }
      if FileSystem.exists(path + "/" + TrainingCurves.probeName) { found.append(path) }
      if depth > 1 { found += try inner(path, depth: depth - 1) }
    }
    return found
  }
}
