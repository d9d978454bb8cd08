import Files

/// "post_processor" of tokenizer.json, for one text: the special tokens in front of it and behind it.
struct TextFrame: Equatable {
  var front: [Int32] = []
  var back: [Int32] = []

  private static let known = ["TemplateProcessing", "ByteLevel", "BertProcessing", "RobertaProcessing"]

  init() {}

  init(_ value: JSON?, place: String) throws(Diagnostic) {
    for step in try StepObject.steps(value, place, "post_processor", members: "processors") {
      switch step.type {
      // Moves offsets of tokens, and no token.
      case "ByteLevel": continue
      case "TemplateProcessing": try addTemplate(step)
      case "BertProcessing", "RobertaProcessing":
        front = [try Self.token("cls", step)] + front
        back.append(try Self.token("sep", step))
      default: throw step.unknown(Self.known)
      }
    }
  }

  private mutating func addTemplate(_ step: StepObject) throws(Diagnostic) {
    guard let parts = step.object["single"]?.array,
      let place = parts.firstIndex(where: { $0["Sequence"] != nil }),
      parts.count(where: { $0["Sequence"] != nil }) == 1, parts[place]["Sequence"]?["id"]?.string != "B"
    else { throw step.wrong("single", "special tokens around one Sequence, A") }
    front = try Self.ids(parts[..<place], step) + front
    back += try Self.ids(parts[(place + 1)...], step)
  }

  private static func ids(_ parts: ArraySlice<JSON>, _ step: StepObject) throws(Diagnostic) -> [Int32] {
    var ids: [Int32] = []
    for part in parts {
      guard let name = part["SpecialToken"]?["id"]?.string,
        let own = step.object["special_tokens"]?[name]?["ids"]?.array
      else { throw step.wrong("single", "tokens that are all in \"special_tokens\"") }
      for id in own {
        guard let id = id.integer.flatMap({ Int32(exactly: $0) }), id >= 0 else {
          throw step.wrong("special_tokens", "ids from 0 on")
        }
        ids.append(id)
      }
    }
    return ids
  }

  /// `["[CLS]", 101]`.
  private static func token(_ key: String, _ step: StepObject) throws(Diagnostic) -> Int32 {
    guard let id = step.object[key]?.array?.last?.integer.flatMap({ Int32(exactly: $0) }), id >= 0 else {
      throw step.wrong(key, "[\"token\", id]")
    }
    return id
  }
}
