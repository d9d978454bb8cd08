import CodeExecution
import Datasets
import Evaluation
import Files

/// Completions that were made elsewhere, for the problems of a file.
struct ProgramSamples {
  struct Sample {
    var problem: String
    var record: JSONObject
    var program: Program
  }

  /// In the order of the file.
  private(set) var samples: [Sample] = []
  /// The places in `samples` of each problem's samples, by its name.
  private(set) var places: [String: [Int]] = [:]

  private static let format = "each line holds \"task_id\" and \"completion\""

  /// Every problem must have a sample: a score over some of them would be none.
  init(_ path: String, of problems: SampleProblems) throws(Diagnostic) {
    for record in try JSONLines.records(of: DataFile(packed: path), format: Self.format) {
      let name = try SampleProblems.name(of: record)
      let completion = try record.string("completion")
      guard let problem = problems[name] else {
        throw Diagnostic(
          record.place, "there is no problem \(name)", expected: "a \"task_id\" that \(problems.file) has")
      }
      places[name, default: []].append(samples.count)
      samples.append(
        Sample(
          problem: name, record: record.value.object ?? JSONObject(), program: problem.program(of: completion)))
    }
    let missing = problems.names.filter { places[$0] == nil }
    guard missing.isEmpty else { throw .missingSamples(path, missing, of: problems) }
  }
}

extension Diagnostic {
  fileprivate static func missingSamples(
    _ path: String, _ missing: [String], of problems: SampleProblems
  ) -> Diagnostic {
    let shown = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
    return Diagnostic(
      path, "has no sample for \(missing.count) of \(problems.names.count) problems: \(shown)",
      expected: "at least one sample for every problem of \(problems.file)")
  }
}
