public import Files
import Reporting
import Statistics

/// Tax curves: what models could do while they were trained, by their probes, or by several runs.
public struct TaxAnalysis: Sendable {
  public private(set) var groups: [Group] = []
  public private(set) var warnings: [String] = []
  public private(set) var notes: [String] = []

  /// The curves of one training, or of one set of runs.
  public struct Group: Sendable {
    public var title: String
    /// Where the numbers are.
    public var place: String
    /// What x counts.
    public var across: String
    public var curves: [TaxCurve]
  }

  static let seed: UInt64 = 0

  /// - Parameters:
  ///   - places: folders of trainings with probes, runs of models that were trained so, folders of dtm or of these; or `NUMBER=RUN` several
  ///     times: one curve of several runs, such as over sizes of the data.
  ///   - tasks: names of tasks or protocols; empty: all.
  public init(_ places: [String], tasks: [String] = []) throws(Diagnostic) {
    let numbered = places.map(NumberedRun.init), count = numbered.count { $0 != nil }
    guard count == 0 || count == places.count else {
      let other = zip(places, numbered).first { $1 == nil }?.0 ?? ""
      throw Diagnostic(
        other, "has no number, and others have one", expected: "NUMBER=RUN of each, or trainings alone",
        status: .wrongUsage)
    }
    if count > 0 {
      groups = [try NumberedRun.group(numbered.compactMap { $0 }, tasks)]
    } else {
      for place in places { try add(place, tasks) }
    }
    guard groups.contains(where: { !$0.curves.isEmpty }) else { throw Self.nothing(places, tasks) }
    bend()
  }

  private static func nothing(_ places: [String], _ tasks: [String]) -> Diagnostic {
    Diagnostic(
      places.joined(separator: ", "),
      tasks.isEmpty ? "has no probe.jsonl" : "has no probe of \(tasks.joined(separator: ", "))",
      expected:
        "a training with probe.tasks and probe.every, a run of such a model, a folder of dtm, a study with a sweep; or NUMBER=RUN several times",
      status: .notComparable)
  }

  private mutating func add(_ place: String, _ tasks: [String]) throws(Diagnostic) {
    if FileSystem.exists(place + "/study.json") {
      groups += try StudyCurves(place, tasks).groups
      return
    }
    for (title, curves) in try TaxPlaces(place).found {
      guard !groups.contains(where: { $0.place == curves.folder }) else { continue }
      let wanted = curves.probes.filter { probe in tasks.isEmpty || tasks.contains { Self.means($0, probe.task) } }
      if curves.skipped > 0 {
        warnings.append(
          "\(curves.folder): \(curves.skipped) lines of its logs could not be read, and are left out")
      }
      guard !wanted.isEmpty else { continue }
      var group = Group(title: title, place: curves.folder, across: "update", curves: wanted.map(Self.curve))
      if let whole = try itemwise(curves, tasks) { group.curves = whole }
      groups.append(group)
    }
  }

  /// The same curves of the runs that a training keeps of its probes, whose items are known; nil where it keeps not all of them.
  private mutating func itemwise(_ curves: TrainingCurves, _ tasks: [String]) throws(Diagnostic) -> [TaxCurve]? {
    let updates = Set(curves.probes.flatMap { $0.points.map(\.update) }).sorted()
    let runs = updates.compactMap { update -> NumberedRun? in
      guard let number = Int(exactly: update) else { return nil }
      let place = "\(curves.folder)/probe/update-\(number)"
      guard FileSystem.exists(place + "/run.json") else { return nil }
      return NumberedRun(number: update, text: "\(number)", place: place)
    }
    guard runs.count == updates.count, runs.count > 1 else { return nil }
    do throws(Diagnostic) { return try NumberedRun.group(runs, tasks).curves } catch {
      guard !error.status.isSignal else { throw error }
      warnings.append("\(error.place) \(error.problem): intervals are made without the items")
      return nil
    }
  }

  static func means(_ name: String, _ task: String) -> Bool {
    task == name || name.hasPrefix(task + "@") || task.hasPrefix(name + "@")
  }

  private static func curve(_ probe: TrainingCurves.Probe) -> TaxCurve {
    var points: [TaxCurve.Point] = []
    for point in probe.points where point.value.isFinite && point.update.isFinite {
      points.removeAll { $0.x == point.update }
      points.append(
        TaxCurve.Point(x: point.update, value: point.value, standardError: point.standardError, items: point.items))
    }
    return TaxCurve(task: probe.task, metric: probe.metric, points: points.sorted { $0.x < $1.x })
  }

  /// Looks for bends, and corrects for how many curves there are.
  private mutating func bend() {
    var places: [(Int, Int)] = []
    for group in groups.indices {
      for index in groups[group].curves.indices {
        let points = groups[group].curves[index].points
        groups[group].curves[index].change = ChangePoint(points.map { ($0.x, $0.value) }, seed: Self.seed)
        if groups[group].curves[index].change != nil { places.append((group, index)) }
      }
    }
    let adjusted = Holm.adjusted(places.compactMap { groups[$0.0].curves[$0.1].change?.probability })
    for (place, value) in zip(places, adjusted) { groups[place.0].curves[place.1].adjusted = value }
    let all = groups.flatMap(\.curves)
    if all.contains(where: { $0.change == nil }) {
      notes.append("a bend is looked for in curves of \(ChangePoint.least) points or more")
    }
    if all.contains(where: { $0.paired == nil }) {
      notes.append(
        "where items are not known intervals are made of two standard errors, as if the items were others, and are too wide"
      )
    }
  }
}
