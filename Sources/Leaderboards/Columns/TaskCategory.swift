import Benchmarks
import Evaluation

/// What a task is about, as the table's readers group them.
public enum TaskCategory: String, Sendable, CaseIterable {
  case knowledge, reasoning, reading, mathematics, code, truthfulness, other

  static func of(_ task: String) -> TaskCategory {
    let name = task.prefix { $0 != "@" }
    return switch name {
    case "mmlu": .knowledge
    case "bbh", "arc_challenge", "arc_easy", "openbookqa": .reasoning
    case "race": .reading
    case "gsm8k", "gsm8k_cot": .mathematics
    case "humaneval", "humaneval_plus", "mbpp", "mbpp_plus", "mbpp_sanitized": .code
    case "truthfulqa_mc1", "truthfulqa_mc2": .truthfulness
    default: whole(of: name).map(of) ?? .other
    }
  }

  /// `mmlu`, of which `mmlu_astronomy` is a part.
  private static func whole(of name: Substring) -> String? {
    Benchmark.partNames.first { name.hasPrefix($0.benchmark + "_") }?.benchmark
  }
}

extension Benchmark {
  /// The place of a task in the order of all protocols; tasks of nobody's come last.
  static func place(of id: String) -> Int {
    let whole = known(id).flatMap { $0.whole } ?? id
    return all.firstIndex { $0.id == whole } ?? all.firstIndex { $0.name == id.prefix { $0 != "@" } } ?? all.count
  }
}
