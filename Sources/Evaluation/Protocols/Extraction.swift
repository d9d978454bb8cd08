/// One way to read an answer out of a completion and to compare it with the right one.
public struct Extraction: Sendable {
  /// lm-evaluation-harness's name of the filter: `strict-match`; `none` where a protocol has one extraction.
  public var name: String
  /// What is taken and how it is compared, for people.
  public var summary: String
  /// The answer in a completion; nil where there is none, which is a wrong answer.
  public var extract: @Sendable (_ completion: String) -> String?
  /// Whether what was extracted is the item's right answer.
  public var matches: @Sendable (_ extracted: String, _ item: Item) -> Bool

  public init(
    name: String = "none", summary: String, extract: @escaping @Sendable (String) -> String?,
    matches: @escaping @Sendable (String, Item) -> Bool
  ) {
    self.name = name
    self.summary = summary
    self.extract = extract
    self.matches = matches
  }

  /// What stands in sample files where nothing could be extracted.
  public static let nothing = "[invalid]"

  /// 1 or 0 for one completion.
  public func score(_ completion: String, _ item: Item) -> Double {
    guard let extracted = extract(completion) else { return 0 }
    return matches(extracted, item) ? 1 : 0
  }
}
