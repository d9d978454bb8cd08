import Files
import Tokenization

/// The rows of the embedding. Some tokenizers have more tokens than it has rows, padding that nobody uses: a text that does is an error.
struct EmbeddingRows {
  let count: Int
  let tokenizer: any Tokenizer

  /// - Parameter text: what the ids are of, for the message.
  func check(_ ids: [Int32], of text: String) throws(Diagnostic) {
    guard tokenizer.vocabularySize > count, let id = ids.first(where: { $0 >= count }) else { return }
    throw Diagnostic(
      text, "holds token \(id) ('\(tokenizer.piece(of: id) ?? "")'), for which the model has no weights",
      expected: "texts of the \(count) tokens that the embedding has")
  }
}
