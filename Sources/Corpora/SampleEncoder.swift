import Files
public import Tokenization

/// Records to tokens: template, BOS and EOS, what is learned, and the cut at the maximum length.
public struct SampleEncoder: Sendable {
  /// Which tokens count as the response's.
  public enum LabelBoundary: String, Sendable, CaseIterable {
    /// Those whose first byte is the response's.
    case offset
    /// Those behind as many tokens as the prompt has when it is encoded alone. Where a token spans the boundary the two differ.
    case prefixLength = "prefix-length"
  }

  public var tokenizer: any Tokenizer
  public var template: PromptTemplate
  /// Between prompt and response.
  public var separator: String
  public var boundary: LabelBoundary
  public var addsBOS: Bool
  public var addsEOS: Bool
  /// In tokens, BOS and EOS included; the end of what is longer is cut off.
  public var maxLength: Int

  public init(
    tokenizer: any Tokenizer, template: PromptTemplate = .alpaca, separator: String = "",
    boundary: LabelBoundary = .offset, addsBOS: Bool, addsEOS: Bool = true, maxLength: Int = 1024
  ) {
    self.tokenizer = tokenizer
    self.template = template
    self.separator = separator
    self.boundary = boundary
    self.addsBOS = addsBOS
    self.addsEOS = addsEOS
    self.maxLength = maxLength
  }

  /// What became of a record.
  struct Outcome {
    /// One, or the pieces of a long text.
    var samples: [TrainingSample] = []
    var isTruncated = false
    /// Whether the two boundaries give different labels.
    var differs = false
  }

  func encode(_ record: CorpusRecord) throws(Diagnostic) -> Outcome {
    switch record.content {
    case .text(let text): return try pieces(of: text, name: record.name)
    case .completion(let prompt, let completion):
      return try encode(
        [[PromptTemplate.Span(prompt + separator), PromptTemplate.Span(completion, isResponse: true)]],
        name: record.name)
    case .dialogue(let dialogue):
      return try encode(template.spans(of: dialogue, separator: separator), name: record.name)
    }
  }

  /// A text is learned whole, in as many samples as it needs.
  private func pieces(of text: String, name: String) throws(Diagnostic) -> Outcome {
    var ids = try tokenizer.encode(text)
    if addsEOS, let eos = tokenizer.eosID { ids.append(eos) }
    let bos = addsBOS ? tokenizer.bosID : nil, room = maxLength - (bos == nil ? 0 : 1)
    var outcome = Outcome()
    for start in stride(from: 0, to: ids.count, by: room) {
      let piece = (bos.map { [$0] } ?? []) + ids[start..<min(ids.count, start + room)]
      guard piece.count > 1 else { continue }
      outcome.samples.append(
        TrainingSample(
          name: start == 0 ? name : "\(name), piece \(start / room + 1)", ids: piece,
          isLabel: [false] + [Bool](repeating: true, count: piece.count - 1)))
    }
    return outcome
  }

  private func encode(_ sequences: [[PromptTemplate.Span]], name: String) throws(Diagnostic) -> Outcome {
    var ids: [Int32] = [], isLabel: [Bool] = []
    var outcome = Outcome()
    for spans in sequences {
      if addsBOS, let bos = tokenizer.bosID {
        ids.append(bos)
        isLabel.append(false)
      }
      let prefixes = try encodedPrefixes(of: spans), own = prefixes.last ?? []
      let byOffset = labelsByOffset(prefixes, spans), byPrefix = labelsByPrefix(prefixes, spans)
      if byOffset != byPrefix { outcome.differs = true }
      ids += own
      isLabel += boundary == .offset ? byOffset : byPrefix
      if addsEOS, let eos = tokenizer.eosID {
        ids.append(eos)
        isLabel.append(true)
      }
    }
    if ids.count > maxLength {
      outcome.isTruncated = true
      ids.removeLast(ids.count - maxLength)
      isLabel.removeLast(isLabel.count - maxLength)
    }
    if !isLabel.isEmpty { isLabel[0] = false }
    outcome.samples = [TrainingSample(name: name, ids: ids, isLabel: isLabel)]
    return outcome
  }

  /// The text up to the end of each span, encoded alone: the last one is the whole text.
  private func encodedPrefixes(of spans: [PromptTemplate.Span]) throws(Diagnostic) -> [[Int32]] {
    var prefixes: [[Int32]] = [], text = ""
    for span in spans {
      text += span.text
      prefixes.append(try tokenizer.encode(text))
    }
    return prefixes
  }

  /// Ends of the spans in the bytes of what the tokenizer makes of the text: it may change spaces.
  private func labelsByOffset(_ prefixes: [[Int32]], _ spans: [PromptTemplate.Span]) -> [Bool] {
    let ends = prefixes.map { $0.reduce(0) { $0 + tokenizer.bytes(of: $1).count } }
    var labels: [Bool] = [], start = 0, span = 0
    for id in prefixes.last ?? [] {
      while span < spans.count - 1, start >= ends[span] { span += 1 }
      labels.append(spans[span].isResponse)
      start += tokenizer.bytes(of: id).count
    }
    return labels
  }

  private func labelsByPrefix(_ prefixes: [[Int32]], _ spans: [PromptTemplate.Span]) -> [Bool] {
    let count = prefixes.last?.count ?? 0
    var labels: [Bool] = []
    for (prefix, span) in zip(prefixes, spans) {
      let end = min(count, prefix.count)
      labels += repeatElement(span.isResponse, count: max(0, end - labels.count))
    }
    return labels
  }
}
