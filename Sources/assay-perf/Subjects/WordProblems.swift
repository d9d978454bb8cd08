import Evaluation

/// A made-up benchmark like GSM8K with eight exemplars: the words are drawn at random, only the lengths are like the real thing.
struct WordProblems {
  private let words: [String]
  let header: String

  init(_ words: [String]) {
    self.words = words
    var header = "Answer the following questions.\n\n"
    for index in 0..<8 {
      header += "Question: \(Self.text(index, 45, words))?\nAnswer: \(Self.text(index + 100, 60, words)).\n\n"
    }
    self.header = header
  }

  func requests(_ items: Range<Int>, maxTokens: Int) -> [GenerationRequest] {
    items.map { index in
      GenerationRequest(
        prompt: header + "Question: \(Self.text(index + 1000, 45, words))?\nAnswer:", stops: ["\nQuestion:"],
        maxTokens: maxTokens, room: .oneToken)
    }
  }

  /// Prompts of one word, each another one: their time is that of their continuations.
  func short(_ items: Range<Int>, maxTokens: Int) -> [GenerationRequest] {
    items.map { GenerationRequest(prompt: words[$0 * 37 % words.count], maxTokens: maxTokens) }
  }

  private static func text(_ index: Int, _ count: Int, _ words: [String]) -> String {
    var draw = UInt64(index) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    return (0..<count).map { _ in
      draw = draw &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return words[Int(draw >> 33) % words.count]
    }.joined(separator: " ")
  }
}
