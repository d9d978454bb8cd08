import Benchmarks
import Evaluation

/// What a task is about, as the table's readers group them.
public enum TaskCategory: String, Sendable, CaseIterable {
  case knowledge, reasoning, reading, mathematics, code, truthfulness, other

  static func of(_ task: String) -> TaskCategory {
    switch task.prefix(while: { $0 != "@" }) {
    case "mmlu": .knowledge
    case "bbh", "arc_challenge", "arc_easy", "openbookqa": .reasoning
    case "race": .reading
    case "gsm8k", "gsm8k_cot": .mathematics
    case "humaneval", "humaneval_plus", "mbpp", "mbpp_plus", "mbpp_sanitized": .code
    case "truthfulqa_mc1", "truthfulqa_mc2": .truthfulness
    default: .other
    }
  }
}

extension Benchmark {
  /// The place of a task in the order of all protocols; tasks of nobody's come last.
  static func place(of id: String) -> Int {
    all.firstIndex { $0.id == id } ?? all.firstIndex { $0.name == id.prefix { $0 != "@" } } ?? all.count
  }
}
