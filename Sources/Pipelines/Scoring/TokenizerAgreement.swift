public import Evaluation
public import Files
import Tokenization

/// Whether the two tokenizers of a folder, tokenizer.model and tokenizer.json, give the same ids for the prompts of a run.
public enum TokenizerAgreement {
  /// Prompts that are compared at most, from all over each task.
  private static let limit = 200

  /// A sentence where they do not, with the first example; none where there is only one, or it cannot be read: whoever takes it says so.
  public static func warnings(directory: String, tasks: [RunTask]) throws(Diagnostic) -> [String] {
    let model = directory + "/tokenizer.model", fast = directory + "/tokenizer.json"
    guard FileSystem.exists(model), FileSystem.exists(fast), let other = try? FastTokenizer(directory: directory),
      let taken = try? SentencePieceTokenizer(directory: directory)
    else { return [] }
    var prompts: [String] = []
    for task in tasks {
      let step = max(1, task.items.count * tasks.count / limit)
      for index in stride(from: 0, to: task.items.count, by: step) { prompts.append(task.items[index].prompt()) }
    }
    let comparison = try TokenizerComparison(taken, other, on: prompts)
    guard let first = comparison.first else { return [] }
    return [
      "\(directory): tokenizer.model, which is taken, and tokenizer.json give other ids for \(comparison.differing) of "
        + "\(comparison.texts) prompts, first at token \(first.place) of one that begins with "
        + "\(JSON.string(String(first.text.prefix(60))).text())"
    ]
  }
}
