import CodeExecution
import Datasets
import Evaluation
import Files

/// Programs that were made elsewhere, for the problems of a file.
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
  /// Problems without a sample, in their order; none but where that is allowed.
  let missing: [String]

  static let format =
    "a line holds \"task_id\" and \"completion\" (behind the prompt, as in human-eval) or \"solution\" (a whole program, as in "
    + "EvalPlus); or the file is a list of lists of whole programs, one for each problem in order (bigcode's generations.json)"

  /// - Parameter isPartial: whether problems may be without samples; otherwise a score over some of them would be none.
  init(_ path: String, of problems: SampleProblems, isPartial: Bool) throws(Diagnostic) {
    let file = try DataFile(packed: path)
    var samples: [Sample] = []
    if file.isJSONArray {
      let records = try Record.array(of: file, format: Self.format)
      if records.contains(where: { $0.value.array != nil }) {
        samples = try Self.generations(records, of: problems)
      } else {
        for record in records { samples.append(try Self.sample(record, of: problems)) }
      }
    } else {
      for record in try JSONLines.records(of: file, format: Self.format) {
        samples.append(try Self.sample(record, of: problems))
      }
    }
    for (place, sample) in samples.enumerated() { places[sample.problem, default: []].append(place) }
    self.samples = samples
    let known = places
    missing = problems.names.filter { known[$0] == nil }
    guard missing.isEmpty || isPartial else { throw .missingSamples(path, missing, of: problems) }
    guard !samples.isEmpty else { throw Diagnostic(path, "holds no samples", expected: Self.format) }
  }

  /// A `solution` counts before a `completion`, as it does in EvalPlus.
  private static func sample(_ record: Record, of problems: SampleProblems) throws(Diagnostic) -> Sample {
    let name = try SampleProblems.name(of: record)
    let isWhole = record.value["solution"].map { !$0.isNull } ?? false
    let text = try record.string(isWhole ? "solution" : "completion")
    guard let found = problems.name(meant: name), let problem = problems[found] else {
      throw Diagnostic(
        record.place, "there is no problem \(name)", expected: "a \"task_id\" that \(problems.file) has")
    }
    return Sample(
      problem: found, record: record.value.object ?? JSONObject(),
      program: isWhole ? problem.whole(text) : problem.program(of: text))
  }

  /// Lists of programs in the order of the problems.
  private static func generations(_ lists: [Record], of problems: SampleProblems) throws(Diagnostic) -> [Sample] {
    guard lists.count <= problems.names.count else {
      throw Diagnostic(
        lists[problems.names.count].place, "is of a problem that is not there",
        expected:
          "at most one list for each of the \(problems.names.count) problems of \(problems.file), in their order")
    }
    var samples: [Sample] = []
    for (name, list) in zip(problems.names, lists) {
      guard let programs = list.value.array, let problem = problems[name] else {
        throw list.failure("is not a list of programs")
      }
      for (number, program) in programs.enumerated() {
        guard let text = program.string else { throw list.failure("program \(number + 1) is not a text") }
        samples.append(
          Sample(
            problem: name, record: ["task_id": .string(name), "solution": program], program: problem.whole(text)))
      }
    }
    return samples
  }
}

extension Problem {
  /// A program that stands for itself, with the prompt's part in it.
  fileprivate func whole(_ text: String) -> Program {
    Program(candidate: text, helpers: helpers, tests: tests, entryPoint: entryPoint)
  }
}

extension DataFile {
  /// Whether the file is one JSON array and not a value a line.
  var isJSONArray: Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return bytes[start...].first { $0 > 0x20 } == UInt8(ascii: "[")
  }
}

extension Diagnostic {
  fileprivate static func missingSamples(
    _ path: String, _ missing: [String], of problems: SampleProblems
  ) -> Diagnostic {
    let shown = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
    return Diagnostic(
      path, "has no sample for \(missing.count) of \(problems.names.count) problems: \(shown)",
      expected:
        "at least one sample for every problem of \(problems.file), or --partial to score those that have some")
  }
}
