/// The methods once more, as plainly as can be: whole vectors in float64, full sorts.
enum NaiveMerge {
  typealias Vector = [Double]

  static func differences(_ parents: [[Float]], _ base: [Float]) -> [Vector] {
    parents.map { zip($0, base).map { Double($0 - $1) } }
  }

  /// Places by magnitude, the smallest first; equals in their order.
  static func ascending(_ x: Vector) -> [Int] { x.indices.sorted { (abs(x[$0]), $0) < (abs(x[$1]), $1) } }

  static func largest(_ x: Vector, share: Double) -> Vector {
    let count = max(1, Int(share * Double(x.count)))
    let order = x.indices.sorted { (abs(x[$1]), $0) < (abs(x[$0]), $1) }
    return masked(x, Set(order.prefix(count)))
  }

  static func masked(_ x: Vector, _ kept: Set<Int>) -> Vector { x.indices.map { kept.contains($0) ? x[$0] : 0 } }

  static func middle(_ x: Vector, density: Double, gamma: Double) -> Vector {
    let count = Int(density * Double(x.count)), top = Int(gamma * Double(x.count))
    let bottom = max(0, x.count - count - top)
    return masked(x, Set(ascending(x)[bottom..<bottom + count]))
  }

  static func sum(_ x: [Vector], _ weights: [Double]) -> Vector {
    x[0].indices.map { i in zip(x, weights).reduce(0) { $0 + $1.1 * $1.0[i] } }
  }

  static func elected(_ x: [Vector], _ weights: [Double], normalized: Bool, zeroIsPositive: Bool = true) -> Vector {
    x[0].indices.map { i in
      let values = zip(x, weights).map { $1 * $0[i] }
      let total = Double(values.reduce(Float(0)) { $0 + Float($1) })
      let positive = total > 0 || (total == 0 && zeroIsPositive)
      let agreeing = values.indices.filter { positive ? values[$0] > 0 : values[$0] < 0 }
      let result = agreeing.reduce(0) { $0 + values[$1] }, divisor = agreeing.reduce(0) { $0 + weights[$1] }
      return normalized ? result / (divisor == 0 ? 1 : divisor) : result
    }
  }

  static func dot(_ a: Vector, _ b: Vector) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  static func norm(_ a: Vector) -> Double { dot(a, a).squareRoot() }

  static func plus(_ base: [Float], _ change: Vector) -> Vector { zip(base, change).map { Double($0) + $1 } }

  static func modelStock(_ x: [Vector]) -> Vector {
    var cosines: [Double] = []
    for j in x.indices { for i in 0..<j { cosines.append(dot(x[i], x[j]) / (norm(x[i]) * norm(x[j]))) } }
    let c = cosines.reduce(0, +) / Double(cosines.count), k = Double(x.count)
    return sum(x, [Double](repeating: k * c / (1 + (k - 1) * c) / k, count: x.count))
  }

  static func sce(_ x: [Vector], share: Double) -> Vector {
    let count = Float(x.count)
    let variance = x[0].indices.map { i -> Float in
      let mean = x.reduce(Float(0)) { $0 + Float($1[i]) } / count
      return x.reduce(Float(0)) { $0 + (Float($1[i]) - mean) * (Float($1[i]) - mean) } / count
    }
    let kept = Int(share * Double(variance.count { $0 > 0 }))
    let order = variance.indices.sorted { (variance[$1], $0) < (variance[$0], $1) }
    let chosen = share < 1 ? x.map { masked($0, Set(order.prefix(kept))) } : x
    let squares = chosen.map { dot($0, $0) / Double($0.count) }, total = squares.reduce(0, +)
    let weights = squares.map { total > 0 ? $0 / total : 1 / Double(x.count) }
    return x[0].indices.map { i in
      let positive = chosen.reduce(Float(0)) { $0 + Float($1[i]) } >= 0
      let agreeing = chosen.indices.filter { positive ? chosen[$0][i] > 0 : chosen[$0][i] < 0 }
      let divisor = agreeing.reduce(0) { $0 + weights[$1] }
      return agreeing.reduce(0) { $0 + weights[$1] * chosen[$1][i] } / max(divisor, 1e-6)
    }
  }
}
