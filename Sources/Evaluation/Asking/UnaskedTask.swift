public import Files

/// A task that cannot be asked of a model, such as one that wants more new tokens than its context has. The others are asked all the same.
public struct UnaskedTask: Sendable, Equatable {
  /// `Benchmark.id`.
  public var id: String
  /// What is wrong, and the way out.
  public var reason: Diagnostic

  public init(_ id: String, _ reason: Diagnostic) {
    self.id = id
    self.reason = reason
  }

  /// `humaneval@bigcode: not asked: it wants …`
  public var sentence: String { "\(id): not asked: \(reason.problem)" }

  var json: JSON { ["task": .string(id), "reason": .string(reason.problem)] }
}
