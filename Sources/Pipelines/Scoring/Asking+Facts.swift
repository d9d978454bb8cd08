import Evaluation
import Files

/// A way of asking in words, for `assay tasks NAME`.
extension Asking {
  var facts: [(String, String)] {
    switch self {
    case .choice: [("asks", "which of the given continuations has the highest log-likelihood")]
    case .answer(let rule):
      [("asks", "for an answer in words")] + Self.facts(rule.generation)
        + rule.extractions.map { ($0.name == "none" ? "answer" : "answer, \($0.name)", $0.summary) }
    case .program(let rule):
      [("asks", "for a program, which is executed with tests")] + Self.facts(rule.generation)
    }
  }

  private static func facts(_ rule: GenerationRule) -> [(String, String)] {
    let stops = rule.stops.map { JSON.string($0).text() }.joined(separator: ", ")
    return [
      ("completion", "greedy decoding, at most \(rule.maxTokens)"), ("stops", "before \(stops)"),
    ]
  }

  var members: [(key: String, value: JSON)] {
    switch self {
    case .choice(let rule): [("asks", "choice"), ("boundary", .string(rule.boundary.rawValue))]
    case .answer(let rule):
      [("asks", "answer")] + Self.members(rule.generation) + [
        (
          "extractions",
          .array(rule.extractions.map { ["name": .string($0.name), "summary": .string($0.summary)] })
        )
      ]
    case .program(let rule):
      [("asks", "program")] + Self.members(rule.generation) + [("filter", .string(rule.filter))]
    }
  }

  private static func members(_ rule: GenerationRule) -> [(key: String, value: JSON)] {
    [
      ("stops", .array(rule.stops.map { .string($0) })), ("most_tokens", .integer(rule.maxTokens)),
      ("room", .string(rule.room.rawValue)),
    ]
  }
}
