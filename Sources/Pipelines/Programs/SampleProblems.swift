import CodeExecution
import Datasets
import Evaluation
import Files

/// The problems of a file, as HumanEval or MBPP publish them, by their name.
struct SampleProblems {
  let file: String
  /// In the order of the file.
  private(set) var names: [String] = []
  private var problems: [String: Problem] = [:]
  /// The names of MBPP's problems by their numbers, where no two have the same.
  private var numbered: [String: String] = [:]

  /// JSON Lines or one JSON array, packed by gzip or not.
  init(_ path: String) throws(Diagnostic) {
    file = path
    let data = try DataFile(packed: path)
    let records =
      data.isJSONArray
      ? try Record.array(of: data, format: Self.format) : try JSONLines.records(of: data, format: Self.format)
    for record in records {
      let name = try Self.name(of: record)
      guard problems[name] == nil else { throw record.failure("the problem \(name) is there for the second time") }
      problems[name] = try Self.problem(record)
      names.append(name)
      if let number = Self.number(name) {
        guard numbered[number] == nil else {
          throw record.failure("the problem \(number) is there for the second time, as \(name)")
        }
        numbered[number] = name
      }
    }
    guard !names.isEmpty else { throw Diagnostic(path, "holds no problems", expected: Self.format) }
  }

  subscript(name: String) -> Problem? { problems[name] }

  /// The problem that a sample means: the one of its name; of MBPP, `11`, `MBPP/11` and EvalPlus's `Mbpp/11` are one.
  func name(meant name: String) -> String? {
    problems[name] != nil ? name : Self.number(name).flatMap { numbered[$0] }
  }

  private static func number(_ name: String) -> String? {
    let digits = name.lowercased().hasPrefix("mbpp/") ? name.dropFirst(5) : name[...]
    return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? String(digits) : nil
  }

  /// HumanEval names its problems by a text, MBPP by a number.
  static func name(of record: Record) throws(Diagnostic) -> String {
    if let number = record.value["task_id"]?.integer { return "\(number)" }
    return try record.string("task_id")
  }

  private static let format =
    "a problem holds \"task_id\" and, as in HumanEval, \"prompt\", \"entry_point\" and \"test\", or, as in MBPP, "
    + "\"test_list\""

  private static func problem(_ record: Record) throws(Diagnostic) -> Problem {
    if record.value["test_list"] != nil {
      // MBPP's `test_setup_code` is left out, as the harnesses do; the sanitized data say what their tests import.
      let imports = record.value["test_imports"] == nil ? [] : try record.strings("test_imports")
      let tests = try record.strings("test_list")
      guard !tests.isEmpty else { throw record.failure("field \"test_list\" is empty") }
      return Problem(tests: (imports + tests).joined(separator: "\n"), solution: record.value["code"]?.string)
    }
    let prompt = try record.string("prompt"), entryPoint = try record.string("entry_point")
    let tests = try record.string("test") + "\ncheck(\(entryPoint))"
    return Problem(opening: prompt, helpers: prompt, tests: tests, entryPoint: entryPoint)
  }
}
