public import Files

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
  /// Its field `task_type`, where that is 0 or 1: knowledge of the world is 1, all else 0 (LoRAMoE, arXiv:2312.09979, section 3.3).
  public var taskType: Int?
  /// Its field `id`, as text.
  public var id: String?

  public init(name: String, source: String = "", content: Content, taskType: Int? = nil, id: String? = nil) {
    self.name = name
    self.source = source
    self.content = content
    self.taskType = taskType
    self.id = id
  }

  /// An id as text: a number names a record as well as a word does; nil for what is neither.
  public static func id(_ value: JSON) -> String? { value.string ?? value.integer.map { "\($0)" } }
}
