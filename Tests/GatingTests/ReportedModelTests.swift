import Files
import TestSupport
import Testing

@testable import Evaluation
@testable import Gating

@Suite struct ReportedModelTests {
  /// A folder with a report of a model that two runs scored, one a task.
  private let folder: FuzzFolder

  init() throws {
    folder = try FuzzFolder()
    for (name, task, limit) in [("one", try RunTask(.plain()), nil), ("two", try RunTask(.answered()), 3)] {
      let manifest = RunManifest(
        model: ModelIdentity(name: "m"), tasks: [task], limit: limit, seed: 1, weights: "auto", assayVersion: "0.0.1",
        circumstances: .init(data: "d"))
      var model = ScriptedModel()
      _ = try Run(in: folder[name], tasks: [task], manifest: manifest).finish(on: &model)
    }
    try FileSystem.write(
      #"{"models": [{"name": "random, linear", "runs": ["one", "two"]}, {"name": "base", "runs": []}]}"#,
      to: folder["report.json"])
  }

  private var place: String { FileSystem.directory(of: folder["report.json"]) }

  @Test("A model of a report is one run of all that its runs answered")
  func joined() throws {
    let run = try ReferenceFile.run(at: place + "#random, linear")
    #expect(run.tasks.map(\.name) == ["plain", "answered"])
    #expect(run.identity["tasks"]?.object?.keys == run.tasks.map(\.id))
    #expect(run.identity["limit"] == .array([.null, .integer(3)]) && run.identity["seed"] == .integer(1))
    let report = try Gate().report(run, run)
    #expect(report.isIdentical && Set(report.comparisons.map(\.task)) == Set(run.tasks.map(\.id)))
    #expect(try StoredRun(folder: folder["one"]).digest != run.digest)
  }

  @Test(
    "A name that the report lacks is told with those that it has; a model without runs, a damaged run, no report: not comparable"
  )
  func refused() throws {
    func problem(_ place: String) -> Diagnostic? {
      do throws(Diagnostic) { _ = try ReferenceFile.run(at: place) } catch { return error }
      return nil
    }
    #expect(problem(place + "#linear")?.expectation == "one of: random, linear; base")
    #expect(problem(place + "#base")?.status == .notComparable)
    #expect(problem(folder["one"] + "#base")?.problem.contains("report.json") == true)
    try FileSystem.write("x\n", to: folder["two/digest"])
    #expect(problem(place + "#random, linear")?.status == .notComparable)
  }
}
