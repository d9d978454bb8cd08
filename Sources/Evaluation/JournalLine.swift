import Files

/// One outcome as one line of JSON that ends with a checksum of everything before it:
/// `{"task": …, "item": …, "index": …, "prompt": …, "shots": …, "sums": […], "greedy": […], "context": […],
/// "continuation": […], "truncated": […], "check": "1a2b3c4d"}`.
enum JournalLine {
  /// The line without its newline. Sums are the shortest decimals that read back to the same bits.
  static func text(of outcome: ItemOutcome) -> String {
    let answers = outcome.answers
    let object: JSONObject = [
      "task": .string(outcome.task),
      "item": .string(outcome.item),
      "index": .integer(outcome.index),
      "prompt": .string(outcome.promptDigest),
      "shots": .integer(outcome.shots),
      "sums": .array(answers.map { JSON(logLikelihood: $0.sum) }),
      "greedy": .array(answers.map { .bool($0.isGreedy) }),
      "context": .array(answers.map { .integer($0.contextTokens) }),
      "continuation": .array(answers.map { .integer($0.continuationTokens) }),
      "truncated": .array(answers.map { .integer($0.truncatedTokens) }),
    ]
    let body = String(JSON.object(object).text().dropLast())
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
      let shots = json["shots"]?.integer, shots >= 0,
      let sums = json["sums"]?.array, let greedy = json["greedy"]?.array,
      let context = json["context"]?.array, let continuation = json["continuation"]?.array,
      let truncated = json["truncated"]?.array,
      [greedy.count, context.count, continuation.count, truncated.count].allSatisfy({ $0 == sums.count })
    else { return nil }
    var answers: [Likelihood] = []
    for choice in sums.indices {
      guard let sum = sums[choice].logLikelihood, let isGreedy = greedy[choice].bool,
        let context = Self.count(context[choice]), let continuation = Self.count(continuation[choice]),
        let truncated = Self.count(truncated[choice])
      else { return nil }
      answers.append(
        Likelihood(
          sum: sum, isGreedy: isGreedy, contextTokens: context, continuationTokens: continuation,
          truncatedTokens: truncated))
    }
    self.init(task: task, item: item, index: index, promptDigest: prompt, shots: shots, answers: answers)
  }

  /// A number of tokens; the bound keeps sums over a whole run far from overflow.
  private static func count(_ json: JSON) -> Int? {
    json.integer.flatMap { (0...1 << 32).contains($0) ? $0 : nil }
  }
}

extension JSON {
  /// JSON has no infinities: the log-likelihood of the impossible is the string "-inf".
  fileprivate init(logLikelihood: Double) {
    self = logLikelihood == -.infinity ? "-inf" : .number(logLikelihood)
  }

  fileprivate var logLikelihood: Double? { string == "-inf" ? -.infinity : number }
}
