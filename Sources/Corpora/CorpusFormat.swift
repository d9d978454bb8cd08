import Datasets
import Files

/// How the records of a file are written.
public enum CorpusFormat: String, Sendable, CaseIterable {
  /// `instruction`, `input` (may be missing), `output`.
  case alpaca
  /// `messages`: a list of `role` (system, user, assistant) and `content`; or `conversations` with `from` and `value`.
  /// `MessageList` says which of them are left out.
  case messages
  /// `prompt` and `completion`, used as they stand.
  case completion
  /// `text`, learned as a whole; a file that is no JSON Lines is one such text, or one a paragraph or line.
  case text

  /// What a record of this format must hold, for messages.
  public var description: String {
    switch self {
    case .alpaca: "one JSON object a line with the texts instruction and output, and maybe input"
    case .messages: "one JSON object a line with messages: user and assistant in turn, each with role and content"
    case .completion: "one JSON object a line with the texts prompt and completion"
    case .text: "one JSON object a line with the text to learn as text"
    }
  }

  /// The format that a record's fields speak of; nil where they speak of none.
  static func of(_ object: JSONObject) -> CorpusFormat? {
    let keys = Set(object.keys)
    if keys.isSuperset(of: ["instruction", "output"]) { return .alpaca }
    if keys.contains("messages") || keys.contains("conversations") { return .messages }
    if keys.isSuperset(of: ["prompt", "completion"]) { return .completion }
    return keys.contains("text") ? .text : nil
  }

  /// What a record holds, or why nothing can be learned from it though it is in order.
  enum Reading {
    case content(CorpusRecord.Content)
    case unfit(String)
  }

  func reading(of record: Record, turns: TurnChoice) throws(Diagnostic) -> Reading {
    switch self {
    case .alpaca:
      let input =
        record.value["input"] == nil || record.value["input"]?.isNull == true ? "" : try record.string("input")
      let turn = Dialogue.Turn(
        instruction: try record.string("instruction"), input: input, response: try record.string("output"))
      return .content(.dialogue(Dialogue(turns: [turn])))
    case .messages:
      switch try MessageList(record).dialogue(turns) {
      case .dialogue(let dialogue): return .content(.dialogue(dialogue))
      case .unfit(let reason): return .unfit(reason)
      }
    case .completion:
      return .content(.completion(prompt: try record.string("prompt"), completion: try record.string("completion")))
    case .text: return .content(.text(try record.string("text")))
    }
  }

  /// Which turns of a dialogue are learned.
  public enum TurnChoice: String, Sendable, CaseIterable {
    /// Only the first question and answer, without what a system said before: what the paper's code does.
    case first
    case all
  }
}
