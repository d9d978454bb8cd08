/// One text to be continued by the model itself.
public struct GenerationRequest: Sendable, Hashable {
  public var prompt: String
  /// The completion ends before the first of these texts; the stop itself is cut off. They are looked for in the text,
  /// wherever tokens begin and end.
  public var stops: [String]
  /// The most new tokens, at least 1.
  public var maxTokens: Int
  public var decoding: Decoding
  public var room: Room
  public var spelling: Spelling
  /// Whether `maxTokens` is what the user wants, or the source calls `max_new_tokens`. Otherwise a number that the model's own settings
  /// state comes before it, as it does where lm-evaluation-harness calls transformers' `generate`.
  public var isBudgetFixed: Bool

  /// How the next token is chosen.
  public enum Decoding: Sendable, Hashable {
    /// The most likely token; the one with the lowest id where several are.
    case greedy
    case sampled(Sampling)
  }

  /// What a prompt leaves of the model's context when it is too long and loses its oldest tokens.
  public enum Room: String, Sendable, Hashable {
    /// `maxTokens`, as lm-evaluation-harness has it: the prompt keeps its last `contextLength - maxTokens` tokens.
    case wholeBudget = "whole-budget"
    /// One token: the prompt keeps what fits, and the completion ends where the context does.
    case oneToken = "one-token"
  }

  /// How the new tokens become text, the one that stops are looked for in.
  public enum Spelling: String, Sendable, Hashable {
    /// As they continue the prompt: the first token keeps the space that it begins with.
    case continuation
    /// As a text of their own, which is how lm-evaluation-harness decodes them: a space that the first token begins with is lost.
    case ownText = "own-text"
  }

  public init(
    prompt: String, stops: [String] = [], maxTokens: Int, decoding: Decoding = .greedy, room: Room = .wholeBudget,
    spelling: Spelling = .continuation, isBudgetFixed: Bool = false
  ) {
    self.prompt = prompt
    self.stops = stops
    self.maxTokens = maxTokens
    self.decoding = decoding
    self.room = room
    self.spelling = spelling
    self.isBudgetFixed = isBudgetFixed
  }
}

/// Chance in choosing tokens: first the temperature, then the `topK` most likely, then the smallest set of the most likely that
/// holds `topP` of the probability; drawn with numbers that depend on `stream` and the token's place only.
public struct Sampling: Sendable, Hashable {
  /// Above 0.
  public var temperature: Double
  /// Above 0, at most 1.
  public var topP: Double
  /// nil: all.
  public var topK: Int?
  /// Names the stream of random numbers: made of the run's seed, the item and the number of the sample.
  public var stream: UInt64

  public init(temperature: Double, topP: Double = 1, topK: Int? = nil, stream: UInt64) {
    self.temperature = temperature
    self.topP = topP
    self.topK = topK
    self.stream = stream
  }
}

/// The answer to a `GenerationRequest`.
public struct Completion: Sendable, Equatable {
  /// What ended a completion.
  public enum Ending: String, Sendable, CaseIterable {
    case eos, stop, budget, context
  }

  /// What was generated, cut before the first stop.
  public var text: String
  public var ending: Ending
  /// New tokens that were computed, those of the stop counted, an EOS not.
  public var tokens: Int
  /// Tokens of the prompt, a BOS counted, before truncation.
  public var contextTokens: Int
  /// Tokens cut from the left of the prompt; 0 as a rule.
  public var truncatedTokens: Int

  public init(text: String, ending: Ending, tokens: Int, contextTokens: Int, truncatedTokens: Int = 0) {
    self.text = text
    self.ending = ending
    self.tokens = tokens
    self.contextTokens = contextTokens
    self.truncatedTokens = truncatedTokens
  }
}
