import Files

/// A way in which servers tell the log-probabilities of a prompt's own tokens.
enum PromptScoring: String, CaseIterable {
  /// `echo` with `logprobs`, and no new token: the OpenAI API of completions as it was, and `assay serve`.
  case echo
  /// The same with one new token, where a server cannot do without: it is left out.
  case echoAndOne = "echo with one new token"
  /// vLLM's own field.
  case promptLogprobs = "prompt_logprobs"

  /// - Parameter truncation: tokens that are kept at most; nil: nothing is said of it.
  func body(_ prompt: String, model: String, truncation: Int? = nil) -> JSON {
    var body: JSONObject = ["model": .string(model), "prompt": .string(prompt), "temperature": 0]
    body["truncate_prompt_tokens"] = truncation.map { .integer($0) }
    switch self {
    case .echo, .echoAndOne:
      body["max_tokens"] = self == .echo ? 0 : 1
      body["echo"] = true
      body["logprobs"] = 1
    case .promptLogprobs:
      body["max_tokens"] = 1
      body["prompt_logprobs"] = 0
    }
    return .object(body)
  }
}
