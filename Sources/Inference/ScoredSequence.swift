/// One request as the engine runs it: the tokens that are fed, and the tokens that are scored behind the last of them.
///
/// With context and continuation c and n tokens long the engine feeds the last `limit` of the first c + n - 1, and the
/// rows of the last n of those predict the continuation (notes/protocols.md, section 12, "Truncation").
struct ScoredSequence {
  /// Place of its request in the caller's list.
  var request: Int
  var fed: [Int32]
  /// The continuation's ids; the j-th is predicted by row `fed.count - continuation.count + j`.
  var continuation: [Int32]
  /// Tokens cut from the left.
  var truncated: Int
  /// Before truncation.
  var contextTokens: Int

  /// Precondition: 1 <= continuation.count <= limit, context not empty.
  init(request: Int, encoding: ContinuationEncoder.Encoding, limit: Int) {
    self.request = request
    continuation = encoding.continuation
    contextTokens = encoding.context.count
    let whole = encoding.context + encoding.continuation
    truncated = max(0, whole.count - (limit + 1))
    fed = Array(whole[truncated..<whole.count - 1])
  }

  /// A prompt whose next token is not known yet: its last row is the one that something is asked of.
  init(request: Int, prompt: [Int32]) {
    self.request = request
    fed = prompt
    continuation = [0]
    truncated = 0
    contextTokens = prompt.count
  }

  var firstScoredRow: Int { fed.count - continuation.count }
}
