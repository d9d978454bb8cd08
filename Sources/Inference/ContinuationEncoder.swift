public import Evaluation
public import Files
public import Tokenization

/// Turns a likelihood request into token ids (notes/protocols.md, section 12), before any truncation.
public struct ContinuationEncoder: Sendable {
  /// What a model is fed and what it is asked about.
  public struct Encoding: Sendable, Equatable {
    /// Never empty; holds the BOS where there is one.
    public var context: [Int32]
    /// Never empty.
    public var continuation: [Int32]

    /// Of ids that are known already.
    public init(context: [Int32], continuation: [Int32]) {
      self.context = context
      self.continuation = continuation
    }
  }

  public let tokenizer: any Tokenizer
  public let bos: BOSPolicy

  public init(_ tokenizer: any Tokenizer, bos: BOSPolicy) {
    self.tokenizer = tokenizer
    self.bos = bos
  }

  public func encode(_ request: LikelihoodRequest) throws(Diagnostic) -> Encoding {
    guard !request.context.isEmpty else { return try withoutContext(request) }
    let encoding =
      switch request.boundary {
      case .jointEncoding: try jointly(request)
      case .lastTokenAlone: try alone(request)
      }
    guard !encoding.continuation.isEmpty else { throw .emptyContinuation(request.continuation) }
    return encoding
  }

  /// The ids of a context as they are fed: a BOS in front where the policy wants one, an EOS behind where the tokenizer's own
  /// configuration wants one (`add_eos_token`), as the harness has it. A text that spells the BOS out at its beginning gets one BOS,
  /// not two, and no EOS.
  public func contextIDs(of text: String) throws(Diagnostic) -> [Int32] {
    let ids = try withoutEOS(text)
    // BOS off for a tokenizer that would add one means: no special tokens.
    guard tokenizer.addsEOS, bos == .on || !tokenizer.addsBOS, let eos = tokenizer.eosID else { return ids }
    if let spelled = tokenizer.bosText, !spelled.isEmpty, text.utf8.starts(with: spelled.utf8) { return ids }
    return ids + [eos]
  }

  private func withoutEOS(_ text: String) throws(Diagnostic) -> [Int32] {
    guard bos == .on, let id = tokenizer.bosID else { return try tokenizer.encode(text) }
    guard let spelled = tokenizer.bosText, !spelled.isEmpty, text.utf8.starts(with: spelled.utf8) else {
      return [id] + (try tokenizer.encode(text))
    }
    return [id] + (try tokenizer.encode(String(text.utf8.dropFirst(spelled.utf8.count)) ?? text))
  }

  /// The ids of a prompt that is to be continued, never empty: the prefix token stands for an empty text, whatever the BOS policy.
  public func promptIDs(of text: String) throws(Diagnostic) -> [Int32] {
    if text.isEmpty {
      guard let prefix = tokenizer.bosID ?? tokenizer.eosID else { throw .noPrefixToken }
      return [prefix]
    }
    let ids = try contextIDs(of: text)
    guard !ids.isEmpty else { throw .emptyContext(text) }
    return ids
  }

  /// lm-evaluation-harness's `_encode_pair`. Where a token straddles the boundary the context that is fed is
  /// no prefix of the whole, and the continuation is still what stands behind the context's *length*: copied
  /// as it is.
  private func jointly(_ request: LikelihoodRequest) throws(Diagnostic) -> Encoding {
    let (context, continuation) = request.joint
    let whole = try contextIDs(of: context + continuation)
    let contextIDs = try contextIDs(of: context)
    guard !contextIDs.isEmpty else { throw .emptyContext(request.context) }
    return Encoding(context: contextIDs, continuation: Array(whole.dropFirst(contextIDs.count)))
  }

  private func alone(_ request: LikelihoodRequest) throws(Diagnostic) -> Encoding {
    let contextIDs = try contextIDs(of: request.context)
    guard !contextIDs.isEmpty else { throw .emptyContext(request.context) }
    return Encoding(
      context: contextIDs, continuation: try tokenizer.encode(request.continuation).suffix(1))
  }

  /// The prefix token stands for an empty context, whatever the BOS policy; a continuation that begins with
  /// it lends it.
  private func withoutContext(_ request: LikelihoodRequest) throws(Diagnostic) -> Encoding {
    guard let prefix = tokenizer.bosID ?? tokenizer.eosID else { throw .noPrefixToken }
    var ids = try tokenizer.encode(request.continuation)
    if request.boundary == .lastTokenAlone { ids = ids.suffix(1) }
    if ids.first == prefix { ids.removeFirst() }
    guard !ids.isEmpty else { throw .emptyContinuation(request.continuation) }
    return Encoding(context: [prefix], continuation: ids)
  }
}

extension Diagnostic {
  fileprivate static func emptyContinuation(_ text: String) -> Diagnostic {
    Diagnostic(
      "continuation '\(text)'", "has no token of its own after its context",
      expected: "every choice must add at least one token")
  }

  fileprivate static func emptyContext(_ text: String) -> Diagnostic {
    Diagnostic(
      "context '\(text.prefix(40))'", "has no tokens, and BOS is off",
      expected: "a context must have at least one token, or --bos on")
  }

  fileprivate static var noPrefixToken: Diagnostic {
    Diagnostic(
      "tokenizer", "has neither a BOS nor an EOS token",
      expected: "one of them stands for an empty context")
  }
}
