public import Merging
public import Training

extension EstimateStatistics.Kind {
  /// What a merge method wants to know of each parent.
  /// - Parameter labels: of Fisher information.
  public init(_ statistics: MergeStatistics, labels: FisherEstimator.Labels = .sampled) {
    switch statistics {
    case .fisher: self = .fisher(labels)
    case .gram: self = .gram
    }
  }

  /// Of the file, beside the model or adapter, where `assay merge` looks for it.
  public var fileName: String { statistics.fileName }

  /// Which of them it is.
  public var statistics: MergeStatistics {
    switch self {
    case .fisher: .fisher
    case .gram: .gram
    }
  }
}
