import Evaluation
import Files
import Inference

extension Measurement {
  /// Completions through the whole engine: one stream, some streams, and a few-shot benchmark from end to end.
  func measureGeneration() throws(Diagnostic) -> SectionResult {
    let problems = WordProblems(try words().words)
    var engine = try engine(sharesPrefixes: true)
    let bytes = Double(UsefulWork.bytesRead(try model().weights))
    let rounds = isQuick ? repeats : 3 * repeats, tokens = isQuick ? 8 : 24

    // Each step reads all weights once, the one that computes the prompt too.
    let single = try Interleaving(rounds: rounds, ceiling: readingRate) { () throws(Diagnostic) in
      bytes * (try Self.rate(&engine, problems.short(0..<1, maxTokens: tokens))) / 1e9
    }
    var result = SectionResult(figures: [
      Figure("generation, 1 stream", single, "GB/s", ceiling: "read", goal: .ratioAtLeast(0.8)),
      Figure("generation, 1 stream, tokens", single.work.map { $0 * 1e9 / bytes }, "tokens/s"),
    ])
    for (streams, goal) in [(8, 2.5), (32, 4)] {
      let alone = { () throws(Diagnostic) in
        try Self.rate(&engine, problems.short(0..<1, maxTokens: tokens))
      }
      let turns = try Interleaving(rounds: repeats, ceiling: alone) { () throws(Diagnostic) in
        try Self.rate(&engine, problems.short(0..<streams, maxTokens: tokens))
      }
      result.figures.append(
        Figure(
          "generation, \(streams) streams", turns, "tokens/s", ceiling: "1 stream", goal: .ratioAtLeast(goal)))
    }
    let endToEnd = try measureWordProblems(problems, &engine)
    result.figures += endToEnd.figures
    result.notes += endToEnd.notes
    return result
  }

  /// A benchmark like GSM8K, 8-shot: all items at once, and each alone with its header computed again. Both must write the same.
  private func measureWordProblems(
    _ problems: WordProblems, _ shared: inout CausalLanguageModel
  ) throws(Diagnostic) -> SectionResult {
    var naive = try engine(sharesPrefixes: false)
    let items = isQuick ? 8 : 48, tokens = isQuick ? 8 : 64, rounds = isQuick ? 1 : min(repeats, 3)
    var sharedRates: [Double] = [], naiveRates: [Double] = [], ratios: [Double] = []
    let before = shared.statistics
    for round in 0..<rounds {
      try Interruption.check()
      let watch = Stopwatch()
      let alone = try Self.completions(&naive, problems.requests(round..<round + 1, maxTokens: tokens))
      naiveRates.append(1 / watch.seconds)
      let sharedWatch = Stopwatch()
      let together = try Self.completions(&shared, problems.requests(0..<items, maxTokens: tokens))
      sharedRates.append(Double(items) / sharedWatch.seconds)
      ratios.append(sharedRates[round] / naiveRates[round])
      guard alone[0] == together[round] else {
        throw Diagnostic(
          "generation", "item \(round) reads '\(alone[0].text)' alone, '\(together[round].text)' among others",
          expected: "the same text on both paths; the engine is broken")
      }
    }
    let steps = shared.statistics.generationSteps - before.generationSteps
    let rows = shared.statistics.generationRows - before.generationRows
    return SectionResult(
      figures: [
        Figure("8-shot answers, all at once", Spread(sharedRates), "items/s"),
        Figure("8-shot answers, naive", Spread(naiveRates), "items/s"),
        Figure("8-shot answers, gain", Spread(ratios), "times", goal: .valueAtLeast(6)),
      ],
      notes: [
        "\(items) items behind a header of \(try shared.tokenCount(of: problems.header)) tokens, \(tokens) new tokens each, "
          + "\(Digits.text(Double(rows) / Double(max(1, steps)))) rows a step; naive: 1 item a round",
        "the \(rounds) completions of the naive path: equal, to the byte",
      ])
  }

  /// New tokens a second.
  private static func rate(
    _ model: inout CausalLanguageModel, _ requests: [GenerationRequest]
  ) throws(Diagnostic) -> Double {
    let before = model.statistics.generatedTokens
    let watch = Stopwatch()
    _ = try completions(&model, requests)
    return Double(model.statistics.generatedTokens - before) / watch.seconds
  }

  private static func completions(
    _ model: inout CausalLanguageModel, _ requests: [GenerationRequest]
  ) throws(Diagnostic) -> [Completion] {
    var answers = [Completion](
      repeating: Completion(text: "", ending: .budget, tokens: 0, contextTokens: 0), count: requests.count)
    do {
      try model.completions(of: requests, bos: .on) { answers[$0] = $1 }
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic("engine", "\(error)", expected: "a completion of every prompt")
    }
    return answers
  }
}
