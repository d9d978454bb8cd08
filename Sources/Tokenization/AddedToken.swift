/// A token that stands beside the SentencePiece model: it is found in the text before that is encoded.
struct AddedToken: Sendable, Equatable {
  var content: String
  var id: Int32
  /// Swallows the white space to its left, to its right.
  var stripsLeft = false
  var stripsRight = false
  /// Counts only where no letter, digit or underscore stands beside it.
  var isSingleWord = false
  var isSpecial = false
  /// Looked for in the text as the normalizer leaves it, and behind those that are not.
  var isNormalized = false
}

/// Finds added tokens in texts: the leftmost first, and of those that begin at one place the longest.
struct AddedTokenSplitter: Sendable {
  enum Part: Equatable {
    case text(Substring)
    case token(Int32)
  }

  /// By first byte, the longest first.
  private let candidates: [UInt8: [AddedToken]]

  init(_ tokens: [AddedToken]) {
    let usable = tokens.filter { !$0.content.isEmpty }
    candidates = Dictionary(grouping: usable) { $0.content.utf8.first ?? 0 }
      .mapValues { $0.sorted { $0.content.utf8.count > $1.content.utf8.count } }
  }

  var isEmpty: Bool { candidates.isEmpty }

  /// Cuts a text; parts that became empty are left out.
  func parts(of text: String) -> [Part] {
    var parts: [Part] = []
    let utf8 = text.utf8
    var start = text.startIndex
    var position = text.startIndex
    while position < utf8.endIndex {
      guard let token = token(at: position, in: utf8) else {
        position = utf8.index(after: position)
        continue
      }
      var left = text[start..<position]
      if token.stripsLeft {
        while let last = left.unicodeScalars.last, last.properties.isWhitespace {
          left = Substring(left.unicodeScalars.dropLast())
        }
      }
      if !left.isEmpty { parts.append(.text(left)) }
      parts.append(.token(token.id))
      position = utf8.index(position, offsetBy: token.content.utf8.count)
      if token.stripsRight {
        let scalars = text.unicodeScalars
        while position < scalars.endIndex, scalars[position].properties.isWhitespace {
          position = scalars.index(after: position)
        }
      }
      start = position
    }
    if start < text.endIndex { parts.append(.text(text[start...])) }
    return parts
  }

  private func token(at position: String.Index, in utf8: String.UTF8View) -> AddedToken? {
    candidates[utf8[position]]?.first { token in
      let rest = utf8[position...]
      guard rest.starts(with: token.content.utf8) else { return false }
      guard token.isSingleWord else { return true }
      let after = Substring(rest.dropFirst(token.content.utf8.count)).unicodeScalars.first
      let before = Substring(utf8[..<position]).unicodeScalars.last
      return !Self.isWord(before) && !Self.isWord(after)
    }
  }

  /// `\w` of regular expressions (Unicode, UTS 18, annex C).
  static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    guard let properties = scalar?.properties else { return false }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return properties.isAlphabetic || properties.isJoinControl
    }
  }
}
