public import Files
import Glibc

/// The proof that no question of a benchmark stands in a text that a model learns from, and no instruction that is kept in an
/// instruction corpus: all of them are looked for in all of it.
public struct Separation {
  /// As C writes text: a zero behind the last byte; JSON has none within.
  private var learned: [[CChar]] = []
  private var instructions: [[CChar]] = []
  private var questions: [String] = []
  private var kept: [String] = []
  private var documents = 0

  public init() {}

  public mutating func add(_ file: WorldFile) {
    if file.isLearned {
      let text = Array(file.text.utf8CString)
      learned.append(text)
      if file.isInstruction { instructions.append(text) }
      documents += file.text.utf8.count { $0 == UInt8(ascii: "\n") }
    }
    questions += file.questions
    kept += file.kept
  }

  /// The questions and kept instructions that stand in learned text.
  var overlaps: [String] { Self.found(questions, in: learned) + Self.found(kept, in: instructions) }

  private static func found(_ wanted: [String], in texts: [[CChar]]) -> [String] {
    wanted.filter { question in
      // As it stands in a JSON string, between the quotes.
      let written = String(JSON.string(question).text().dropFirst().dropLast())
      return texts.contains { text in
        text.withUnsafeBufferPointer { $0.baseAddress.map { strstr($0, written) != nil } ?? false }
      }
    }
  }

  /// What `world.json` says of it; throws where a question was found.
  public func proof() throws(Diagnostic) -> JSON {
    let found = overlaps
    if let first = found.first {
      throw Diagnostic(
        "world",
        "\(found.count) of \(questions.count + kept.count) questions and held-out instructions stand in what is learned, "
          + "the first: \(first)",
        expected: "none; a specification with more of everything may help")
    }
    return [
      "learned_documents": .integer(documents), "questions": .integer(questions.count),
      "held_out_instructions": .integer(kept.count), "found_in_learned": .integer(found.count),
    ]
  }
}
