import Evaluation
import Files
import TestSupport
import Testing

@Suite struct RunnerTests {
  private let folder: ScratchDirectory
  private let journal: Journal

  init() throws {
    folder = try ScratchDirectory()
    journal = try Journal(folder["journal.jsonl"])
  }

  @Test("exemplars are dropped from the end until the prompt fits")
  func dropping() throws {
    // A prompt has 2 words of header, 4 of each exemplar and 4 of the question; glued ones count as one.
    let task = try RunTask(.parted(overflow: .dropExemplars(limit: 11), sizes: [2]))
    var model = ScriptedModel()
    #expect(try model.tokenCount(of: task.items[0].prompt()) > 11)
    let outcomes = try Runner(task).outcomes(on: &model, journal: journal)
    #expect(outcomes.map(\.shots) == [1, 1])
    for (item, outcome) in zip(task.items, outcomes) {
      #expect(try model.tokenCount(of: item.prompt(shots: 1)) <= 11)
      #expect(try model.tokenCount(of: item.prompt(shots: 2)) > 11)
      #expect(outcome.promptDigest == ItemOutcome.digest(ofPrompt: item.prompt(shots: 1)))
    }
    let result = TaskResult(task, outcomes: outcomes)
    #expect(result.shortenedItems == 2 && result.droppedExemplars == 4)
    #expect(Set(model.asked.keys.map(\.context)) == Set(task.items.map { $0.prompt(shots: 1) }))
  }

  @Test("a prompt that never fits keeps no exemplar and is left to the model")
  func neverFits() throws {
    let task = try RunTask(.parted(overflow: .dropExemplars(limit: 1), sizes: [1]))
    var model = ScriptedModel()
    #expect(try Runner(task).outcomes(on: &model, journal: journal).map(\.shots) == [0])
  }

  @Test("truncating protocols keep all their exemplars, and truncations are counted")
  func truncating() throws {
    let task = try RunTask(.parted(sizes: [3]))
    var model = ScriptedModel { request, bos in
      var answer = ScriptedModel.answer(request, bos: bos)
      if request.context.contains("Item 1") { answer.truncatedTokens = 5 }
      return answer
    }
    let result = TaskResult(task, outcomes: try Runner(task).outcomes(on: &model, journal: journal))
    #expect(result.truncatedItems == 1 && result.shortenedItems == 0)
  }

  @Test("all requests of a task go to the model in one call, with the protocol's boundary and BOS")
  func oneCall() throws {
    var benchmark = Benchmark.parted()
    benchmark.asking = .choice(ChoiceRule(boundary: .lastTokenAlone, metrics: [.first]))
    let task = try RunTask(benchmark, bos: .off)
    var model = ScriptedModel { request, bos in
      #expect(bos == .off && request.boundary == .lastTokenAlone)
      return ScriptedModel.answer(request, bos: bos)
    }
    _ = try Runner(task).outcomes(on: &model, journal: journal)
    #expect(model.calls == 1 && model.asked.count == 24)
  }

  @Test("a log-likelihood that is no number stops the run and names the item")
  func notANumber() throws {
    let task = try RunTask(.plain())
    var model = ScriptedModel { request, bos in
      var answer = ScriptedModel.answer(request, bos: bos)
      if request.context == "Question 4:" { answer.sum = .nan }
      return answer
    }
    #expect(
      throws: Diagnostic(
        "plain@test, item 'p4'", "the model's log-likelihood is nan",
        expected: "log-likelihoods are numbers of at most 0; the weights or an adapter may be damaged")
    ) { try Runner(task).outcomes(on: &model, journal: journal) }
    #expect(try Journal(folder["journal.jsonl"]).records.count == 4)
  }

  @Test("a request without an answer names its item")
  func unanswerable() throws {
    var model = ChoosyModel(reason: Diagnostic("choice", "has no token of its own", expected: "one"))
    #expect(
      throws: Diagnostic("plain@test, item 'p4'", "choice has no token of its own", expected: "one")
    ) { try Runner(try RunTask(.plain())).outcomes(on: &model, journal: journal) }
    model.isKnown = false
    #expect(throws: model.reason) { try Runner(try RunTask(.plain())).outcomes(on: &model, journal: journal) }
  }

  @Test(
    "a model that forgets, repeats or invents answers is caught", arguments: ["forget", "repeat", "invent"])
  func wrongModel(habit: String) throws {
    let task = try RunTask(.plain(items: 1))
    var model = UnreliableModel(habit: habit)
    let expected = [
      "forget": ("plain@test, item 'p0'", "the model has not answered all of its choices"),
      "repeat": ("plain@test, item 'p0'", "the model answered choice 1 twice"),
      "invent": ("plain@test", "the model answered request 3, which was not asked"),
    ][habit]
    let (place, problem) = try #require(expected)
    #expect(throws: Diagnostic(place, problem, expected: "a model gives one answer to each request")) {
      try Runner(task).outcomes(on: &model, journal: journal)
    }
  }

  @Test("limits hold for each subtask, and the numbers before the limit are known")
  func limit() throws {
    let task = try RunTask(.parted(), limit: 2)
    #expect(task.items.map(\.id) == ["a/0", "a/1", "b/0", "b/1", "c/0", "c/1"])
    #expect(task.available == ["a": 4, "b": 3, "c": 5])
    #expect(task.name(ofSubtask: "High end (x)") == "parted_high_end__x_")
  }

  @Test("data with an id twice, or an answer that is no choice, is refused")
  func badItems() throws {
    let item = Item(id: "x", index: 0, question: "?", solution: .choices([" a"], right: [0]), record: .null)
    var wrong = item
    wrong.solution = .choices([" a"], right: [1])
    #expect(
      throws: Diagnostic(
        "plain@test", "two items have the id 'x'",
        expected: "each record of the official files has an id of its own")
    ) { try RunTask(benchmark: .plain(), items: [item, item], bos: .on, askDigest: "") }
    #expect(
      throws: Diagnostic(
        "plain@test", "item 'x' has 1 choices and the right ones are [1]",
        expected: "each item has choices, and its right answers are among them")
    ) { try RunTask(benchmark: .plain(), items: [wrong], bos: .on, askDigest: "") }
  }
}

/// Cannot answer what is asked of question 4.
private struct ChoosyModel: LanguageModel {
  var reason: Diagnostic
  /// Whether it can say which request it was.
  var isKnown = true
  var contextLength: Int { 10 }
  var defaultBOS: BOSPolicy { .off }
  func tokenCount(of text: String) throws(Diagnostic) -> Int { 1 }
  func tokenIDs(of text: String, bos: BOSPolicy) throws(Diagnostic) -> [Int] { [] }

  func check(_ request: LikelihoodRequest, bos: BOSPolicy) throws(Diagnostic) {
    if isKnown, request.context == "Question 4:" { throw reason }
  }

  mutating func completions(
    of requests: [GenerationRequest], bos: BOSPolicy, completed: (Int, Completion) throws -> Void
  ) throws {}

  mutating func likelihoods(
    of requests: [LikelihoodRequest], bos: BOSPolicy, completed: (Int, Likelihood) throws -> Void
  ) throws {
    throw reason
  }
}

/// Answers not as it should.
private struct UnreliableModel: LanguageModel {
  var habit: String
  var contextLength: Int { 10 }
  var defaultBOS: BOSPolicy { .off }
  func tokenCount(of text: String) throws(Diagnostic) -> Int { 1 }
  func tokenIDs(of text: String, bos: BOSPolicy) throws(Diagnostic) -> [Int] { [] }

  mutating func completions(
    of requests: [GenerationRequest], bos: BOSPolicy, completed: (Int, Completion) throws -> Void
  ) throws {
    let answer = Completion(text: "", ending: .eos, tokens: 1, contextTokens: 1)
    try completed(0, answer)
    if habit == "repeat" { try completed(0, answer) }
    if habit == "invent" { try completed(requests.count, answer) }
  }

  mutating func likelihoods(
    of requests: [LikelihoodRequest], bos: BOSPolicy, completed: (Int, Likelihood) throws -> Void
  ) throws {
    let answer = Likelihood(sum: -1, isGreedy: false, contextTokens: 1, continuationTokens: 1)
    try completed(0, answer)
    if habit == "repeat" { try completed(0, answer) }
    if habit == "invent" { try completed(requests.count, answer) }
  }
}
