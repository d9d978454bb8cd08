public import Files

extension Array where Element == CorpusRecord {
  /// The records as JSON lines of one format, with source, task type and id; reading them gives the same contents. Other fields are not kept.
  ///
  /// Dialogues are written as `alpaca` where each is one turn without a system's text, as `messages` otherwise: an input then stands a line
  /// below its instruction. Throws where they are of several formats, of which a file holds one.
  public func lines() throws(Diagnostic) -> String {
    let isPlain = allSatisfy { record in
      guard case .dialogue(let dialogue) = record.content else { return true }
      return dialogue.turns.count == 1 && dialogue.system.isEmpty
    }
    var text = "", format: CorpusFormat?
    for record in self {
      let (own, fields) = record.content.fields(isPlain: isPlain)
      guard format == nil || format == own else {
        throw Diagnostic(
          record.name, "is a record of the form \(own.rawValue) beside those of \(format?.rawValue ?? "")",
          expected: "a corpus whose records have one form; a selection of each")
      }
      format = own
      var object = fields
      if let id = record.id { object["id"] = .string(id) }
      if !record.source.isEmpty { object["source"] = .string(record.source) }
      if let type = record.taskType { object["task_type"] = .integer(type) }
      text += JSON.object(object).text() + "\n"
    }
    return text
  }
}

extension CorpusRecord.Content {
  fileprivate func fields(isPlain: Bool) -> (CorpusFormat, JSONObject) {
    switch self {
    case .text(let text): return (.text, ["text": .string(text)])
    case .completion(let prompt, let completion):
      return (.completion, ["prompt": .string(prompt), "completion": .string(completion)])
    case .dialogue(let dialogue):
      if isPlain, let turn = dialogue.turns.first {
        return (
          .alpaca,
          [
            "instruction": .string(turn.instruction), "input": .string(turn.input), "output": .string(turn.response),
          ]
        )
      }
      func message(_ role: String, _ content: String) -> JSON { ["role": .string(role), "content": .string(content)] }
      var messages = dialogue.system.isEmpty ? [] : [message("system", dialogue.system)]
      for turn in dialogue.turns {
        let asked = turn.input.isEmpty ? turn.instruction : turn.instruction + "\n" + turn.input
        messages += [message("user", asked), message("assistant", turn.response)]
      }
      return (.messages, ["messages": .array(messages)])
    }
  }
}
