/// What a merge did to one tensor.
public struct TensorReport: Sendable {
  public var name: String
  /// Of the task vectors; of the weights where there is no base.
  public var gram: Gram
  /// Length of what the base is changed by; of the weights where there is no base.
  public var mergedNorm: Double

  public init(name: String, gram: Gram, mergedNorm: Double) {
    self.name = name
    self.gram = gram
    self.mergedNorm = mergedNorm
  }
}

/// The sum of the reports of some tensors: of a layer, of the whole model.
public struct MergeReport: Sendable {
  public private(set) var gram: Gram
  private var mergedSquares = 0.0
  public private(set) var tensors = 0

  public init(parents: Int) { gram = Gram(size: parents) }

  public init(parents: Int, _ reports: [TensorReport]) {
    self.init(parents: parents)
    for report in reports { add(report) }
  }

  public mutating func add(_ report: TensorReport) {
    gram += report.gram
    mergedSquares += report.mergedNorm * report.mergedNorm
    tensors += 1
  }

  public var mergedNorm: Double { mergedSquares.squareRoot() }

  /// Length of the merged task vector over the mean length of the parents': 1 where they agree and are averaged, 1 / sqrt(K)
  /// where they are orthogonal. nil where all are zero.
  public var shrinkage: Double? { gram.meanNorm > 0 ? mergedNorm / gram.meanNorm : nil }
}
