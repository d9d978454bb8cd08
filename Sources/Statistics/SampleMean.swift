/// The mean of a sample with its standard error. Sums run from the first value to the last, so equal input
/// gives equal bits.
public struct SampleMean: Sendable, Equatable {
  public var value: Double
  /// Sample standard deviation (n − 1 in its denominator) over √n; nil where the sample is too small to have
  /// one.
  public var standardError: Double?
  /// Number of values.
  public var count: Int
  /// Of a mean of means, some of which are of equal values: all of these means, each counted once; else empty. What equal values add to
  /// its uncertainty is not in the standard error, which is the harness's, but in the interval.
  private(set) var parts: [SampleMean] = []

  public init(value: Double, standardError: Double?, count: Int) {
    self.value = value
    self.standardError = standardError
    self.count = count
  }

  /// nil for no values; no standard error for a single one.
  public init?(of values: [Double]) {
    guard !values.isEmpty else { return nil }
    value = values.reduce(0, +) / Double(values.count)
    count = values.count
    if values.count > 1 {
      let mean = value
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      standardError = (squares / Double(values.count - 1)).squareRoot() / Double(values.count).squareRoot()
    }
  }

  /// The mean over all values of all groups, where the groups are fixed and the values within them vary:
  /// MMLU's items within its subjects. The variance is that within the groups, pooled: Σ (nᵢ − 1) sᵢ² / (Σ nᵢ
  /// − g), over Σ nᵢ. Empty groups do not count. nil without values.
  ///
  /// Source: lm-evaluation-harness, `pooled_sample_stderr`.
  public init?(pooling groups: [[Double]]) {
    let groups = groups.filter { !$0.isEmpty }
    guard let all = SampleMean(of: Array(groups.joined())) else { return nil }
    value = all.value
    count = all.count
    let freedom = count - groups.count
    if freedom > 0 {
      var squares = 0.0
      for group in groups {
        guard let mean = SampleMean(of: group), let error = mean.standardError else { continue }
        let size = Double(group.count)
        squares += (size - 1) * error * error * size
      }
      standardError = (squares / Double(freedom) / Double(count)).squareRoot()
    }
  }

  /// The unweighted mean of the groups' means; its standard error is √(Σ seᵢ²) / g. nil without groups and
  /// where a group is empty: a mean of some of the groups would be another number under the same name.
  public init?(macroOf groups: [[Double]]) {
    let means = groups.compactMap { SampleMean(of: $0) }
    guard means.count == groups.count else { return nil }
    self.init(ofMeans: means)
  }

  /// The mean of several independent means, each counted once; nil for none. Its standard error is there where all have one.
  public init?(ofMeans means: [SampleMean]) {
    guard !means.isEmpty else { return nil }
    let errors = means.compactMap(\.standardError)
    self.init(
      value: means.reduce(0) { $0 + $1.value } / Double(means.count),
      standardError: errors.count == means.count
        ? errors.reduce(0) { $0 + $1 * $1 }.squareRoot() / Double(means.count) : nil,
      count: means.reduce(0) { $0 + $1.count })
    if standardError != nil, means.contains(where: \.hidesUncertainty) { parts = means }
  }

  /// Whether its standard error says less of how sure it is than there is to say.
  var hidesUncertainty: Bool { isOfEqualValues || !parts.isEmpty }
}
