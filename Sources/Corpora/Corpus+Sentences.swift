extension Corpus {
  /// All lines of all texts, as SentencePiece is trained on them.
  public var sentences: [String] {
    texts.flatMap { $0.split { $0 == "\n" || $0 == "\r\n" }.map(String.init) }.filter { !$0.isEmpty }
  }

  /// All texts of all records.
  public var texts: [String] {
    records.flatMap { record -> [String] in
      switch record.content {
      case .text(let text): [text]
      case .completion(let prompt, let completion): [prompt, completion]
      case .dialogue(let dialogue):
        [dialogue.system] + dialogue.turns.flatMap { [$0.instruction, $0.input, $0.response] }
      }
    }
  }
}
