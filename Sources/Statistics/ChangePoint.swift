/// Where a curve bends: two straight lines that meet, against one.
///
/// Of all places among the inner points the one that leaves the least squares. Its significance is that of the largest F among all
/// places, by permuting what one straight line leaves over: were there no bend, that would stand in any order as well. Points that err
/// together with their neighbours make it too small.
///
/// Sources: Hudson, JASA 61 (1966) for the lines that meet; Freedman and Lane, Journal of Business & Economic Statistics 1 (1983) for
/// permuting residuals; Phipson and Smyth (2010) for counting what was observed as a draw.
public struct ChangePoint: Sendable, Equatable {
  /// The place of the bend.
  public let place: Double
  /// Of the two lines, in units of y a unit of x.
  public let before: Double
  public let after: Double
  /// Of so sharp a bend by chance.
  public let probability: Double

  /// Fewer points cannot show a bend: two lines that meet take four numbers.
  public static let least = 6
  static let draws = 4_999

  /// nil for fewer than `least` points with different x, and where a value is no number.
  public init?(_ points: [(x: Double, y: Double)], seed: UInt64 = 0) {
    let sorted = points.sorted { $0.x < $1.x }, x = sorted.map(\.x), y = sorted.map(\.y)
    guard Set(x).count >= Self.least, (x + y).allSatisfy(\.isFinite), let fit = Fit(x) else { return nil }
    let found = fit.best(y)
    place = fit.places[found.place]
    let slopes = fit.slopes(y, found.place)
    // Values that are too large to be added up.
    guard slopes.before.isFinite, slopes.after.isFinite, found.sharpness.isFinite else { return nil }
    (before, after) = slopes
    let rest = fit.residuals(y)
    guard found.sharpness > 0 else {
      probability = 1
      return
    }
    var count = 1
    for draw in 0..<Self.draws {
      let order = KeyedRandom.permutation(KeyedRandom.key(seed, 0xBE4D, UInt64(draw)), count: rest.count)
      if fit.best(order.map { rest[$0] }).sharpness >= found.sharpness * (1 - 1e-9) { count += 1 }
    }
    probability = Double(count) / Double(Self.draws + 1)
  }
}

/// What all curves over the same x have in common.
private struct Fit {
  /// Unit vectors that span the straight lines.
  private let level, line: [Double]
  /// Of each place a unit vector of the bend alone, and how long it was.
  private let bends: [(unit: [Double], length: Double)]
  let places: [Double]
  private let x: [Double]

  /// nil where no place has two different points on each side.
  init?(_ x: [Double]) {
    self.x = x
    level = [Double](repeating: 1 / Double(x.count).squareRoot(), count: x.count)
    guard let line = Self.unit(Self.without([level], x))?.unit else { return nil }
    self.line = line
    let basis = [level, line], distinct = Set(x).sorted()
    var bends: [(unit: [Double], length: Double)] = [], places: [Double] = []
    for place in distinct.dropFirst().dropLast() {
      guard let bend = Self.unit(Self.without(basis, x.map { max(0, $0 - place) })) else { continue }
      bends.append(bend)
      places.append(place)
    }
    guard !places.isEmpty else { return nil }
    (self.bends, self.places) = (bends, places)
  }

  private static func dot(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func without(_ basis: [[Double]], _ values: [Double]) -> [Double] {
    var rest = values
    for vector in basis {
      let part = dot(vector, rest)
      for index in rest.indices { rest[index] -= part * vector[index] }
    }
    return rest
  }

  private static func unit(_ values: [Double]) -> (unit: [Double], length: Double)? {
    let length = dot(values, values).squareRoot()
    return length > 0 && length.isFinite ? (values.map { $0 / length }, length) : nil
  }

  func residuals(_ y: [Double]) -> [Double] { Self.without([level, line], y) }

  /// The place that leaves the least, and by how much of what it leaves a straight line leaves more; 0 where that leaves nothing.
  func best(_ y: [Double]) -> (place: Int, sharpness: Double) {
    let rest = residuals(y), whole = Self.dot(rest, rest), all = Self.dot(y, y)
    guard whole > 1e-20 * all, whole > 0 else { return (0, 0) }
    var best = (place: 0, part: -1.0)
    for (place, bend) in bends.enumerated() {
      let part = Self.dot(bend.unit, rest)
      if part * part > best.part { best = (place, part * part) }
    }
    return (best.place, best.part / max(whole - best.part, 1e-12 * whole))
  }

  func slopes(_ y: [Double], _ place: Int) -> (before: Double, after: Double) {
    let turn = Self.dot(bends[place].unit, residuals(y)) / bends[place].length
    let straight = zip(x, y).map { $1 - turn * max(0, $0 - places[place]) }
    let mean = x.reduce(0, +) / Double(x.count), centred = x.map { $0 - mean }
    let before = Self.dot(centred, straight) / Self.dot(centred, centred)
    return (before, before + turn)
  }
}
