import Checkpoints
import Evaluation
import Files

/// Turns requests into what the engine runs, and refuses what it cannot run.
struct QuestionEncoder {
  private let encoder: ContinuationEncoder
  private let rows: EmbeddingRows
  private let contextLength: Int
  /// New tokens that the model's folder states.
  private let ownBudget: Int?

  init(_ model: CausalLanguageModel, bos: BOSPolicy) {
    encoder = ContinuationEncoder(model.tokenizer, bos: bos)
    rows = model.rows
    contextLength = model.contextLength
    ownBudget = model.generation.maxNewTokens
  }

  func encode(_ request: LikelihoodRequest) throws(Diagnostic) -> ContinuationEncoder.Encoding {
    let encoding = try encoder.encode(request)
    guard encoding.continuation.count <= contextLength else {
      throw Diagnostic(
        "continuation '\(request.continuation.prefix(40))…'",
        "has \(encoding.continuation.count) tokens, the model's context has \(contextLength)",
        expected: "a choice must fit into the context")
    }
    try rows.check(encoding.context, of: "context '…\(request.context.suffix(40))'")
    try rows.check(encoding.continuation, of: "continuation '\(request.continuation.prefix(40))'")
    return encoding
  }

  /// - Parameter index: the request's place in the caller's list.
  func prompt(_ request: GenerationRequest, index: Int) throws(Diagnostic) -> GenerationPrompt {
    let ids = try encoder.promptIDs(of: request.prompt)
    try rows.check(ids, of: "prompt '\(request.prompt.prefix(40))…'")
    return try GenerationPrompt(
      request: index, request, ids: ids, contextLength: contextLength,
      ownBudget: request.isBudgetFixed ? nil : ownBudget)
  }
}
