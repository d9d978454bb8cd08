import Files
import Pipelines
import Platform
import Reporting
import Tensors

/// All figures of one run, for people and for programs.
struct PerfReport {
  var threads: Int
  var isQuick: Bool
  /// Whether all sections that were asked for are in it.
  var isWhole = true
  /// What was measured on, in words; nil where no model was needed.
  var model: String?
  private(set) var sections: [(name: String, figures: [Figure], notes: [String])] = []

  init(threads: Int, isQuick: Bool) {
    self.threads = threads
    self.isQuick = isQuick
  }

  mutating func add(_ section: Section, _ result: SectionResult) {
    sections.append((section.rawValue, result.figures, result.notes))
  }

  private var figures: [Figure] { sections.flatMap(\.figures) }
  private var missed: [Figure] { isQuick ? [] : figures.filter { $0.isMet == false } }

  var text: String {
    var table = TextTable([.left, .right, .right, .right, .left, .right, .left, .right, .left, .left])
    table.add(Self.names)
    for figure in figures { table.add(Self.cells(of: figure, isQuick: isQuick)) }
    let notes = sections.flatMap { section in section.notes.map { "\(section.name): \($0)\n" } }
    return heading + "\n" + table.text + "\n" + notes.joined() + verdict + "\n"
  }

  private static let names = ["", "median", "min", "max", "", "ceiling", "", "ratio", "goal", ""]

  private static func cells(of figure: Figure, isQuick: Bool) -> [String] {
    [
      figure.name, Digits.text(figure.value.median), Digits.text(figure.value.minimum),
      Digits.text(figure.value.maximum), figure.unit,
      figure.ceiling.map { Digits.text($0.value.median) } ?? "", figure.ceiling?.name ?? "",
      figure.ratio.map { Digits.text($0.median) } ?? "", figure.goal?.text ?? "",
      isQuick ? "" : figure.isMet.map { $0 ? "met" : "MISSED" } ?? "",
    ]
  }

  /// What the figures are that `lines` gives, before any of them is known; with tabs between them, for widths are not known yet.
  static let columns = "figure\t" + names.dropFirst().filter { !$0.isEmpty }.joined(separator: "\t") + "\n"

  /// A section's figures, a line each, as soon as they are had.
  static func lines(of result: SectionResult, in section: Section, isQuick: Bool) -> String {
    result.figures.map { figure in
      let cells = cells(of: figure, isQuick: isQuick)
      let words = [
        cells[0], cells[1] + " " + cells[4], cells[2], cells[3], cells[5] + (cells[6].isEmpty ? "" : " " + cells[6]),
        cells[7], (cells[8] + " " + cells[9]),
      ]
      return words.joined(separator: "\t") + "\n"
    }.joined() + result.notes.map { "\(section.rawValue): \($0)\n" }.joined()
  }

  private var heading: String {
    let kernel = ThreadPool.InstructionSet.best
    var text = "\(Machine.processorName ?? "unknown processor"), \(threads) threads, kernels \(kernel)\n"
    text += "sgemm: OpenBLAS, \(MatrixCeiling.libraryName)\n"
    if let model { text += "model: \(model)\n" }
    return text
  }

  /// The last line.
  private var verdict: String {
    if !isWhole { return "not all sections were measured; goals: \(figures.count { $0.isMet == false }) missed so far" }
    if isQuick { return "goals: not judged, the shape is too small (--quick)" }
    let judged = figures.filter { $0.isMet != nil }.count
    if judged == 0 { return "goals: none in these sections" }
    if missed.isEmpty { return "goals: all \(judged) met" }
    let list = missed.map { "\($0.name) (\(Digits.text($0.judged)), goal \($0.goal?.text ?? ""))" }
    return "goals: \(missed.count) of \(judged) missed: " + list.joined(separator: "; ")
  }

  var json: JSON {
    [
      "assay_version": .string(AssayVersion.current),
      "processor": Machine.processorName.map { .string($0) } ?? .null,
      "processors": .integer(Machine.processors), "threads": .integer(threads),
      "kernels": .string("\(ThreadPool.InstructionSet.best)"), "blas": .string(MatrixCeiling.libraryName),
      "model": model.map { .string($0) } ?? .null, "quick": .bool(isQuick), "whole": .bool(isWhole),
      "sections": .array(
        sections.map { section in
          [
            "name": .string(section.name), "figures": .array(section.figures.map(\.json)),
            "notes": .array(section.notes.map { .string($0) }),
          ]
        }),
      "missed": .array(missed.map { .string($0.name) }),
    ]
  }
}
