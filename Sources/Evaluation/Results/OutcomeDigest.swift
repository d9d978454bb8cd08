import CodeExecution
import Files

/// One SHA-256 over the outcomes of all items. Equal for equal model, protocols and data, whatever the batches, threads, order
/// or interruptions were; different as soon as one bit of one sum or one byte of one completion differs.
///
/// What is hashed: for each task, by its id, a line `task ID`; for each of its items, in item order, a line `item ID shots` and
/// its answers. For a choice, a line with the bits of the sum (16 hexadecimal digits), `g` or `-` for greedy or not, and the
/// numbers of context, continuation and truncated tokens. For a completion, a line with the SHA-256 of its text, its ending, and
/// the numbers of new, context and truncated tokens; and for a program a line with the words of its verdict and of its reference
/// verdict (`-` where that was not asked). Details of verdicts stay out: an exception's text may hold an address. Ids are written
/// as JSON strings.
public enum OutcomeDigest {
  public static func of(_ tasks: [(id: String, outcomes: [ItemOutcome])]) -> String {
    var hash = SHA256()
    hash.update("assay outcomes 1\n")
    for task in tasks.sorted(by: { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }) {
      hash.update("task \(JSON.string(task.id).text())\n")
      for outcome in task.outcomes {
        hash.update("item \(JSON.string(outcome.item).text()) \(outcome.shots)\n" + text(of: outcome.answers))
      }
    }
    return hash.hexadecimal()
  }

  private static func text(of answers: ItemOutcome.Answers) -> String {
    switch answers {
    case .likelihoods(let likelihoods): likelihoods.map(line).joined()
    case .completions(let completions): completions.map(line).joined()
    case .programs(let programs): programs.map { line($0.completion) + line($0.report) }.joined()
    }
  }

  private static func line(_ likelihood: Likelihood) -> String {
    let bits = String(likelihood.sum.bitPattern, radix: 16)
    return String(repeating: "0", count: 16 - bits.count) + bits + (likelihood.isGreedy ? " g " : " - ")
      + "\(likelihood.contextTokens) \(likelihood.continuationTokens) \(likelihood.truncatedTokens)\n"
  }

  private static func line(_ completion: Completion) -> String {
    "text \(SHA256.hexadecimal(of: completion.text)) \(completion.ending.rawValue) "
      + "\(completion.tokens) \(completion.contextTokens) \(completion.truncatedTokens)\n"
  }

  private static func line(_ report: ProgramReport) -> String {
    "verdict \(report.verdict.word), \(report.referenceVerdict?.word ?? "-")\n"
  }
}
