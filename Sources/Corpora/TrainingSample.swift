/// One sequence to learn from, as tokens.
public struct TrainingSample: Sendable, Equatable {
  /// What messages call it: `file:line`.
  public var name: String
  public var ids: [Int32]
  /// Whether each token is to be predicted from those before it; the first never is.
  public var isLabel: [Bool]
  /// Of its record, where that says it.
  public var taskType: Int?

  public init(name: String, ids: [Int32], isLabel: [Bool], taskType: Int? = nil) {
    precondition(ids.count == isLabel.count, "one flag for each token")
    self.name = name
    self.ids = ids
    self.isLabel = isLabel
    self.taskType = taskType
  }

  public var labelCount: Int { isLabel.dropFirst().count { $0 } }
}
