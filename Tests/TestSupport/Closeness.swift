public import Testing

/// Expects two numbers to agree within `absolute`, or within `relative` times the larger of them.
public func expectClose(
  _ actual: Double, _ expected: Double, absolute: Double = 0, relative: Double = 0, _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let bound = max(absolute, relative * max(abs(actual), abs(expected)))
  let isClose = actual == expected || abs(actual - expected) <= bound
  #expect(
    isClose, "\(actual) is not \(expected) within \(bound) \(comment.map { "\($0)" } ?? "")",
    sourceLocation: sourceLocation)
}
