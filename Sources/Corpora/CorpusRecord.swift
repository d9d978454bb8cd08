/// One record of a corpus.
public struct CorpusRecord: Sendable, Equatable {
  public enum Content: Sendable, Equatable {
    case dialogue(Dialogue)
    /// The exact text of a prompt and of its completion; no template is applied.
    case completion(prompt: String, completion: String)
    /// To be learned from the first word to the last.
    case text(String)
  }

  /// What messages call it: `file:line`.
  public var name: String
  /// Where it was taken from: its field `source` or `dataset`, else the file it stands in.
  public var source: String
  public var content: Content

  public init(name: String, source: String = "", content: Content) {
    self.name = name
    self.source = source
    self.content = content
  }
}
