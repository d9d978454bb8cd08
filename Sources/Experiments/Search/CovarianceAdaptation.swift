public import Files
internal import Glibc
import LinearAlgebra
import Statistics

/// CMA-ES: draws points from a normal distribution that moves, and changes its shape, towards those that were worth more.
///
/// Source: Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, with its default settings (its table 1 with positive
/// weights only); names of the variables are those of its appendix.
public struct CovarianceAdaptation {
  /// The middle of the distribution, and its size.
  public private(set) var mean: [Double]
  public private(set) var sigma: Double
  /// Points of a generation.
  public let population: Int
  public private(set) var generation = 0

  private let n: Int
  private let weights: [Double]
  private let mu, cSigma, dSigma, cC, c1, cMu, chi: Double
  private var pathSigma, pathC: [Double]
  private let lapack: Lapack
  private var covariance: Matrix
  /// Eigenvectors, and the roots of the eigenvalues.
  private var b: Matrix, d: [Double]
  private let key: UInt64
  /// Standard normal draws of the generation, and what they became.
  private var z: [[Double]] = [], y: [[Double]] = []

  /// - Parameter population: nil for 4 + 3 ln n, rounded down.
  public init(mean: [Double], sigma: Double, population: Int? = nil, seed: UInt64) throws(Diagnostic) {
    lapack = try Lapack.opened(for: mean.count)
    let n = Double(mean.count)
    self.mean = mean
    self.sigma = sigma
    self.n = mean.count
    self.population = Self.population(dimensions: mean.count, population)
    let half = Double(self.population) / 2
    let raw = (1...max(1, self.population / 2)).map { log(half + 0.5) - log(Double($0)) }
    let total = raw.reduce(0, +)
    weights = raw.map { $0 / total }
    mu = 1 / weights.reduce(0) { $0 + $1 * $1 }
    cSigma = (mu + 2) / (n + mu + 5)
    dSigma = 1 + 2 * max(0, ((mu - 1) / (n + 1)).squareRoot() - 1) + cSigma
    cC = (4 + mu / n) / (n + 4 + 2 * mu / n)
    c1 = 2 / ((n + 1.3) * (n + 1.3) + mu)
    cMu = min(1 - c1, 2 * (mu - 2 + 1 / mu) / ((n + 2) * (n + 2) + mu))
    chi = n.squareRoot() * (1 - 1 / (4 * n) + 1 / (21 * n * n))
    pathSigma = [Double](repeating: 0, count: mean.count)
    pathC = pathSigma
    covariance = Matrix.identity(mean.count)
    b = covariance
    d = [Double](repeating: 1, count: mean.count)
    key = KeyedRandom.key(seed, KeyedRandom.number(of: "cma-es"))
  }

  /// Points of a generation: as many as are asked for, 4 + 3 ln n by default, two at least.
  static func population(dimensions: Int, _ asked: Int?) -> Int {
    max(2, asked ?? 4 + Int(saturating: 3 * log(Double(dimensions))))
  }

  /// The points of the next generation.
  public mutating func ask() -> [[Double]] {
    z = (0..<population).map { index in
      let own = KeyedRandom.key(key, UInt64(generation), UInt64(index))
      return KeyedRandom.normals(own, count: n, standardDeviation: 1).map(Double.init)
    }
    y = z.map { z in b.applied(to: zip(d, z).map(*)) }
    return y.map { y in zip(mean, y).map { $0 + sigma * $1 } }
  }

  /// What the points were worth, in their order; more is better.
  public mutating func tell(_ values: [Double]) throws(Diagnostic) {
    precondition(values.count == population && y.count == population, "a value for each point of the generation")
    let order = values.indices.sorted { values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1 }
    let best = order.prefix(weights.count)
    func weighted(_ points: [[Double]]) -> [Double] {
      (0..<n).map { i in zip(weights, best).reduce(0) { $0 + $1.0 * points[$1.1][i] } }
    }
    let step = weighted(y), whitened = b.applied(to: weighted(z))
    mean = zip(mean, step).map { $0 + sigma * $1 }

    let keptSigma = 1 - cSigma, gainSigma = (cSigma * (2 - cSigma) * mu).squareRoot()
    pathSigma = zip(pathSigma, whitened).map { keptSigma * $0 + gainSigma * $1 }
    let length = pathSigma.reduce(0) { $0 + $1 * $1 }.squareRoot()
    generation += 1
    let warm = (1 - pow(keptSigma, 2 * Double(generation))).squareRoot()
    let isStill = length / warm < (1.4 + 2 / (Double(n) + 1)) * chi
    let gainC = isStill ? (cC * (2 - cC) * mu).squareRoot() : 0
    pathC = zip(pathC, step).map { (1 - cC) * $0 + gainC * $1 }
    try adapt(best, isStill: isStill)
    sigma *= exp(cSigma / dSigma * (length / chi - 1))
  }

  private mutating func adapt(_ best: ArraySlice<Int>, isStill: Bool) throws(Diagnostic) {
    let kept = 1 - c1 - cMu + (isStill ? 0 : c1 * cC * (2 - cC)), before = covariance
    // A new one: copies of this search share what they have.
    covariance = Matrix(rows: n, columns: n) { i, j in
      var value = kept * before[i, j] + c1 * pathC[i] * pathC[j]
      for (weight, index) in zip(weights, best) { value += cMu * weight * y[index][i] * y[index][j] }
      return value
    }
    let (vectors, values) = try lapack.eigenvectors(of: covariance)
    b = vectors
    d = values.map { max($0, 1e-20).squareRoot() }
  }
}
