import Files

/// One outcome as one line of JSON that ends with a checksum of everything before it: `{"task": …, "item": …, "index": …,
/// "prompt": …, "shots": …, ANSWERS, "check": "1a2b3c4d"}`. `ItemOutcome.Answers` knows the members of each kind of answers.
enum JournalLine {
  /// The line without its newline.
  static func text(of outcome: ItemOutcome) -> String {
    let head: [(key: String, value: JSON)] = [
      ("task", .string(outcome.task)),
      ("item", .string(outcome.item)),
      ("index", .integer(outcome.index)),
      ("prompt", .string(outcome.promptDigest)),
      ("shots", .integer(outcome.shots)),
    ]
    let body = String(JSON.object(JSONObject(head + outcome.answers.members)).text().dropLast())
    return body + seal + checksum(of: body) + "\"}"
  }

  /// Why a line is not an outcome, as the end of the sentence "this line …".
  struct Damage: Error, Equatable {
    var reason: String
  }

  static func outcome(of line: UnsafeRawBufferPointer) throws(Damage) -> ItemOutcome {
    let tail = seal.utf8.count + checksumDigits + 2
    guard line.count > tail, let text = String(validating: line, as: UTF8.self) else {
      throw Damage(reason: "is not a finished record")
    }
    let bodyLength = line.count - tail
    let body = String(decoding: UnsafeRawBufferPointer(rebasing: line[..<bodyLength]), as: UTF8.self)
    guard text == body + seal + checksum(of: body) + "\"}" else {
      throw Damage(reason: "does not have the checksum that it ends with")
    }
    guard let json = try? JSON(parsing: line), let outcome = ItemOutcome(journal: json) else {
      throw Damage(reason: "does not hold the members of a record")
    }
    return outcome
  }

  private static let seal = #", "check": ""#
  private static let checksumDigits = 8

  private static func checksum(of body: String) -> String {
    String(SHA256.hexadecimal(of: body).prefix(checksumDigits))
  }
}

extension ItemOutcome {
  fileprivate init?(journal json: JSON) {
    guard let task = json["task"]?.string, let item = json["item"]?.string,
      let index = json["index"]?.integer, let prompt = json["prompt"]?.string,
      let shots = json["shots"]?.integer, shots >= 0, let answers = Answers(journal: json)
    else { return nil }
    self.init(task: task, item: item, index: index, promptDigest: prompt, shots: shots, answers: answers)
  }
}
