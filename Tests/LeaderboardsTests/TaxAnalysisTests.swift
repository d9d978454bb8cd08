import Files
import Statistics
import TestSupport
import Testing

@testable import Evaluation
@testable import Leaderboards

/// Tax curves: of probes, of the runs that a training keeps of them, and of runs that stand for points.
@Suite struct TaxAnalysisTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func probes(_ name: String, _ values: [Double], task: String = "race") throws {
    let lines = values.enumerated().map { index, value in
      JSON.object([
        "update": .integer(10 * index), "task": .string(task), "metric": "acc", "value": .number(value),
        "standard_error": 0.01, "items": 100,
      ]).text() + "\n"
    }
    try folder.write(name + "/probe.jsonl", lines.joined())
  }

  private func run(_ name: String, seed: UInt64) throws {
    let tasks = try [RunTask(.plain(items: 40)), RunTask(.parted())].named()
    let manifest = RunManifest(
      model: ModelIdentity(name: "m", path: "models/\(name)"), tasks: tasks, seed: 1, weights: "auto",
      assayVersion: "0.0.1", circumstances: .init(data: "data"))
    var model = ScriptedModel { request, bos in
      var other = request
      other.context += " \(seed)"
      return ScriptedModel.answer(other, bos: bos)
    }
    _ = try Run(in: folder[name], tasks: tasks, manifest: manifest).finish(on: &model)
  }

  @Test("A curve of probes: peak, last, loss against the peak, the first and the middle, and the bend")
  func byProbes() throws {
    try probes("t", [0.2, 0.3, 0.4, 0.5, 0.6, 0.55, 0.5, 0.45, 0.41])
    let analysis = try TaxAnalysis([folder["t"]])
    let curve = try #require(analysis.groups.first?.curves.first)
    #expect(curve.points.count == 9 && curve.peak == 4 && curve.last == 8)
    let tax = try #require(curve.tax), gain = try #require(curve.gain), second = try #require(curve.second)
    expectClose(tax.value, -0.19, absolute: 1e-12)
    expectClose(gain.value, 0.21, absolute: 1e-12)
    // The middle of 0 to 80 is the peak itself here.
    #expect(second.earlier == 4 && !tax.isPaired && curve.corrected == nil)
    let half = Normal.quantile(0.975) * 2.0.squareRoot() * 0.01
    expectClose(try #require(tax.interval).lowerBound, -0.19 - half, absolute: 1e-12)
    let change = try #require(curve.change)
    #expect(change.place == 40 && change.before > 0 && change.after < 0 && change.probability < 0.01)
    #expect(curve.adjusted == change.probability)
    let text = analysis.text(width: 80)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 } && text.contains("too wide"))
    #expect(analysis.json.text(pretty: true).hasPrefix(TaxAnalysis.beginning))
  }

  @Test("A curve that ends at its peak has lost nothing; of two equal peaks the first one counts")
  func peaks() throws {
    try probes("up", [0.1, 0.2, 0.3])
    #expect(try TaxAnalysis([folder["up"]]).groups[0].curves[0].tax == nil)
    try probes("flat", [0.1, 0.3, 0.2, 0.3])
    let flat = try TaxAnalysis([folder["flat"]]).groups[0].curves[0]
    #expect(flat.peak == 1 && flat.tax?.value == 0 && flat.change == nil)
  }

  @Test("Trainings below a folder; lines that cannot be read are told; what has no probes is not comparable")
  func places() throws {
    try probes("many/one", [0.1, 0.2])
    try probes("many/deep/two", [0.3, 0.2], task: "arc")
    #expect(try TaxAnalysis([folder["many"]]).groups.map(\.curves.count) == [1, 1])
    #expect(try TaxAnalysis([folder["many"]], tasks: ["arc"]).groups.count == 1)
    let whole = try FileSystem.bytes(of: folder["many/one/probe.jsonl"])
    try FileSystem.write(whole + Array("{\"update\": 30, \"tas".utf8), to: folder["many/one/probe.jsonl"])
    #expect(try TaxAnalysis([folder["many/one"]]).warnings.count == 1)
    try FileSystem.makeDirectory(folder["empty"])
    for places in [[folder["empty"]], [folder["none"]]] {
      let error = #expect(throws: Diagnostic.self) { try TaxAnalysis(places) }
      #expect(error?.status == .notComparable && error?.expectation.isEmpty == false)
    }
    let error = #expect(throws: Diagnostic.self) { try TaxAnalysis([folder["many"]], tasks: ["mmlu"]) }
    #expect(error?.problem.contains("mmlu") == true)
  }

  @Test("Runs as points: paired by their items, in the order of their numbers, with what picking the peak adds")
  func byRuns() throws {
    for (name, seed) in [("a", UInt64(1)), ("b", 2), ("c", 3)] { try run("runs/\(name)", seed: seed) }
    let analysis = try TaxAnalysis(["100=" + folder["runs/c"], "0=" + folder["runs/a"], "50=" + folder["runs/b"]])
    let group = try #require(analysis.groups.first)
    #expect(group.curves.count == 2)
    for curve in group.curves {
      #expect(curve.points.map(\.x) == [0, 50, 100])
      let gain = try #require(curve.gain), bias = try #require(curve.corrected)
      #expect(gain.isPaired && gain.probability != nil)
      expectClose(gain.value, curve.points[2].value - curve.points[0].value, absolute: 1e-12)
      #expect(bias.bias >= 0 && bias.value >= 0)
    }
    #expect(throws: Diagnostic.self) { try TaxAnalysis(["1=" + folder["runs/a"], folder["runs/b"]]) }
    #expect(throws: Diagnostic.self) { try TaxAnalysis(["1=" + folder["runs/a"], "1=" + folder["runs/b"]]) }
    #expect(throws: Diagnostic.self) { try TaxAnalysis(["1=" + folder["runs/a"]]) }
  }

  @Test("A training that keeps the runs of its probes has its curves paired by them")
  func keptRuns() throws {
    for (update, seed) in [(0, UInt64(4)), (10, 5)] { try run("t/probe/update-\(update)", seed: seed) }
    try probes("t", [0.5, 0.5], task: "plain")
    let curves = try TaxAnalysis([folder["t"]]).groups[0].curves
    #expect(curves.allSatisfy { $0.gain?.isPaired == true } && curves[0].points.map(\.x) == [0, 10])
    try FileSystem.remove(folder["t/probe/update-10/items.jsonl"])
    let hurt = try TaxAnalysis([folder["t"]])
    #expect(hurt.groups[0].curves[0].gain?.isPaired == false && hurt.warnings.count == 1)
  }

  @Test("A study with several numbers of sub-models: a curve for each kind of model, world by world")
  func study() throws {
    func condition(_ label: String, _ count: Int?, _ worlds: [Double]) -> JSON {
      [
        "label": .string(label), "k": count.map { .integer($0) } ?? .null, "dose": .null, "models": [],
        "tasks": ["race": ["value": 0.5, "worlds": .array(worlds.map { .number($0) })]],
      ]
    }
    let report: JSON = [
      "worlds": [1, 2, 3], "metrics": ["race": "acc"],
      "conditions": [
        condition("base", nil, [0.1, 0.2, 0.3]), condition("linear", 4, [0.5, 0.6, 0.65]),
        condition("linear", 2, [0.4, 0.5, 0.6]), condition("linear", 8, [0.3, 0.45, 0.5]),
        condition("soup", 4, [0, 0, 0]),
      ],
    ]
    try folder.write("study/study.json", "{}")
    try folder.write("study/report.json", report.text())
    let analysis = try TaxAnalysis([folder["study"]]), curve = try #require(analysis.groups.first?.curves.first)
    #expect(analysis.groups.count == 1 && curve.points.map(\.x) == [2, 4, 8] && curve.peak == 1)
    let tax = try #require(curve.tax)
    #expect(tax.isPaired && curve.metric == "acc")
    expectClose(tax.value, -1.0 / 6, absolute: 1e-12)
    #expect(analysis.text(width: 80).contains("number of sub-models"))
    let none = #expect(throws: Diagnostic.self) { try TaxAnalysis([folder["study"]], tasks: ["mmlu"]) }
    #expect(none?.status == .notComparable)
  }

  @Test(
    "Of two points that are equally good and right on other items the loss is 0, and picking makes as much as a normal of their spread"
  )
  func picking() throws {
    let one = (0..<400).map { $0 % 2 == 0 ? 1.0 / 400 : 0 }, other = one.map { 1.0 / 400 - $0 }
    let loss = try #require(PeakLoss([one, other], seed: 0))
    // Half of the mean size of a normal with a standard deviation of 1/20.
    expectClose(loss.bias, 0.05 / (2 * Double.pi).squareRoot(), absolute: 0.002)
    #expect(loss.value == 0 && loss == PeakLoss([one, other], seed: 0))
    #expect(PeakLoss([one, one], seed: 0)?.bias == 0)
    #expect(PeakLoss([one], seed: 0) == nil && PeakLoss([[1], [0]], seed: 0) == nil)
  }
}
