import Files
import Gating
import Glibc

/// What a person means by `RUN` and `NAME=RUN`: a run, a reference, a report, or folders and patterns that hold several of them.
struct RowPlaces {
  /// In the order in which they were named.
  private(set) var rows: [LeaderboardRow] = []
  /// What was found and is not shown, and what is shown once though it was named twice.
  private(set) var warnings: [String] = []
  /// What the numbers of reports are.
  private(set) var notes: [String] = []
  /// Real paths of what is there.
  private var known: Set<String> = []

  /// Throws where what is named itself is no finished run; what else lies in a folder of runs is told in `warnings`.
  init(_ named: [String]) throws(Diagnostic) {
    for text in named { try add(text) }
  }

  private mutating func add(_ text: String) throws(Diagnostic) {
    var name: String?, place = text
    // A file that is there is meant, whatever its name.
    if !FileSystem.exists(text), let equals = text.firstIndex(of: "="), equals != text.startIndex {
      (name, place) = (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
    let before = rows.count
    if try addModel(place) {
      if let name { (rows[before].name, rows[before].isNamed) = (name, true) }
      return
    }
    let places = FileSystem.exists(place) ? [place] : Self.matches(place)
    guard !places.isEmpty else {
      throw Diagnostic(
        place, "does not exist, and no name fits it",
        expected:
          "a run, a reference, a folder of dtm, study or search, a folder that holds runs, or a pattern such as 'runs/*'",
        status: .notComparable)
    }
    // A pattern finds what it finds; a name means what it names.
    for found in places { try add(found, isMeant: places.count == 1) }
    guard let name else { return }
    guard rows.count == before + 1 else {
      throw Diagnostic(
        text, "gives one name to \(rows.count - before) rows", expected: "a name for each: NAME=RUN",
        status: .wrongUsage)
    }
    (rows[before].name, rows[before].isNamed) = (name, true)
  }

  /// `FOLDER#NAME`: a row of the table of dtm, study or search by its name there; false for what is something else.
  private mutating func addModel(_ place: String) throws(Diagnostic) -> Bool {
    guard !FileSystem.exists(place), let mark = place.lastIndex(of: "#"), mark != place.startIndex else { return false }
    let folder = String(place[..<mark]), name = String(place[place.index(after: mark)...])
    guard FileSystem.isDirectory(folder), case .report(let kind) = try Self.kind(folder) else { return false }
    let read = try ReportRows(folder, kind)
    guard let row = read.rows.first(where: { $0.isCalled(name) }) else {
      throw Diagnostic(
        place, "the report has no model '\(name)'", expected: read.rows.map(\.name).joined(separator: "; "),
        status: .notComparable)
    }
    rows.append(row)
    for note in read.notes where !notes.contains(note) { notes.append(note) }
    return true
  }

  /// - Parameter isMeant: whether it was named itself: then an error is one.
  private mutating func add(_ place: String, isMeant: Bool) throws(Diagnostic) {
    let real = FileSystem.realPath(place)
    guard known.insert(real).inserted else {
      warnings.append("\(place) is named twice, and shown once")
      return
    }
    do throws(Diagnostic) {
      switch try Self.kind(place) {
      case .run: rows.append(try LeaderboardRow([place], name: nil))
      case .report(let kind):
        let read = try ReportRows(place, kind)
        rows += read.rows
        (notes, warnings) = (notes + read.notes, warnings + read.warnings)
      case .folder(let inner):
        guard !inner.isEmpty else {
          throw Diagnostic(
            place, "holds no run", expected: "a finished run, or a folder that holds some", status: .notComparable)
        }
        for path in inner { try add(path, isMeant: false) }
      }
    } catch {
      guard !isMeant, !error.status.isSignal else { throw error }
      warnings.append("\(error.place) \(error.problem), and is not shown")
    }
  }

  private enum Kind {
    case run
    case report(LeaderboardRow.Origin)
    /// With the paths of what it holds.
    case folder([String])
  }

  private static func kind(_ place: String) throws(Diagnostic) -> Kind {
    guard FileSystem.isDirectory(place) else { return .run }
    if FileSystem.exists(place + "/run.json") { return .run }
    if FileSystem.exists(place + "/dtm.json") { return .report(.dtm) }
    if FileSystem.exists(place + "/study.json") { return .report(.study) }
    if FileSystem.exists(place + "/search.json") { return .report(.search) }
    return .folder(try inner(place, depth: 3))
  }

  /// Below a folder, what is a run or a report, in the order of the names; what lies in these is theirs.
  private static func inner(_ folder: String, depth: Int) throws(Diagnostic) -> [String] {
    var found: [String] = []
    for name in try FileSystem.names(in: folder) where !name.hasPrefix(".") {
      let path = folder + "/" + name
      if !FileSystem.isDirectory(path) {
        if name.hasSuffix(".assay"), ReferenceFile.isReference(path) { found.append(path) }
        continue
      }
      if ["run.json", "dtm.json", "study.json", "search.json"].contains(where: { FileSystem.exists(path + "/" + $0) }) {
        found.append(path)
      } else if depth > 1 {
        found += try inner(path, depth: depth - 1)
      }
    }
    return found
  }

  /// The names that a shell's pattern fits, sorted.
  private static func matches(_ pattern: String) -> [String] {
    guard pattern.contains(where: { "*?[".contains($0) }) else { return [] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(clamping: found.gl_pathc)).compactMap {
      found.gl_pathv[$0].flatMap { String(validatingCString: $0) }
    }
  }
}
