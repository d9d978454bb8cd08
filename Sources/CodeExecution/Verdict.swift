/// What came of a program. Made by the judge after the tests ran to their end, never from an exit status or printed text.
public enum Verdict: Sendable, Hashable {
  case passed
  /// An assertion of the tests did not hold.
  case wrongAnswer
  /// Something was raised: its class and, where there is one, the last line of its text.
  case exception(String)
  case timedOut
  case outOfMemory
  /// The program tried what no program needs: its name as far as it is known.
  case forbiddenCall(String)
  /// A process ended by this signal.
  case crashed(Int)
  /// Something that cannot cross between candidate and judge. Counts as not passed.
  case unsupported(String)

  public var hasPassed: Bool { self == .passed }

  /// The word that is printed and recorded.
  public var word: String {
    switch self {
    case .passed: "passed"
    case .wrongAnswer: "wrong answer"
    case .exception: "exception"
    case .timedOut: "timed out"
    case .outOfMemory: "out of memory"
    case .forbiddenCall: "forbidden call"
    case .crashed: "crashed"
    case .unsupported: "unsupported"
    }
  }

  /// What stands behind the word, or nil.
  public var detail: String? {
    switch self {
    case .exception(let text), .forbiddenCall(let text), .unsupported(let text): text.isEmpty ? nil : text
    case .crashed(let signal): "signal \(signal)"
    case .passed, .wrongAnswer, .timedOut, .outOfMemory: nil
    }
  }

  /// `word`, or `word: detail`.
  public var text: String { detail.map { "\(word): \($0)" } ?? word }

  /// From a recorded word and detail; nil for words of other versions.
  public init?(word: String, detail: String?) {
    let detail = detail ?? ""
    switch word {
    case "passed": self = .passed
    case "wrong answer": self = .wrongAnswer
    case "exception": self = .exception(detail)
    case "timed out": self = .timedOut
    case "out of memory": self = .outOfMemory
    case "forbidden call": self = .forbiddenCall(detail)
    case "crashed": self = .crashed(Int(detail.drop { !$0.isNumber }) ?? 0)
    case "unsupported": self = .unsupported(detail)
    default: return nil
    }
  }
}
