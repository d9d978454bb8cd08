import Datasets
import Files

/// How the records of a file are written.
public enum CorpusFormat: String, Sendable, CaseIterable {
  /// `instruction`, `input` (may be missing), `output`.
  case alpaca
  /// `messages`: a list of `role` (system, user, assistant) and `content`; or `conversations` with `from` and `value`.
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

  func content(of record: Record, turns: TurnChoice) throws(Diagnostic) -> CorpusRecord.Content {
    switch self {
    case .alpaca:
      let input =
        record.value["input"] == nil || record.value["input"]?.isNull == true ? "" : try record.string("input")
      return .dialogue(
        Dialogue(turns: [
          Dialogue.Turn(
            instruction: try record.string("instruction"), input: input, response: try record.string("output"))
        ]))
    case .messages: return .dialogue(try Self.dialogue(record, turns: turns))
    case .completion:
      return .completion(prompt: try record.string("prompt"), completion: try record.string("completion"))
    case .text: return .text(try record.string("text"))
    }
  }

  /// Which turns of a dialogue are learned.
  public enum TurnChoice: String, Sendable, CaseIterable {
    /// Only the first question and answer, without what a system said before: what the paper's code does.
    case first
    case all
  }

  private static func dialogue(_ record: Record, turns choice: TurnChoice) throws(Diagnostic) -> Dialogue {
    let isOpen = record.value["messages"] != nil
    var dialogue = Dialogue(turns: [])
    var question: String?
    for message in try record.records(isOpen ? "messages" : "conversations") {
      let role = try message.string(isOpen ? "role" : "from"), text = try message.string(isOpen ? "content" : "value")
      switch role {
      case "system": if choice == .all { dialogue.system = text }
      case "user", "human":
        guard question == nil else { throw message.failure("two questions without an answer between them") }
        question = text
      case "assistant", "gpt":
        guard let asked = question else { throw message.failure("an answer without a question before it") }
        dialogue.turns.append(Dialogue.Turn(instruction: asked, response: text))
        question = nil
        if choice == .first { return dialogue }
      default: throw message.failure("role \"\(role)\" is not system, user or assistant")
      }
    }
    guard !dialogue.turns.isEmpty else { throw record.failure("has no answered question") }
    return dialogue
  }
}
