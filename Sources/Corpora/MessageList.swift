import Datasets
import Files

/// The messages of a record, as a dialogue that can be learned or the reason why it is none.
struct MessageList {
  enum Outcome {
    case dialogue(Dialogue)
    /// The record is in order, but nothing that is learned here.
    case unfit(String)
  }

  private enum Role { case system, user, assistant }

  private enum Text {
    case text(String)
    case unfit(String)
  }

  private let messages: [Record]
  private let roleKey, contentKey: String

  /// `messages` with role and content, or ShareGPT's `conversations` with from and value.
  init(_ record: Record) throws(Diagnostic) {
    let isOpen = record.value["messages"] != nil
    messages = try record.records(isOpen ? "messages" : "conversations")
    roleKey = isOpen ? "role" : "from"
    contentKey = isOpen ? "content" : "value"
  }

  /// Reads no further than is learned: what stands behind the first answer does not matter to `first`.
  func dialogue(_ choice: CorpusFormat.TurnChoice) throws(Diagnostic) -> Outcome {
    var dialogue = Dialogue(turns: [])
    var question: String?, hasSystem = false
    for message in messages {
      let name = try message.string(roleKey)
      guard let role = Self.role(name) else { return .unfit(Self.unknown(name)) }
      let text: String
      switch try content(of: message, by: role) {
      case .text(let found): text = found
      case .unfit(let reason): return .unfit(reason)
      }
      switch role {
      case .system:
        guard question == nil, dialogue.turns.isEmpty else { return .unfit("a system turn in the middle") }
        guard !hasSystem || choice == .first else { return .unfit("two system turns") }
        hasSystem = true
        if choice == .all { dialogue.system = text }
      case .user:
        guard question == nil else { return .unfit("two questions without an answer between them") }
        question = text
      case .assistant:
        guard let asked = question else {
          return .unfit(
            dialogue.turns.isEmpty ? "an answer without a question before it" : "two answers to one question")
        }
        dialogue.turns.append(Dialogue.Turn(instruction: asked, response: text))
        question = nil
        if choice == .first { return .dialogue(dialogue) }
      }
    }
    return dialogue.turns.isEmpty ? .unfit("has no answered question") : .dialogue(dialogue)
  }

  private static func role(_ name: String) -> Role? {
    switch name {
    case "system": .system
    case "user", "human": .user
    case "assistant", "gpt": .assistant
    default: nil
    }
  }

  private static func unknown(_ name: String) -> String {
    switch name {
    case "tool", "function", "ipython", "observation", "function_call", "function_response": "a turn of a tool"
    // A damaged file may hold anything; what all records share must stay short.
    default: "role \"\(name.unicodeScalars.prefix(40).map { String($0) }.joined())\" is not system, user or assistant"
    }
  }

  /// A text, or OpenAI's list of parts where all of them are texts: these one after the other.
  private func content(of message: Record, by role: Role) throws(Diagnostic) -> Text {
    for key in ["tool_calls", "function_call"] {
      if let call = message.value[key], !call.isNull, call != .array([]) { return .unfit("a turn that calls a tool") }
    }
    let value = message.value[contentKey] ?? .null
    var text: String
    switch value {
    case .null: return .unfit("a turn without content")
    case .string(let found): text = found
    case .array(let parts):
      text = ""
      for part in parts {
        if let own = part.string {
          text += own
        } else if let own = part["text"]?.string, (part["type"]?.string ?? "text") == "text" {
          text += own
        } else {
          return .unfit("a turn whose content is no text")
        }
      }
    default: throw message.failure("field \"\(contentKey)\" is not a text")
    }
    // A system turn may say nothing.
    return role != .system && text.allSatisfy(\.isWhitespace) ? .unfit("a turn without content") : .text(text)
  }
}
