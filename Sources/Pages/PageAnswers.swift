import Evaluation
import Files

/// What a run answered to the items of a task; nil for items of which its folder holds no answer.
struct PageAnswers: Sendable {
  var all: [PageAnswer?]

  var isEmpty: Bool { all.allSatisfy { $0 == nil } }

  /// How each item's first completion ended: e, s, b, c as `Completion.Ending` begins, - for none; nil where nothing was written.
  var endings: String? { letters { $0.ending?.rawValue.utf8.first } }

  /// The same of verdicts; nil where no programs were judged.
  var verdicts: String? { letters(\.verdictLetter) }

  private func letters(_ letter: (PageCompletion) -> UInt8?) -> String? {
    var isAny = false
    let letters = all.map { answer -> UInt8 in
      guard case .completions(let completions)? = answer, let found = completions.first.flatMap(letter) else {
        return UInt8(ascii: "-")
      }
      isAny = true
      return found
    }
    return isAny ? String(decoding: letters, as: UTF8.self) : nil
  }
}
