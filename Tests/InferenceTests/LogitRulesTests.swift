import Checkpoints
import Evaluation
import Files
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

@testable import Inference

/// The rules of generation_config.json, each as transformers has it, worked out by hand.
@Suite struct LogitRulesTests {
  private func applied(
    _ json: JSONObject, _ prompt: [Int32], _ tokens: [Int32] = [], maxTokens: Int = 10,
    logits: [Float] = [1, -1, 2, -2, 3, 0.5]
  ) throws -> [Float] {
    let rules = LogitRules(try GenerationSettings(json: json, place: "test"))
    let buffer = FloatBuffer(count: logits.count)
    return logits.withUnsafeBufferPointer {
      Array(
        rules.applied(to: $0, GenerationPrompt(request: 0, ids: prompt, maxTokens: maxTokens), tokens, in: buffer))
    }
  }

  private static let none = -Float.infinity

  @Test("a repetition penalty counts the prompt, each token once")
  func penalty() throws {
    #expect(
      try applied(["repetition_penalty": 2.0], [0, 1, 0], [4]) == [0.5, -2, 2, -2, 1.5, 0.5])
    #expect(try applied(["repetition_penalty": 0.5], [3]) == [1, -1, 2, -1, 3, 0.5])
    #expect(try applied(["repetition_penalty": 2.0], [99]) == [1, -1, 2, -2, 3, 0.5])
  }

  @Test("no n tokens come twice, those of the prompt counted")
  func repeats() throws {
    let none = Self.none
    #expect(try applied(["no_repeat_ngram_size": 2], [0, 1, 0, 2], [0]) == [1, none, none, -2, 3, 0.5])
    #expect(try applied(["no_repeat_ngram_size": 3], [4, 0, 1, 4], [0]) == [1, none, 2, -2, 3, 0.5])
    #expect(try applied(["no_repeat_ngram_size": 1], [4], [0]) == [none, -1, 2, -2, none, 0.5])
    #expect(try applied(["no_repeat_ngram_size": 5], [0, 1]) == [1, -1, 2, -2, 3, 0.5])
  }

  @Test("bad words, suppressed tokens, at the beginning alone too")
  func suppressed() throws {
    let none = Self.none
    #expect(try applied(["bad_words_ids": [[4], [1, 2]]], [0], [1]) == [1, -1, none, -2, none, 0.5])
    #expect(try applied(["bad_words_ids": [[4], [1, 2]]], [1], [0]) == [1, -1, 2, -2, none, 0.5])
    #expect(try applied(["bad_words_ids": [[2]], "eos_token_id": 2], [1]) == [1, -1, 2, -2, 3, 0.5])
    #expect(try applied(["suppress_tokens": [0, 99]], [1]) == [none, -1, 2, -2, 3, 0.5])
    #expect(try applied(["begin_suppress_tokens": [0]], [1, 2]) == [none, -1, 2, -2, 3, 0.5])
    #expect(try applied(["begin_suppress_tokens": [0]], [1, 2], [3]) == [1, -1, 2, -2, 3, 0.5])
  }

  @Test("the least length counts the prompt, the least new tokens do not")
  func least() throws {
    let none = Self.none
    let rule: JSONObject = ["min_length": 4, "eos_token_id": [2, 4]]
    #expect(try applied(rule, [0, 1], [3]) == [1, -1, none, -2, none, 0.5])
    #expect(try applied(rule, [0, 1], [3, 3]) == [1, -1, 2, -2, 3, 0.5])
    #expect(try applied(["min_new_tokens": 2, "eos_token_id": 4], [0, 1, 1, 1], [3]) == [1, -1, 2, -2, none, 0.5])
    #expect(try applied(["min_new_tokens": 2, "eos_token_id": 4], [0], [3, 3]) == [1, -1, 2, -2, 3, 0.5])
  }

  @Test("the second token of all and the last within the budget can be forced")
  func forced() throws {
    let none = Self.none
    #expect(try applied(["forced_bos_token_id": 3], [0]) == [none, none, none, 0, none, none])
    #expect(try applied(["forced_bos_token_id": 3], [0], [3]) == [1, -1, 2, -2, 3, 0.5])
    #expect(try applied(["forced_eos_token_id": 5], [0], [1], maxTokens: 2) == [none, none, none, none, none, 0])
    #expect(try applied(["forced_eos_token_id": 5], [0], maxTokens: 2) == [1, -1, 2, -2, 3, 0.5])
  }

  private func model(_ scratch: ScratchDirectory, _ settings: JSONObject, threads: Int = 1) throws
    -> CausalLanguageModel
  {
    if !FileSystem.exists(scratch["m"]) {
      let shape = ModelConfiguration(
        vocabularySize: 360, hiddenSize: 32, intermediateSize: 48, layerCount: 2, headCount: 4, contextLength: 96)
      try RandomModel.write(
        shape, seed: 5, dtype: .f32, standardDeviation: 0.3,
        tokenizer: SentencePieceProto.characters.serialized(), to: scratch["m"])
    }
    var model = try CausalLanguageModel(testing: scratch["m"], options: EngineOptions(threads: threads))
    model.generation = try GenerationSettings(json: settings, place: "test")
    return model
  }

  private static let requests = ["the cat", "the cat sat", "a", "the"].map {
    GenerationRequest(prompt: $0, maxTokens: 30)
  }

  @Test("rules that change nothing give the text of no rules; a penalty gives that of a plain loop, whatever the batch")
  func engine() throws {
    let scratch = try ScratchDirectory()
    var plain = try model(scratch, ["eos_token_id": 2])
    let expected = try plain.completions(Self.requests, bos: .on)
    // Under rules the logits are held; the choice must be the same.
    var idle = try model(scratch, ["eos_token_id": 2, "suppress_tokens": [0], "no_repeat_ngram_size": 60])
    #expect(try idle.completions(Self.requests, bos: .on).map(\.tokens) == expected.map(\.tokens))
    var penalized = try model(scratch, ["eos_token_id": 2, "repetition_penalty": 1.3])
    let found = try penalized.completions(Self.requests, bos: .on)
    #expect(found.map(\.text) != expected.map(\.text))
    var parallel = try model(scratch, ["eos_token_id": 2, "repetition_penalty": 1.3], threads: 3)
    #expect(try parallel.completions(Self.requests, bos: .on) == found)
    #expect(try penalized.completions([Self.requests[1]], bos: .on) == [found[1]])
    #expect(found[2] == (try plainLoop(penalized, "a", penalty: 1.3)))
  }

  private func plainLoop(_ model: CausalLanguageModel, _ prompt: String, penalty: Float) throws -> Completion {
    let prompt = try ContinuationEncoder(model.tokenizer, bos: .on).contextIDs(of: prompt)
    var ids: [Int32] = []
    var text = TextStream(model.tokenizer, beginsText: false)
    var ending = Completion.Ending.budget
    while ids.count < 30 {
      let all = prompt + ids
      let segment = KeyValueSegment(
        start: 0, capacity: all.count, shape: model.decoder.keyValueShape, isTransient: true)
      let logits = FloatBuffer(count: 360)
      model.decoder.step(
        all, [PathExtension(path: [], segment: segment, firstRow: 0, rows: all.count)],
        logitsOf: [Int32(all.count - 1)], into: logits.base)
      var row = logits.array
      for id in Set(all) { row[Int(id)] = row[Int(id)] < 0 ? row[Int(id)] * penalty : row[Int(id)] / penalty }
      let token = Int32(row.firstIndex(of: row.max() ?? 0) ?? 0)
      if token == 2 {
        ending = .eos
        break
      }
      ids.append(token)
      text.append(token)
    }
    text.finish()
    return Completion(
      text: String(decoding: text.bytes, as: UTF8.self), ending: ending, tokens: ids.count, contextTokens: prompt.count)
  }

  @Test("an EOS that is an ordinary token too leaves its text; max_new_tokens comes before a budget that is not fixed")
  func endings() throws {
    let scratch = try ScratchDirectory()
    var plain = try model(scratch, ["eos_token_id": 2])
    let request = GenerationRequest(prompt: "the cat", maxTokens: 12)
    let whole = try plain.completions([request], bos: .on)[0]
    try #require(whole.tokens == 12)
    var tokens: [Int32] = []
    let ids = try ContinuationEncoder(plain.tokenizer, bos: .on).contextIDs(of: request.prompt)
    try plain.generate([GenerationPrompt(request: 0, ids: ids, maxTokens: 12)]) { tokens = $0.tokens }
    let end = try #require(tokens.firstIndex(of: tokens[5]))
    var ended = try model(scratch, ["eos_token_id": [2, .integer(Int(tokens[end]))]])
    let early = try ended.completions([request], bos: .on)[0]
    #expect(early.tokens == end && early.ending == .eos)
    var text = TextStream(plain.tokenizer, beginsText: false)
    for token in tokens[...end] { text.append(token) }
    text.finish()
    #expect(early.text == String(decoding: text.bytes, as: UTF8.self))
    var settings: JSONObject = ["max_new_tokens": 4]
    var short = try model(scratch, settings)
    var fixed = request
    fixed.isBudgetFixed = true
    #expect(try short.completions([fixed], bos: .on) == [whole])
    let yielding = request
    let cut = try short.completions([yielding], bos: .on)[0]
    #expect(cut.tokens == 4 && cut.ending == .budget && whole.text.hasPrefix(cut.text))
    settings = ["max_new_tokens": 4000]
    var long = try model(scratch, settings)
    #expect(try long.completions([yielding], bos: .on)[0].ending == .context)
    settings = ["num_beams": 4]
    var beams = try model(scratch, settings)
    #expect(throws: Diagnostic.self) { try beams.completions([request], bos: .on) }
    #expect(throws: Diagnostic.self) { try beams.checkGeneration() }
    #expect(throws: Never.self) {
      try beams.likelihoods(of: [LikelihoodRequest(context: "a", continuation: "b")], bos: .on) { _, _ in }
    }
  }
}
