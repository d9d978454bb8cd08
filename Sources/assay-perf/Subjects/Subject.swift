import Evaluation

/// A made-up subject of MMLU: a header with five solved questions, and questions with four choices whose
/// letters are ranked. The words are drawn at random; only the lengths are like the real thing.
struct Subject {
  private let words: [String]
  let header: String

  init(_ words: [String]) {
    self.words = words
    var header = "The following are multiple choice questions (with answers) about everything.\n\n"
    for index in 0..<5 {
      header += Self.question(index, words) + " \(Self.letters[index % 4])\n\n"
    }
    self.header = header
  }

  static let letters = ["A", "B", "C", "D"]

  /// What is asked about question `index`: one request for each letter.
  func requests(_ index: Int) -> [LikelihoodRequest] {
    let context = header + Self.question(index + 5, words)
    return Self.letters.map { LikelihoodRequest(context: context, continuation: " " + $0) }
  }

  private static func question(_ index: Int, _ words: [String]) -> String {
    var draw = UInt64(index) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func text(_ count: Int) -> String {
      var picked: [String] = []
      for _ in 0..<count {
        draw = draw &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        picked.append(words[Int(draw >> 33) % words.count])
      }
      return picked.joined(separator: " ")
    }
    // MMLU's median question has some 40 tokens, its choices some 6 each.
    let choices = letters.map { "\($0). \(text(6))" }.joined(separator: "\n")
    return "\(text(36))?\n\(choices)\nAnswer:"
  }
}
