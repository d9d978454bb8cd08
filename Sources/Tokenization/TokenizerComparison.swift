public import Files

/// Two tokenizers on the same texts: whether they give the same ids, and where the first difference is.
public struct TokenizerComparison: Sendable {
  public let texts: Int
  public private(set) var differing = 0
  /// Of the first text that has other ids.
  public private(set) var first: (text: String, place: Int, left: [Int32], right: [Int32])?

  /// Ids around a difference that are shown.
  private static let shown = 6

  public init(_ left: any Tokenizer, _ right: any Tokenizer, on texts: [String]) throws(Diagnostic) {
    self.texts = texts.count
    for text in texts {
      let own = try left.encode(text), other = try right.encode(text)
      guard own != other else { continue }
      differing += 1
      guard first == nil else { continue }
      let place = zip(own, other).enumerated().first { $1.0 != $1.1 }?.offset ?? min(own.count, other.count)
      first = (
        text, place, Array(own.dropFirst(place).prefix(Self.shown)), Array(other.dropFirst(place).prefix(Self.shown))
      )
    }
  }

  public func words(_ left: any Tokenizer, _ right: any Tokenizer) -> String {
    guard let first else { return "\(texts) texts: the same ids" }
    func pieces(_ ids: [Int32], _ tokenizer: any Tokenizer) -> String {
      ids.map { JSON.string(tokenizer.piece(of: $0) ?? "").text() }.joined(separator: " ")
    }
    return """
      \(texts) texts: \(differing) with other ids
      the first, from token \(first.place) on: \(JSON.string(String(first.text.prefix(200))).text())
        \(pieces(first.left, left))
        \(pieces(first.right, right))
      """
  }

  public func report(_ left: any Tokenizer, _ right: any Tokenizer) -> JSON {
    func ids(_ ids: [Int32]) -> JSON { .array(ids.map { .integer(Int($0)) }) }
    let example: JSON =
      first.map {
        [
          "text": .string($0.text), "token": .integer($0.place), "first_ids": ids($0.left), "second_ids": ids($0.right),
        ]
      } ?? .null
    return [
      "first": .string(left.digest), "second": .string(right.digest), "texts": .integer(texts),
      "differing": .integer(differing), "example": example,
    ]
  }
}
