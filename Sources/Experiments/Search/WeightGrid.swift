/// All weights whose shares are multiples of 1 / levels, times each lambda.
public struct WeightGrid: WeightProposer {
  private var left: ArraySlice<MergeWeights>
  private let batch: Int

  /// - Parameter batch: candidates of one proposal.
  public init(models: Int, levels: Int, lambdas: [Double], batch: Int) {
    let compositions = Self.compositions(of: levels, parts: models)
    left =
      lambdas.flatMap { lambda in
        compositions.map { MergeWeights(shares: $0.map { Double($0) / Double(levels) }, lambda: lambda) }
      }[...]
    self.batch = max(1, batch)
  }

  /// How many shares there are of so many levels: C(levels + models - 1, models - 1). Stops counting at `most`.
  public static func count(models: Int, levels: Int, most: Int = 1 << 40) -> Int {
    var count = 1
    for step in 1..<max(models, 1) {
      // Whole at every step: C(levels + step, step).
      let (product, overflow) = count.multipliedReportingOverflow(by: levels + step)
      guard !overflow, product / step <= most else { return most }
      count = product / step
    }
    return count
  }

  /// The finest grid of at most so many points; 1 level at least.
  public static func levels(models: Int, points: Int) -> Int {
    guard models > 1 else { return 1 }
    var levels = 1
    while levels < 1000, count(models: models, levels: levels + 1, most: points + 1) <= points { levels += 1 }
    return levels
  }

  public mutating func propose() -> [MergeWeights] {
    defer { left = left.dropFirst(batch) }
    return Array(left.prefix(batch))
  }

  public mutating func learn(_ values: [Double]) {}

  /// All lists of `parts` whole numbers from 0 on that are `total` together, the first ones greatest first.
  private static func compositions(of total: Int, parts: Int) -> [[Int]] {
    guard parts > 1 else { return [[total]] }
    return (0...total).reversed().flatMap { first in
      compositions(of: total - first, parts: parts - 1).map { [first] + $0 }
    }
  }
}
