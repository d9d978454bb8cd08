import CodeExecution
import Files

/// The members of a journal's line that hold the answers, a list each with one value an answer: `sums`, `greedy`, `context`,
/// `continuation`, `truncated` for log-likelihoods; `texts`, `endings`, `new`, `context`, `truncated` for completions; these and
/// `verdicts`, `reference` and `retried` for programs, and where there is one, `changed`: whether arguments were changed.
extension ItemOutcome.Answers {
  /// Sums are the shortest decimals that read back to the same bits.
  var members: [(key: String, value: JSON)] {
    switch self {
    case .likelihoods(let answers):
      [
        ("sums", .array(answers.map { JSON(logLikelihood: $0.sum) })),
        ("greedy", .array(answers.map { .bool($0.isGreedy) })),
        ("context", .array(answers.map { .integer($0.contextTokens) })),
        ("continuation", .array(answers.map { .integer($0.continuationTokens) })),
        ("truncated", .array(answers.map { .integer($0.truncatedTokens) })),
      ]
    case .completions(let completions):
      Self.members(of: completions)
    case .programs(let programs):
      Self.members(of: programs.map(\.completion)) + [
        ("verdicts", .array(programs.map { $0.report.verdict.json })),
        ("reference", .array(programs.map { $0.report.referenceVerdict?.json ?? .null })),
        ("retried", .array(programs.map { .bool($0.report.retried) })),
      ]
        + (programs.contains(where: \.report.changedArguments)
          ? [("changed", .array(programs.map { .bool($0.report.changedArguments) }))] : [])
    }
  }

  private static func members(of completions: [Completion]) -> [(key: String, value: JSON)] {
    [
      ("texts", .array(completions.map { .string($0.text) })),
      ("endings", .array(completions.map { .string($0.ending.rawValue) })),
      ("new", .array(completions.map { .integer($0.tokens) })),
      ("context", .array(completions.map { .integer($0.contextTokens) })),
      ("truncated", .array(completions.map { .integer($0.truncatedTokens) })),
    ]
  }

  init?(journal json: JSON) {
    guard json["texts"] != nil else {
      guard let likelihoods = Self.likelihoods(json) else { return nil }
      self = .likelihoods(likelihoods)
      return
    }
    guard let completions = Self.completions(json) else { return nil }
    guard json["verdicts"] != nil else {
      self = .completions(completions)
      return
    }
    guard let reports = Self.reports(json), reports.count == completions.count else { return nil }
    self = .programs(zip(completions, reports).map { JudgedCompletion($0, $1) })
  }

  private static func likelihoods(_ json: JSON) -> [Likelihood]? {
    guard let sums = json["sums"]?.array, let greedy = json["greedy"]?.array,
      let context = counts(json["context"]), let continuation = counts(json["continuation"]),
      let truncated = counts(json["truncated"]),
      [greedy.count, context.count, continuation.count, truncated.count].allSatisfy({ $0 == sums.count })
    else { return nil }
    var likelihoods: [Likelihood] = []
    for choice in sums.indices {
      guard let sum = sums[choice].logLikelihood, let isGreedy = greedy[choice].bool else { return nil }
      likelihoods.append(
        Likelihood(
          sum: sum, isGreedy: isGreedy, contextTokens: context[choice], continuationTokens: continuation[choice],
          truncatedTokens: truncated[choice]))
    }
    return likelihoods
  }

  private static func completions(_ json: JSON) -> [Completion]? {
    guard let texts = json["texts"]?.array, let endings = json["endings"]?.array, let new = counts(json["new"]),
      let context = counts(json["context"]), let truncated = counts(json["truncated"]),
      [endings.count, new.count, context.count, truncated.count].allSatisfy({ $0 == texts.count })
    else { return nil }
    var completions: [Completion] = []
    for sample in texts.indices {
      guard let text = texts[sample].string,
        let ending = endings[sample].string.flatMap(Completion.Ending.init(rawValue:))
      else { return nil }
      completions.append(
        Completion(
          text: text, ending: ending, tokens: new[sample], contextTokens: context[sample],
          truncatedTokens: truncated[sample]))
    }
    return completions
  }

  private static func reports(_ json: JSON) -> [ProgramReport]? {
    guard let verdicts = json["verdicts"]?.array, let references = json["reference"]?.array,
      let retried = json["retried"]?.array, references.count == verdicts.count, retried.count == verdicts.count
    else { return nil }
    let changed = json["changed"].map { $0.array?.map(\.bool) } ?? verdicts.map { _ in false }
    guard let changed, changed.count == verdicts.count else { return nil }
    var reports: [ProgramReport] = []
    for sample in verdicts.indices {
      guard let verdict = Verdict(verdicts[sample]), let retried = retried[sample].bool, let changed = changed[sample]
      else { return nil }
      let reference = Verdict(references[sample])
      guard reference != nil || references[sample].isNull else { return nil }
      reports.append(
        ProgramReport(verdict: verdict, retried: retried, referenceVerdict: reference, changedArguments: changed))
    }
    return reports
  }

  /// Numbers of tokens; the bound keeps sums over a whole run far from overflow.
  private static func counts(_ json: JSON?) -> [Int]? {
    let counts = json?.array?.compactMap { $0.integer.flatMap { (0...1 << 32).contains($0) ? $0 : nil } }
    return counts?.count == json?.array?.count ? counts : nil
  }
}

extension JSON {
  /// JSON has no infinities: the log-likelihood of the impossible is the string "-inf".
  fileprivate init(logLikelihood: Double) {
    self = logLikelihood == -.infinity ? "-inf" : .number(logLikelihood)
  }

  fileprivate var logLikelihood: Double? { string == "-inf" ? -.infinity : number }
}
