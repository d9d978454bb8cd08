import Files
import Glibc
import Tokenization

/// The six answers of Deita's scorers, the digits 1 to 6, as tokens of a model.
struct DigitScale {
  /// Of "1" to "6".
  let ids: [Int32]

  /// Throws where a digit has no token of its own.
  /// - Parameter place: of the tokenizer, for messages.
  init(_ tokenizer: any Tokenizer, place: String) throws(Diagnostic) {
    var ids: [Int32] = []
    for digit in 1...6 {
      // Some tokenizers put a space before a text, as a token or as a part of one.
      let encoded = try tokenizer.encode("\(digit)")
      guard let id = encoded.last, tokenizer.bytes(of: id) == Array("\(digit)".utf8), !ids.contains(id) else {
        throw Diagnostic(
          place, "has no token of its own for the digit \(digit)",
          expected: "a scorer whose tokenizer cuts digits apart, such as Llama 2's or Mistral's")
      }
      ids.append(id)
    }
    self.ids = ids
  }

  /// The expected digit, from 1 to 6: the softmax goes over the six alone (the released scorer's `infer_score`).
  ///
  /// Deviation: the released scorer for servers, which see only the likeliest thousand tokens, answers 3.0 where a digit is not among them;
  /// here all six are known.
  /// - Parameter logits: of the digits 1 to 6 at the first generated position; a common constant does not matter.
  static func expectation(_ logits: [Double]) -> Double {
    let largest = logits.max() ?? 0, powers = logits.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return zip(powers, 1...).reduce(0) { $0 + Double($1.1) * $1.0 } / sum
  }
}
