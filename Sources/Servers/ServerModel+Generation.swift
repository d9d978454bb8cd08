public import Evaluation
import Files
import Transfers

extension ServerModel {
  /// The stops that OpenAI's own server takes; the others are found here, at the price of the tokens behind them.
  private static let mostStops = 4

  public mutating func completions(
    of requests: [GenerationRequest], bos: BOSPolicy,
    completed: (_ index: Int, _ completion: Completion) throws -> Void
  ) throws {
    do {
      try connection.post(
        connection.options.api.path, count: requests.count,
        body: { (index) throws(Diagnostic) in self.body(requests[index]) },
        answer: { index, answer in
          guard let choice = answer["choices"]?.array?.first else { return .broken("answers without choices") }
          let isChat = self.connection.options.api == .chat
          // A model may say nothing.
          let told = isChat ? choice["message"]?["content"] : choice["text"]
          guard let told, let text = told.isNull && isChat ? "" : told.string else {
            return .broken("answers without a text")
          }
          guard let ending = Self.ending(choice) else {
            return .broken(
              "ends a text by '\(choice["finish_reason"]?.string ?? "")', neither at its end nor at a limit")
          }
          try completed(index, Self.completion(text, ending, requests[index], answer["usage"]))
          return .taken
        })
    } catch { throw error.asDiagnostic(connection.options.address.text) }
  }

  private func body(_ request: GenerationRequest) -> JSON {
    var body: JSONObject = ["model": .string(connection.options.model), "max_tokens": .integer(request.maxTokens)]
    switch connection.options.api {
    case .completions: body["prompt"] = .string(request.prompt)
    case .chat: body["messages"] = [["role": "user", "content": .string(request.prompt)]]
    }
    if truncates {
      let room = request.room == .wholeBudget ? request.maxTokens : 1
      body["truncate_prompt_tokens"] = .integer(max(1, contextLength - room))
    }
    let stops = request.stops.filter { !$0.isEmpty }.prefix(Self.mostStops)
    if !stops.isEmpty { body["stop"] = .array(stops.map { .string($0) }) }
    switch request.decoding {
    case .greedy:
      body["temperature"] = 0
      body["seed"] = 0
    case .sampled(let sampling):
      body["temperature"] = .number(sampling.temperature)
      if sampling.topP < 1 { body["top_p"] = .number(sampling.topP) }
      body["top_k"] = sampling.topK.map { .integer($0) }
      // Servers take 32 bits, some of them with a sign.
      body["seed"] = .integer(Int(sampling.stream & 0x7FFF_FFFF))
    }
    return .object(body)
  }

  /// What the server says of the end; nil for what is none.
  private static func ending(_ choice: JSON) -> Completion.Ending? {
    if choice["finish_reason"] == "length" { return choice["stop_reason"] == "context" ? .context : .budget }
    // vLLM and 'assay serve' say which text or token it was.
    if choice["stop_reason"]?.string != nil { return .stop }
    return switch choice["finish_reason"]?.string {
    case nil, "stop", "eos", "eos_token", "stop_sequence": .eos
    default: nil
    }
  }

  /// The text is cut at the stops once more, as the engine cuts: servers look for them in other ways, and some leave them in.
  private static func completion(
    _ text: String, _ ending: Completion.Ending, _ request: GenerationRequest, _ usage: JSON?
  ) -> Completion {
    let bytes = Array(text.utf8)
    var stops = StopSearch(request.stops)
    let isStopped = stops.isHit(bytes)
    func count(_ key: String) -> Int { usage?[key]?.integer.flatMap { (0...1 << 40).contains($0) ? $0 : nil } ?? 0 }
    return Completion(
      text: String(decoding: stops.cut(bytes), as: UTF8.self), ending: isStopped ? .stop : ending,
      tokens: count("completion_tokens"), contextTokens: count("prompt_tokens") + count("truncated_tokens"),
      truncatedTokens: count("truncated_tokens"))
  }
}
