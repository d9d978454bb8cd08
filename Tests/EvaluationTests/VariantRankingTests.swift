import Datasets
import Evaluation
import Files
import Glibc
import TestSupport
import Testing

/// Tasks asked of several variants at once, and cut in two.
@Suite struct VariantRankingTests {
  /// Variants whose answers are the scripted ones, the more likely the higher their number.
  private struct Variants: VariedLanguageModel {
    var script = ScriptedModel(seed: 4)
    var variants = 3
    var contextLength: Int { script.contextLength }
    var defaultBOS: BOSPolicy { .on }
    func tokenCount(of text: String) throws(Diagnostic) -> Int { try script.tokenCount(of: text) }
    func tokenIDs(of text: String, bos: BOSPolicy) throws(Diagnostic) -> [Int] { [] }

    mutating func likelihoods(
      of requests: [LikelihoodRequest], bos: BOSPolicy, completed: (Int, Likelihood) throws -> Void
    ) throws { try script.likelihoods(of: requests, bos: bos, completed: completed) }

    mutating func likelihoods(
      of requests: [LikelihoodRequest], bos: BOSPolicy, variants: Int, completed: (Int, Int, Likelihood) throws -> Void
    ) throws {
      try script.likelihoods(of: requests, bos: bos) { index, answer in
        for variant in (0..<variants).reversed() {
          var own = answer
          own.sum /= Double(variant + 1)
          try completed(variant, index, own)
        }
      }
    }

    mutating func completions(
      of requests: [GenerationRequest], bos: BOSPolicy, completed: (Int, Completion) throws -> Void
    ) throws {}
  }

  private func task(_ benchmark: Benchmark, limit: Int? = nil) throws -> RunTask {
    let items = try benchmark.load(DataDirectory(name: "none", isOfficial: false) { _ in nil })
    return try RunTask(
      benchmark: benchmark, items: items, limit: limit, bos: .on, askDigest: benchmark.askDigest(items: items))
  }

  @Test("Each variant's outcomes are those of a run of its own")
  func outcomes() throws {
    let task = try task(.plain(items: 9))
    var model = Variants(), told = 0
    let outcomes = try VariantRanking(task).outcomes(on: &model, variants: 3) { () throws(Diagnostic) in told += 1 }
    #expect(outcomes.count == 3 && told == 27)
    for (variant, outcomes) in outcomes.enumerated() {
      #expect(outcomes.map(\.item) == task.items.map(\.id))
      for (outcome, item) in zip(outcomes, task.items) {
        let expected = item.requests().map { ScriptedModel.answer($0, bos: .on).sum / Double(variant + 1) }
        #expect(outcome.logLikelihoods == expected)
      }
    }
  }

  @Test("A task that generates is refused")
  func generates() throws {
    let task = try RunTask(benchmark: .answered(), items: [], bos: .on, askDigest: "")
    #expect(throws: Diagnostic.self) { _ = try VariantRanking(task) }
  }

  @Test("Two parts share no item and lack none, in every subtask; who goes where does not depend on a limit")
  func split() throws {
    let whole = try task(.parted())
    for seed in 0..<4 as Range<UInt64> {
      let (selection, test) = whole.split(share: 0.5, seed: seed)
      let ids = selection.items.map(\.id) + test.items.map(\.id)
      #expect(Set(ids).count == ids.count && Set(ids) == Set(whole.items.map(\.id)))
      for subtask in whole.subtasks {
        let all = whole.items.count { $0.subtask == subtask }
        let chosen = selection.items.count { $0.subtask == subtask }
        #expect(chosen >= 1 && abs(2 * chosen - all) <= 1)
      }
      // In the order of the whole.
      let order = whole.items.map(\.id).filter(Set(test.items.map(\.id)).contains)
      #expect(test.items.map(\.id) == order)
    }
    #expect(
      whole.split(share: 0.5, seed: 1).test.items.map(\.id) != whole.split(share: 0.5, seed: 2).test.items.map(\.id))
  }

  @Test("The logarithm of the right share, also where the shares themselves vanish")
  func logShare() throws {
    let item = Item(
      id: "x", index: 0, question: "?", solution: .choices([" a", " b", " c"], right: [1, 2]), record: .null)
    let plain = ChoiceMetric.logShare.score([-1, -2, -3], item)
    let total = exp(-1.0) + exp(-2.0) + exp(-3.0)
    expectClose(try #require(plain), log((exp(-2.0) + exp(-3.0)) / total), relative: 1e-14)
    let far = ChoiceMetric.logShare.score([-1, -2000, -3000], item)
    expectClose(try #require(far), -1999, relative: 1e-12)
    #expect(ChoiceMetric.logShare.score([-1, .nan, -3], item) == nil)
    let long = Item(
      id: "y", index: 0, question: "?", solution: .choices([" a", " é", " ccc"], right: [1, 2]), record: .null)
    #expect(ChoiceMetric.goldPerByte.score([-1, -6, -2], long) == -0.5)
    #expect(ChoiceMetric.goldPerByte.score([-1, -1.5, -4], long) == -0.5)
    #expect(ChoiceMetric.goldPerByte.score([-1, -.infinity, -.infinity], long) == nil)
    #expect(ChoiceMetric.logShare.score([-.infinity, -.infinity, -.infinity], item) == nil)
  }
}
