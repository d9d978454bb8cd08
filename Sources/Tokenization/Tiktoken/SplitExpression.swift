/// The expressions that byte-level tokenizers cut texts into words with, before any merge: those that models share.
public enum SplitExpression {
  private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
  private static let tail = #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// GPT-2's.
  public static let gpt2 = ByteLevelSplit.words
  /// GPT-4's and Llama 3's: numbers of up to three digits.
  public static let threeDigits = contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"# + tail
  /// Qwen's.
  public static let oneDigit = contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"# + tail
  /// Qwen 3.5's: marks stand with letters.
  public static let oneDigitWithMarks =
    contractions + #"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  /// GPT-4o's: words by the case of their letters.
  public static let byCase = word(contractions + "?") + #"\p{N}{1,3}"# + end
  /// Tekken's, of Mistral Nemo: the same without contractions, digit by digit.
  public static let byCaseAndDigit = word("") + #"\p{N}"# + end

  private static let end = #"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  private static func word(_ ending: String) -> String {
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"# + ending + "|"
      + #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"# + ending + "|"
  }
}
