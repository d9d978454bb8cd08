import Evaluation
import Files

/// A prompt as the engine runs it: the tokens that are fed, and how long their continuation may become.
struct GenerationPrompt {
  /// Place of its request in the caller's list.
  var request: Int
  /// Never empty.
  var ids: [Int32]
  var stops: [String] = []
  var decoding = GenerationRequest.Decoding.greedy
  /// Whether the continuation is decoded as a text of its own.
  var beginsText = false
  /// The most new tokens, at least 1, and what it means to have generated so many.
  var maxTokens: Int
  var ending = Completion.Ending.budget
  /// Before truncation.
  var contextTokens: Int
  /// Tokens cut from the left.
  var truncated = 0

  /// Some tokens, continued greedily.
  init(request: Int, ids: [Int32], maxTokens: Int) {
    self.request = request
    self.ids = ids
    self.maxTokens = maxTokens
    contextTokens = ids.count
  }

  /// - Parameters:
  ///   - ids: the whole prompt as it is encoded.
  ///   - ownBudget: new tokens in place of the request's, which still decide how much of the prompt is kept.
  init(
    request index: Int, _ request: GenerationRequest, ids: [Int32], contextLength: Int, ownBudget: Int? = nil
  ) throws(Diagnostic) {
    let place = "prompt '\(request.prompt.prefix(40))…'"
    guard request.maxTokens >= 1 else {
      throw Diagnostic(
        place, "is to be continued by \(request.maxTokens) tokens", expected: "at least one new token")
    }
    let room = request.room == .wholeBudget ? request.maxTokens : 1
    guard room < contextLength else {
      throw Diagnostic(
        place, "leaves no room: \(room) new tokens are asked for, the model's context has \(contextLength)",
        expected: "a budget that leaves at least one token of the prompt")
    }
    self.request = index
    self.ids = Array(ids.suffix(contextLength - room))
    stops = request.stops
    decoding = request.decoding
    beginsText = request.spelling == .ownText || request.prompt.isEmpty
    contextTokens = ids.count
    truncated = ids.count - self.ids.count
    let left = contextLength - self.ids.count
    let budget = ownBudget ?? request.maxTokens
    maxTokens = min(budget, left)
    ending = budget <= left ? .budget : .context
  }
}
