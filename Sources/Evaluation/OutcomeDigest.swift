import Files

/// One SHA-256 over the outcomes of all items. Equal for equal model, protocols and data, whatever the
/// batches, threads, order or interruptions were; different as soon as one bit of one sum differs.
///
/// What is hashed: for each task, by its id, a line `task ID`; for each of its items, in item order, a line
/// `item ID shots` and for each choice a line with the bits of the sum (16 hexadecimal digits), `g` or `-`
/// for greedy or not, and the numbers of context, continuation and truncated tokens. Ids are written as JSON
/// strings.
public enum OutcomeDigest {
  public static func of(_ tasks: [(id: String, outcomes: [ItemOutcome])]) -> String {
    var hash = SHA256()
    hash.update("assay outcomes 1\n")
    for task in tasks.sorted(by: { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }) {
      hash.update("task \(JSON.string(task.id).text())\n")
      for outcome in task.outcomes { hash.update(text(of: outcome)) }
    }
    return hash.hexadecimal()
  }

  private static func text(of outcome: ItemOutcome) -> String {
    var text = "item \(JSON.string(outcome.item).text()) \(outcome.shots)\n"
    for answer in outcome.answers {
      let bits = String(answer.sum.bitPattern, radix: 16)
      text += String(repeating: "0", count: 16 - bits.count) + bits
      text += answer.isGreedy ? " g " : " - "
      text += "\(answer.contextTokens) \(answer.continuationTokens) \(answer.truncatedTokens)\n"
    }
    return text
  }
}
