/// Inner products of some vectors, each pair once: (0,0), (0,1), (1,1), (0,2), …
public struct Gram: Sendable, Equatable {
  public private(set) var products: [Double]
  public let size: Int

  init(_ products: [Double], _ size: Int) {
    self.products = products
    self.size = size
  }

  public init(size: Int) { self.init([Double](repeating: 0, count: size * (size + 1) / 2), size) }

  private static func place(_ i: Int, _ j: Int) -> Int { i <= j ? j * (j + 1) / 2 + i : i * (i + 1) / 2 + j }

  public subscript(i: Int, j: Int) -> Double { products[Self.place(i, j)] }

  public func norm(_ i: Int) -> Double { max(self[i, i], 0).squareRoot() }

  public var isFinite: Bool { products.allSatisfy(\.isFinite) }

  /// nil where one of the two is zero.
  public func cosine(_ i: Int, _ j: Int) -> Double? {
    let product = norm(i) * norm(j)
    return product > 0 ? min(1, max(-1, self[i, j] / product)) : nil
  }

  /// Over all pairs that have one.
  public var meanCosine: Double? {
    let all = (0..<size).flatMap { j in (0..<j).compactMap { cosine($0, j) } }
    return all.isEmpty ? nil : all.reduce(0, +) / Double(all.count)
  }

  public var meanNorm: Double { size == 0 ? 0 : (0..<size).reduce(0) { $0 + norm($1) } / Double(size) }

  /// The length of a linear combination.
  public func norm(ofSum weights: [Double]) -> Double {
    var total = 0.0
    for i in 0..<size { for j in 0..<size { total += weights[i] * weights[j] * self[i, j] } }
    return max(total, 0).squareRoot()
  }

  /// The inner products of the first vectors alone.
  public func prefix(_ count: Int) -> Gram { Gram(Array(products.prefix(count * (count + 1) / 2)), count) }

  /// The same inner products among more vectors: number i becomes number `places[i]`, and all others are zero.
  public func scattered(to places: [Int], of count: Int) -> Gram {
    var result = Gram(size: count)
    for j in 0..<size { for i in 0...j { result.products[Self.place(places[i], places[j])] = self[i, j] } }
    return result
  }

  public static func += (left: inout Gram, right: Gram) {
    for i in left.products.indices { left.products[i] += right.products[i] }
  }

  /// Adds the inner products of rows of `count` numbers.
  static func add(_ rows: [UnsafePointer<Float>], _ count: Int, to products: UnsafeMutablePointer<Double>) {
    for j in rows.indices {
      for i in 0...j { products[place(i, j)] += BlockArithmetic.dot(rows[i], rows[j], count) }
    }
  }
}
