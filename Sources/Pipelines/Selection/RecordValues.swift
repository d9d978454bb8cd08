import Corpora
import Files

/// What each record of a corpus is worth by a measure, and where that comes from.
struct RecordValues {
  /// For each record; nil where it cannot be said.
  var values: [Double?]
  /// Means over the turns, where scorers or a file of scores were asked.
  var complexities: [Double?] = []
  var qualities: [Double?] = []
  /// Prompts whose beginning was cut off.
  var truncated = 0
  /// What a person should know of the models' folders, a sentence each.
  var warnings: [String] = []
}

/// Finds the values of records: by scorers, by a file of scores, or by the texts themselves.
struct RecordValuation {
  let configuration: SelectionConfiguration
  let records: [CorpusRecord]
  let threads: Int

  typealias Observer = (_ what: String, _ done: Int, _ total: Int) throws(Diagnostic) -> Void

  /// Of whatever is asked, by name.
  func digests() throws(Diagnostic) -> [(name: String, digest: String)] {
    let c = configuration,
      models = [
        ("complexity_model", c.complexityModel), ("quality_model", c.qualityModel), ("model", c.model),
      ]
    var digests: [(name: String, digest: String)] = []
    for (name, path) in models where !path.isEmpty { digests.append((name, try PromptScorer.digest(of: path))) }
    if !c.scores.isEmpty { digests.append(("scores", try ScoreFile(c.scores, of: records).digest)) }
    return digests
  }

  func values(known: PromptScores, _ observe: Observer) throws(Diagnostic) -> RecordValues {
    switch configuration.measure {
    case .length: return RecordValues(values: ProxyScores.lengths(records))
    case .rarity: return RecordValues(values: ProxyScores.rarities(records))
    case .ifd:
      var difficulty = try FollowingDifficulty(directory: configuration.model, threads: threads)
      let values = try difficulty.values(of: records) { (done) throws(Diagnostic) in
        try observe("measuring losses", done, records.count)
      }
      return RecordValues(values: values, warnings: difficulty.warnings)
    case .complexity, .quality, .evol:
      return configuration.scores.isEmpty ? try asked(known, observe) : try read()
    }
  }

  private func read() throws(Diagnostic) -> RecordValues {
    let file = try ScoreFile(configuration.scores, of: records), measure = configuration.measure
    var result = RecordValues(values: [])
    for (record, scores) in zip(records, file.scores) {
      let needed = [
        ("complexity", measure.needsComplexity, scores?.complexity), ("quality", measure.needsQuality, scores?.quality),
      ]
      if let missing = needed.first(where: { $0.1 && $0.2 == nil }) {
        throw Diagnostic(
          configuration.scores, "has no \(missing.0) of \(record.name)", expected: "a score of every record")
      }
      let factors = needed.filter(\.1).compactMap(\.2)
      result.values.append(factors.reduce(1, *))
      result.complexities.append(scores?.complexity)
      result.qualities.append(scores?.quality)
    }
    return result
  }

  /// Each turn is asked by itself. A record's complexity and quality are means over its turns; evol is the sum of the turns' products, as
  /// Deita has it.
  private func asked(_ known: PromptScores, _ observe: Observer) throws(Diagnostic) -> RecordValues {
    let turns = try records.map(Self.turns), all = Array(turns.joined())
    var result = RecordValues(values: []), scores: [[Double]] = []
    let scorers = [
      ("complexity", configuration.complexityModel, all.map { DeitaPrompt.complexity($0.instruction) }),
      ("quality", configuration.qualityModel, all.map { DeitaPrompt.quality($0.instruction, $0.response) }),
    ]
    for (name, path, prompts) in scorers where !path.isEmpty {
      var scorer = try PromptScorer(directory: path, threads: threads)
      result.warnings += scorer.warnings
      let outcome = try scorer.scores(of: prompts, known: known) { (done) throws(Diagnostic) in
        try observe("scoring \(name)", done, prompts.count)
      }
      result.truncated += outcome.truncated
      scores.append(outcome.scores)
    }
    var first = 0
    for own in turns {
      let range = first..<first + own.count
      first = range.upperBound
      let products = range.map { turn in scores.reduce(1) { $0 * $1[turn] } }
      let means = scores.map { $0[range].reduce(0, +) / Double(range.count) }
      let hasComplexity = !configuration.complexityModel.isEmpty
      result.complexities.append(hasComplexity ? means[0] : nil)
      result.qualities.append(configuration.qualityModel.isEmpty ? nil : means.last)
      result.values.append(configuration.measure == .evol ? products.reduce(0, +) : means[0])
    }
    return result
  }

  /// Questions with their inputs, and answers.
  private static func turns(_ record: CorpusRecord) throws(Diagnostic) -> [(instruction: String, response: String)] {
    switch record.content {
    case .text:
      throw Diagnostic(
        record.name, "is plain text, which has no instruction to score",
        expected: "instructions with responses; plain text is chosen by length or rarity")
    case .completion(let prompt, let completion): return [(prompt, completion)]
    case .dialogue(let dialogue):
      return dialogue.turns.map { turn in
        (turn.input.isEmpty ? turn.instruction : turn.instruction + "\n" + turn.input, turn.response)
      }
    }
  }
}
