import Files

/// A step of "decoder": the texts of tokens become other texts, which are put together in the end.
protocol TokenDecoder: Sendable {
  init(_ step: StepObject) throws(Diagnostic)
  /// - Parameter tokens: each a text (whole UTF-8); so are the results.
  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [[UInt8]]
}

/// All steps of "decoder", one after the other.
struct DecoderChain: Sendable {
  private let steps: [any TokenDecoder]

  static let kinds: [String: any TokenDecoder.Type] = [
    "ByteLevel": ByteLevelDecoder.self, "BPEDecoder": SuffixDecoder.self, "ByteFallback": ByteFallbackDecoder.self,
    "Fuse": FuseDecoder.self, "Metaspace": MetaspaceDecoder.self, "Strip": StripDecoder.self,
    "Replace": ReplaceDecoder.self, "WordPiece": WordPieceDecoder.self,
  ]

  init(_ value: JSON?, place: String) throws(Diagnostic) {
    var steps: [any TokenDecoder] = []
    for step in try StepObject.steps(value, place, "decoder", members: "decoders") {
      guard let kind = Self.kinds[step.type] else { throw step.unknown(Self.kinds.keys) }
      steps.append(try kind.init(step))
    }
    self.steps = steps
  }

  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [UInt8] {
    // Without any step, tokens are words.
    if steps.isEmpty { return Array(tokens.joined(separator: [0x20])) }
    var tokens = tokens
    for step in steps { tokens = try step.decode(tokens) }
    return Array(tokens.joined())
  }

  var isByteLevel: Bool { steps.contains { $0 is ByteLevelDecoder } }

  /// The sign that becomes a space, where a step says so.
  var writesBytes: Bool { steps.contains { $0 is ByteFallbackDecoder } }

  /// What becomes of the space that a text begins with.
  var leadingSpaces: LeadingSpaces {
    for case let step as any LeadingSpaceDecoder in steps where step.dropsLeadingSpace { return .firstDropped }
    return .kept
  }
}

/// A step that may drop the space that a text begins with.
protocol LeadingSpaceDecoder { var dropsLeadingSpace: Bool { get } }
