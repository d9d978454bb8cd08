@_spi(_Unicode) import Swift

/// Text to words as BERT's tokenizers make them: cleaned, Chinese characters apart, accents and case dropped, cut at
/// white space and around punctuation.
///
/// Follows the fast tokenizers of Hugging Face, whose ids the models were trained and are published with. The canonical
/// decomposition is the standard library's own (`_nfd`, which comparing strings uses): it has no public name.
///
/// Deviation: categories are those of the standard library's Unicode, which is newer than theirs. Of 2,000 drawn texts
/// in many scripts 5 had other ids, all for marks that Gujarati was given in Unicode 10.
struct BertText: Sendable {
  var lowercases: Bool
  var stripsAccents: Bool
  var separatesChinese: Bool

  /// The words of a text, in order.
  func words(of text: Substring) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    func end() {
      if !word.isEmpty { words.append(String(word)) }
      word = String.UnicodeScalarView()
    }
    for scalar in scalars(of: text) {
      if Self.isSpace(scalar) {
        end()
      } else if Self.isPunctuation(scalar) {
        end()
        words.append(String(scalar))
      } else {
        word.append(scalar)
      }
    }
    end()
    return words
  }

  private func scalars(of text: Substring) -> [Unicode.Scalar] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.unicodeScalars.compactMap(plain) }
    var cleaned: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      guard let scalar = Self.cleaned(scalar) else { continue }
      if separatesChinese, Self.isChinese(scalar) {
        cleaned += [" ", scalar, " "]
      } else {
        cleaned.append(scalar)
      }
    }
    if stripsAccents {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: cleaned)
      cleaned = String(view)._nfd.filter { $0.properties.generalCategory != .nonspacingMark }
    }
    guard lowercases else { return cleaned }
    return cleaned.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
  }

  /// The same for ASCII, where nothing is to be decomposed.
  private func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard let scalar = Self.cleaned(scalar) else { return nil }
    guard lowercases, (0x41...0x5A).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value + 0x20)
  }

  /// White space becomes a space, control characters vanish.
  static func cleaned(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x20...0x7E: return scalar
    case 9, 10, 13: return " "
    case 0, 0xFFFD: return nil
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse, .surrogate: return nil
    default: return isSpace(scalar) ? " " : scalar
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar == " " || (9...13).contains(scalar.value) : scalar.properties.isWhitespace
  }

  /// All ASCII signs, `$` and `+` too, and what Unicode calls punctuation.
  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
    case ..<0x80: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }

  /// The blocks of unified ideographs; not kana or Hangul, which are written with spaces or learned as they are.
  static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF,
      0xF900...0xFAFF, 0x2F800...0x2FA1F:
      return true
    default: return false
    }
  }
}
