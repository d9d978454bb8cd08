import Evaluation
import Files
import Inference
import Pipelines
import Platform

extension Measurement {
  /// An MMLU-like subject, 5-shot, four choices of one token: with shared prefixes, and each request alone.
  /// Both must give the same bits.
  func measureSharedPrefix() throws(Diagnostic) -> SectionResult {
    let subject = Subject(try words().words)
    var shared = try engine(sharesPrefixes: true), naive = try engine(sharesPrefixes: false)
    let items = isQuick ? 8 : 40, rounds = max(1, min(repeats, isQuick ? 1 : 3))
    var sharedRates: [Double] = [], naiveRates: [Double] = [], ratios: [Double] = []
    for round in 0..<rounds {
      try Interruption.check()
      // One item is much work on the naive side, and each round asks another one.
      let watch = Stopwatch()
      let alone = try Self.answers(&naive, subject.requests(round))
      naiveRates.append(1 / watch.seconds)
      let sharedWatch = Stopwatch()
      let together = try Self.answers(&shared, (0..<items).flatMap(subject.requests))
      sharedRates.append(Double(items) / sharedWatch.seconds)
      ratios.append(sharedRates[round] / naiveRates[round])
      try Self.compare(alone, Array(together[4 * round..<4 * round + 4]))
    }
    let context = try shared.tokenCount(of: subject.requests(0)[0].context)
    let header = try shared.tokenCount(of: subject.header)
    let computed = shared.statistics.computedTokens / rounds
    return SectionResult(
      figures: [
        Figure("5-shot subject, shared prefixes", Spread(sharedRates), "items/s"),
        Figure("5-shot subject, naive", Spread(naiveRates), "items/s"),
        Figure("5-shot subject, gain", Spread(ratios), "times", goal: .valueAtLeast(5)),
        Figure(
          "5-shot subject, computed", Spread(sharedRates.map { $0 * Double(computed) / Double(items) }),
          "tokens/s"),
      ],
      notes: [
        "\(items) questions of about \(context - header) tokens behind a header of \(header); "
          + "naive: 1 question a round, 4 requests; same model",
        "the \(4 * rounds) answers of the naive path: equal, bit for bit",
      ])
  }

  func engine(sharesPrefixes: Bool) throws(Diagnostic) -> CausalLanguageModel {
    let model = try model()
    var options = EngineOptions(threads: threads, machineMemory: Machine.totalMemory)
    options.sharesPrefixes = sharesPrefixes
    var engine = try CausalLanguageModel(
      weights: model.weights, tokenizer: model.tokenizer, on: pool, options: options)
    engine.stepped = { try Interruption.check() }
    return engine
  }

  private static func answers(
    _ model: inout CausalLanguageModel, _ requests: [LikelihoodRequest]
  ) throws(Diagnostic) -> [Likelihood?] {
    var answers = [Likelihood?](repeating: nil, count: requests.count)
    do {
      try model.likelihoods(of: requests, bos: .on) { answers[$0] = $1 }
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic("engine", "\(error)", expected: "an answer to every request")
    }
    return answers
  }

  private static func text(_ answer: Likelihood?) -> String { answer.map { "\($0.sum)" } ?? "no answer" }

  private static func compare(_ naive: [Likelihood?], _ shared: [Likelihood?]) throws(Diagnostic) {
    for (index, (left, right)) in zip(naive, shared).enumerated() {
      guard let left, let right, left == right, left.sum.bitPattern == right.sum.bitPattern else {
        throw Diagnostic(
          "shared-prefix",
          "choice \(Subject.letters[index]) differs: \(text(naive[index])) alone, "
            + "\(text(shared[index])) with shared prefixes",
          expected: "the same bits on both paths; the engine is broken")
      }
    }
  }
}
