public import Tokenization

extension TrainingSample {
  /// The tokens for people to look at, those that are learned marked: by colour on a terminal, else in brackets.
  public func text(by tokenizer: any Tokenizer, inColour: Bool) -> String {
    let (open, close) = inColour ? ("\u{1B}[30;42m", "\u{1B}[0m") : ("[", "]")
    var result = ""
    for (id, isLearned) in zip(ids, isLabel) {
      let piece = (tokenizer.piece(of: id) ?? "<\(id)>").replacing("\u{2581}", with: "·")
      result += isLearned ? open + piece + close : piece
      if piece == "<0x0A>" { result += "\n" }
    }
    return "\(name): \(ids.count) tokens, \(labelCount) learned\n\(result)\n"
  }
}
