public import Files
internal import Glibc

/// Weights as points: shares are the softmax of the coordinates and a 0, lambda is the exponential of one more.
public struct EvolvedWeights: WeightProposer {
  private var search: CovarianceAdaptation
  private let models: Int
  private var left: Int

  /// - Parameters:
  ///   - freesLambda: whether lambda is searched for, too.
  ///   - evaluations: the most candidates. Of the last generation, of which nothing is learned, there may be some only.
  public init(
    models: Int, freesLambda: Bool, sigma: Double, population: Int?, evaluations: Int, seed: UInt64
  ) throws(Diagnostic) {
    self.models = models
    let dimensions = Self.dimensions(models, freesLambda)
    precondition(dimensions > 0, "there is nothing to search for")
    search = try CovarianceAdaptation(
      mean: [Double](repeating: 0, count: dimensions), sigma: sigma, population: population, seed: seed)
    left = evaluations
  }

  private static func dimensions(_ models: Int, _ freesLambda: Bool) -> Int { models - 1 + (freesLambda ? 1 : 0) }

  /// How many candidates make a generation.
  public static func population(models: Int, freesLambda: Bool, _ asked: Int?) -> Int {
    CovarianceAdaptation.population(dimensions: dimensions(models, freesLambda), asked)
  }

  public mutating func propose() -> [MergeWeights] {
    let points = search.ask().prefix(left)
    left -= points.count
    return points.map { point in
      let logits = Array(point.prefix(models - 1)) + [0], most = logits.max() ?? 0
      let parts = logits.map { exp($0 - most) }, total = parts.reduce(0, +)
      return MergeWeights(
        shares: parts.map { $0 / total }, lambda: point.count == models ? exp(point[models - 1]) : 1)
    }
  }

  public mutating func learn(_ values: [Double]) throws(Diagnostic) {
    if values.count == search.population { try search.tell(values) }
  }
}
