import Evaluation
import Files
import Inference
import Statistics
import Tensors
import Tokenization
import Transfers
import Transformers

/// Answers questions with a model, many at once. What is answered to one does not depend on the others.
struct CompletionService {
  let name: String
  var model: CausalLanguageModel
  private var answered = 0

  init(_ model: CausalLanguageModel, name: String) {
    self.model = model
    self.name = name
  }

  /// One prompt of a question on its way.
  private struct Part {
    var question: Int
    /// The prompt's place in its question.
    var place: Int
    var ids: [Int32]
    var text: String?
    /// Tokens that were cut from the left.
    var cut = 0
    /// As many as the question asks for, or as the context has room for behind a prompt that was cut.
    var newTokens: Int
    var completion: CausalLanguageModel.TokenCompletion?
    var scores: [ThreadPool.TokenScore] = []
  }

  /// An answer for each question. Throws only what ended a step of the model: that the server is to end.
  mutating func responses(to questions: [CompletionQuestion]) throws -> [WebListener.Response] {
    var responses = [WebListener.Response?](repeating: nil, count: questions.count)
    var parts: [Part] = []
    for (index, question) in questions.enumerated() {
      do throws(Diagnostic) {
        parts += try self.parts(of: question, index)
      } catch { responses[index] = ServiceRefusal(error).response }
    }
    do {
      try answer(&parts, questions)
    } catch let error as Diagnostic where !error.status.isSignal {
      // One of several may be at fault: each alone.
      guard questions.count > 1 else { return [responses[0] ?? ServiceRefusal(error, status: 500).response] }
      return try questions.map { try self.responses(to: [$0])[0] }
    }
    for (index, question) in questions.enumerated() where responses[index] == nil {
      responses[index] = .json(json(of: question, parts.filter { $0.question == index }))
    }
    return responses.compactMap { $0 }
  }

  /// The prompts as token ids, each of which the model can be fed.
  private func parts(of question: CompletionQuestion, _ index: Int) throws(Diagnostic) -> [Part] {
    let encoder = ContinuationEncoder(model.tokenizer, bos: model.defaultBOS)
    var parts: [Part] = []
    for (place, prompt) in question.prompts.enumerated() {
      var part = Part(question: index, place: place, ids: [], newTokens: question.maxTokens)
      switch prompt {
      case .text(let text): (part.ids, part.text) = (try encoder.promptIDs(of: text), text)
      case .ids(let ids): part.ids = ids
      }
      if let most = question.truncation {
        part.cut = max(0, part.ids.count - most)
        part.ids.removeFirst(part.cut)
        part.newTokens = min(question.maxTokens, max(1, model.contextLength - part.ids.count))
      }
      try model.check(part.ids, newTokens: part.newTokens)
      parts.append(part)
    }
    if question.maxTokens > 0 { try model.checkGeneration() }
    return parts
  }

  private mutating func answer(_ parts: inout [Part], _ questions: [CompletionQuestion]) throws {
    let growing = parts.indices.filter { questions[parts[$0].question].maxTokens > 0 }
    let prompts = growing.map { index in
      let part = parts[index], question = questions[part.question]
      return CausalLanguageModel.TokenPrompt(
        part.ids, stops: question.stops, maxTokens: part.newTokens, decoding: decoding(question, part.place))
    }
    if !prompts.isEmpty {
      try model.completions(ofTokens: prompts) { index, completion in parts[growing[index]].completion = completion }
    }
    let scored = parts.indices.filter { questions[parts[$0].question].logProbabilities != nil }
    if scored.isEmpty { return }
    try model.scores(ofTokens: scored.map { parts[$0].ids + Self.newTokens(parts[$0]) }) { index, scores in
      parts[scored[index]].scores = scores
    }
  }

  /// With the token that ended it: clients count as many as they have asked for.
  private static func newTokens(_ part: Part) -> [Int32] {
    (part.completion?.tokens ?? []) + [part.completion?.endToken].compactMap { $0 }
  }

  private func decoding(_ question: CompletionQuestion, _ place: Int) -> GenerationRequest.Decoding {
    guard question.temperature > 0 else { return .greedy }
    let seed = UInt64(bitPattern: Int64(question.seed))
    return .sampled(
      Sampling(
        temperature: question.temperature, topP: question.topP, topK: question.topK,
        stream: KeyedRandom.key(seed, KeyedRandom.number(of: "serve"), UInt64(place))))
  }

  private mutating func json(of question: CompletionQuestion, _ parts: [Part]) -> JSON {
    answered += 1
    let prompt = parts.reduce(0) { $0 + $1.ids.count }
    let new = parts.reduce(0) { $0 + ($1.completion?.completion.tokens ?? 0) }
    var usage: JSONObject = [
      "prompt_tokens": .integer(prompt), "completion_tokens": .integer(new), "total_tokens": .integer(prompt + new),
    ]
    if question.truncation != nil { usage["truncated_tokens"] = .integer(parts.reduce(0) { $0 + $1.cut }) }
    return [
      "id": .string("cmpl-\(answered)"), "object": "text_completion", "created": 0, "model": .string(name),
      "choices": .array(parts.map { choice(question, $0) }),
      "usage": .object(usage),
    ]
  }

  private func choice(_ question: CompletionQuestion, _ part: Part) -> JSON {
    let whole = part.ids + Self.newTokens(part)
    let texts = question.logProbabilities != nil || part.text == nil ? model.texts(ofTokens: whole) : []
    let prompt = part.text ?? texts.prefix(part.ids.count).joined()
    let completion = part.completion?.completion
    var choice: JSONObject = [
      "index": .integer(part.place), "text": .string((question.echoes ? prompt : "") + (completion?.text ?? "")),
      "logprobs": .null,
      "finish_reason": completion.map { [.eos, .stop].contains($0.ending) ? "stop" : "length" } ?? "length",
      "stop_reason": .null,
    ]
    if completion?.ending == .stop {
      let generated = model.tokenizer.decode(part.completion?.tokens ?? [])
      choice["stop_reason"] = .string(
        question.stops.first { !$0.isEmpty && generated.contains($0) } ?? question.stops.first ?? "")
    }
    if completion?.ending == .budget, part.newTokens < question.maxTokens { choice["stop_reason"] = "context" }
    if let most = question.logProbabilities {
      let first = question.echoes ? 0 : part.ids.count
      choice["logprobs"] = logProbabilities(part, whole, texts, from: first, most: most)
    }
    return .object(choice)
  }

  private func logProbabilities(
    _ part: Part, _ ids: [Int32], _ texts: [String], from first: Int, most: Int
  ) -> JSON {
    var tokens: [JSON] = [], logs: [JSON] = [], tops: [JSON] = [], offsets: [JSON] = []
    var place = 0
    for (index, text) in texts.enumerated() {
      defer { place += text.unicodeScalars.count }
      guard index >= first else { continue }
      tokens.append(.string(text))
      offsets.append(.integer(place))
      guard index > 0, part.scores.indices.contains(index - 1) else {
        logs.append(.null)
        tops.append(.null)
        continue
      }
      let score = part.scores[index - 1]
      logs.append(.number(score.logProbability))
      var top: JSONObject = [text: .number(score.logProbability)]
      if score.mostLikely != ids[index] {
        let other = model.texts(ofTokens: [ids[index - 1], score.mostLikely])[1]
        top[other] = .number(score.greatest)
      }
      tops.append(.object(top))
    }
    return [
      "tokens": .array(tokens), "token_logprobs": .array(logs),
      "top_logprobs": most > 0 ? .array(tops) : .null, "text_offset": .array(offsets),
    ]
  }
}
