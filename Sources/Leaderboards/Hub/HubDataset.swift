import Benchmarks
import Evaluation

/// What the Hugging Face hub calls the data of a task.
struct HubDataset {
  /// `type` of a model-index: the dataset's name on the hub.
  var id: String
  /// For people.
  var name: String
  var config: String?
  var split: String
  /// The task of the dataset's own `eval.yaml`, where it is registered as a benchmark; nil where that is not known.
  var taskID: String?

  /// nil where a column's numbers are not of the whole dataset of the hub: of other tasks, of a part of the items, of other data, which
  /// have another number of items.
  static func of(_ column: LeaderboardColumn) -> HubDataset? {
    guard let benchmark = Benchmark.known(column.way.id), column.way.subset == nil, column.way.shots == nil,
      benchmark.itemCount == column.way.items
    else { return nil }
    return of(task: column.task)
  }

  /// - Parameter task: without its protocol.
  private static func of(task: String) -> HubDataset? {
    switch task {
    case "arc_challenge":
      HubDataset(id: "allenai/ai2_arc", name: "ARC Challenge", config: "ARC-Challenge", split: "test")
    case "arc_easy": HubDataset(id: "allenai/ai2_arc", name: "ARC Easy", config: "ARC-Easy", split: "test")
    case "openbookqa": HubDataset(id: "allenai/openbookqa", name: "OpenBookQA", config: "main", split: "test")
    case "race": HubDataset(id: "ehovy/race", name: "RACE", config: "high", split: "test")
    case "truthfulqa_mc1", "truthfulqa_mc2":
      HubDataset(
        id: "truthfulqa/truthful_qa", name: "TruthfulQA, \(task == "truthfulqa_mc1" ? "MC1" : "MC2")",
        config: "multiple_choice", split: "validation")
    case "mmlu": HubDataset(id: "cais/mmlu", name: "MMLU", config: "all", split: "test")
    case "gsm8k", "gsm8k_cot":
      HubDataset(id: "openai/gsm8k", name: "GSM8K", config: "main", split: "test", taskID: "gsm8k")
    case "bbh": HubDataset(id: "lukaemon/bbh", name: "BIG-Bench Hard", config: nil, split: "test")
    case "humaneval", "humaneval_plus":
      HubDataset(
        id: task == "humaneval" ? "openai/openai_humaneval" : "evalplus/humanevalplus",
        name: task == "humaneval" ? "HumanEval" : "HumanEval+", config: nil, split: "test")
    case "mbpp", "mbpp_sanitized":
      HubDataset(
        id: "google-research-datasets/mbpp", name: task == "mbpp" ? "MBPP" : "MBPP, sanitized",
        config: task == "mbpp" ? "full" : "sanitized", split: "test")
    case "mbpp_plus": HubDataset(id: "evalplus/mbppplus", name: "MBPP+", config: nil, split: "test")
    default: nil
    }
  }
}
