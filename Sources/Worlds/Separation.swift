public import Files
import Glibc

/// The proof that no question of a benchmark stands in a text that a model learns from: all of them are looked for in all of it.
public struct Separation {
  /// As C writes text: a zero behind the last byte; JSON has none within.
  private var learned: [[CChar]] = []
  private var questions: [String] = []
  private var documents = 0

  public init() {}

  public mutating func add(_ file: WorldFile) {
    if file.isLearned {
      learned.append(Array(file.text.utf8CString))
      documents += file.text.utf8.count { $0 == UInt8(ascii: "\n") }
    }
    questions += file.questions
  }

  /// The questions that stand in learned text.
  var overlaps: [String] {
    questions.filter { question in
      // As it stands in a JSON string, between the quotes.
      let wanted = String(JSON.string(question).text().dropFirst().dropLast())
      return learned.contains { text in
        text.withUnsafeBufferPointer { $0.baseAddress.map { strstr($0, wanted) != nil } ?? false }
      }
    }
  }

  /// What `world.json` says of it; throws where a question was found.
  public func proof() throws(Diagnostic) -> JSON {
    let found = overlaps
    if let first = found.first {
      throw Diagnostic(
        "world", "\(found.count) questions of benchmarks stand in what is learned, the first: \(first)",
        expected: "none; a specification with more of everything may help")
    }
    return [
      "learned_documents": .integer(documents), "questions": .integer(questions.count),
      "questions_learned": .integer(found.count),
    ]
  }
}
