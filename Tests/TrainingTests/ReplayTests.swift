import Corpora
import Files
import Tensors
import TestSupport
import Testing

@testable import Training

/// Text beside the corpus, held against its definitions.
@Suite struct ReplayTests {
  private let recipe = TrainingRecipe(
    rate: 1e-2, schedule: LearningRateSchedule(.cosine, warmUp: 2), batchSize: 3, epochs: 5)

  private func text(_ stage: MethodStage) throws -> String {
    let lines = (0..<9).map { "text \($0) of \($0 * 7 % 9) words" }
    try stage.folder.write("text.txt", lines.joined(separator: "\n"))
    return stage.folder["text.txt"]
  }

  private func addition(
    _ stage: MethodStage, _ adapter: LoRAParameters, _ change: (inout ReplaySettings) -> Void = { _ in }
  ) throws -> TrainingAddition {
    let path = try text(stage)
    return try stage.addition(.replay, to: adapter) { c in
      c.replay.source.files = [path]
      c.replay.source.documents = .line
      c.maxLength = 16
      change(&c.replay)
    }
  }

  @Test("Documents stand one behind the other in blocks of one length, and all of their tokens are learned")
  func blocks() throws {
    let stage = try MethodStage()
    let corpus = try Corpus(files: [try text(stage)], documents: .line), tokenizer = LetterTokenizer()
    for (addsBOS, length) in [(false, 16), (true, 16), (true, 7), (false, 1000)] {
      let blocks = try TextBlocks(corpus, by: tokenizer, addsBOS: addsBOS, length: length, rows: 29)
      var expected: [Int32] = []
      for record in corpus.records {
        guard case .text(let text) = record.content else { continue }
        expected += (addsBOS ? [0] : []) + tokenizer.encode(text) + [1]
      }
      #expect(blocks.samples.flatMap(\.ids) == expected && blocks.tokens == expected.count)
      #expect(blocks.samples.dropLast().allSatisfy { $0.ids.count == length })
      #expect(blocks.samples.allSatisfy { $0.labelCount == $0.ids.count - 1 })
      #expect(blocks.longest == min(length, expected.count))
    }
    do throws(Diagnostic) {
      _ = try TextBlocks(corpus, by: tokenizer, addsBOS: false, length: 16, rows: 20)
      Issue.record("tokens without weights")
    } catch { #expect(error.problem.contains("for which the model has no weights")) }
    try stage.folder.write("asked.jsonl", #"{"instruction": "a", "output": "b"}"#)
    let asked = try Corpus(files: [stage.folder["asked.jsonl"]])
    do throws(Diagnostic) {
      _ = try TextBlocks(asked, by: tokenizer, addsBOS: false, length: 16, rows: 29)
      Issue.record("no text")
    } catch { #expect(error.problem == "is no plain text to replay") }
  }

  @Test("Over a run the text has its ratio of samples or tokens, and each pass has all of it once")
  func ratios() throws {
    let stage = try MethodStage()
    let corpus = try Corpus(files: [try text(stage)], documents: .line)
    let blocks = try TextBlocks(corpus, by: LetterTokenizer(), addsBOS: false, length: 16, rows: 29)
    for (ratio, unit) in [
      (1.0, ReplaySettings.Unit.samples), (0.3, .samples), (2.5, .samples), (1, .tokens), (0.4, .tokens),
    ] {
      var settings = ReplaySettings()
      (settings.ratio, settings.unit) = (ratio, unit)
      let stream = ReplayStream(blocks, settings, seed: 3)
      var before = 0, names: [String] = [], tokens = 0
      for update in 0..<50 {
        let batch = (0..<3 - update % 2).map { stage.samples[(update + $0) % 8] }, own = stream.amount(of: batch)
        let part = stream.part(before: before, own: own)
        before += own
        let amount = unit == .samples ? part.samples.count : part.samples.reduce(0) { $0 + $1.ids.count }
        if part.samples.isEmpty {
          #expect(part.weight == 0)
        } else {
          expectClose(part.weight, Double(amount) / Double(amount + own), relative: 1e-12)
        }
        names += part.samples.map(\.name)
        tokens += part.samples.reduce(0) { $0 + $1.ids.count }
      }
      let expected = ratio * Double(before)
      if unit == .samples {
        #expect(names.count == Int(exactly: expected.rounded(.down)))
        let pass = blocks.samples.count
        #expect(
          Set(names.prefix(pass)) == Set(blocks.samples.prefix(min(pass, names.count)).map(\.name))
            || names.count < pass)
        #expect(names.count < 2 * pass || names.prefix(pass) != names[pass..<2 * pass])
      } else {
        // A piece of one token teaches nothing, and is left out.
        #expect(Double(tokens) <= expected && Double(tokens) >= expected - 100)
      }
    }
  }

  @Test("An update is the weighted sum of both losses and of both gradients")
  func sums() throws {
    let stage = try MethodStage()
    func step(_ weight: Double?) throws -> (step: Trainer.Step, gradients: [[Float]]) {
      let adapter = stage.adapter(dropout: 0, spread: 0.1)
      let trainer = stage.trainer(adapter, recipe, try addition(stage, adapter) { $0.weight = weight })
      let step = trainer.step()
      return (step, trainer.computer.parameters.map(\.gradient.array))
    }
    let half = try step(nil), most = try step(0.8), none = try step(0)
    func measure(_ step: Trainer.Step, _ name: String) -> Double? { step.measures.first { $0.name == name }?.value }
    #expect(measure(half.step, "replay_weight") == 0.5 && measure(most.step, "replay_weight") == 0.8)
    #expect(half.step.loss == none.step.loss && most.step.loss == none.step.loss)
    #expect(try #require(measure(half.step, "replay_loss")) > 0)
    #expect(half.step.tokens > half.step.batch.reduce(0) { $0 + stage.samples[$1].ids.count })
    // g(w) is a line: what 0 and 0.8 have gives what is between them.
    for (index, gradient) in half.gradients.enumerated() {
      let length = gradient.reduce(0) { max($0, abs($1)) }
      for (i, value) in gradient.enumerated() {
        let expected = Double(none.gradients[index][i]) * 0.375 + Double(most.gradients[index][i]) * 0.625
        expectClose(Double(value), expected, absolute: 1e-4 * Double(length) + 1e-7)
      }
    }
    let plain = stage.trainer(stage.adapter(dropout: 0, spread: 0.1), recipe)
    #expect(plain.step().loss == none.step.loss)
    #expect(plain.computer.parameters.map(\.gradient.array) == none.gradients)
  }

  @Test("A ratio of 0 is vanilla, to the bit; another one is not")
  func zero() throws {
    let stage = try MethodStage(), expected = MethodStage.numbers(stage.trainer(stage.adapter(), recipe))
    for ratio in [0, 1.0] {
      let adapter = stage.adapter()
      let found = MethodStage.numbers(stage.trainer(adapter, recipe, try addition(stage, adapter) { $0.ratio = ratio }))
      #expect((found == expected) == (ratio == 0))
    }
  }

  @Test(
    "Neither threads nor the memory at hand change a bit, and a run that goes on has the same",
    arguments: [ReplaySettings.Unit.samples, .tokens])
  func sameness(unit: ReplaySettings.Unit) throws {
    func trainer(threads: Int, tokens: Int) throws -> Trainer {
      let stage = try MethodStage(threads: threads), adapter = stage.adapter()
      let addition = try addition(stage, adapter) { settings in
        settings.unit = unit
        settings.ratio = 0.7
      }
      return stage.trainer(adapter, recipe, addition, tokensAtOnce: tokens)
    }
    let expected = MethodStage.numbers(try trainer(threads: 1, tokens: .max))
    #expect(MethodStage.numbers(try trainer(threads: 3, tokens: 9)) == expected)
    let first = try trainer(threads: 2, tokens: 20), folder = try ScratchDirectory()
    for _ in 0..<7 { _ = first.step() }
    try TrainingState(identity: [], monitor: TrainingMonitor()).write(first, to: folder["state"])
    let second = try trainer(threads: 1, tokens: .max)
    _ = try TrainingState.restore(second, from: folder["state"], identity: [])
    #expect(MethodStage.numbers(second) == expected)
  }
}
