/// The part of a record that is looked at as one text, to be embedded.
public enum CorpusText: String, Sendable, CaseIterable {
  /// What was asked, its input on a line below.
  case instruction
  /// What was answered.
  case response
  /// The one, a line further the other.
  case both
}

extension CorpusRecord {
  /// The texts of several turns stand on lines of their own. A record of plain text is that text, whichever part is
  /// asked for.
  public func text(of part: CorpusText) -> String {
    let instruction: String, response: String
    switch content {
    case .text(let text): return text
    case .completion(let prompt, let completion): (instruction, response) = (prompt, completion)
    case .dialogue(let dialogue):
      instruction = dialogue.turns.map { $0.input.isEmpty ? $0.instruction : $0.instruction + "\n" + $0.input }
        .joined(separator: "\n")
      response = dialogue.turns.map(\.response).joined(separator: "\n")
    }
    switch part {
    case .instruction: return instruction
    case .response: return response
    case .both: return instruction + "\n" + response
    }
  }
}
