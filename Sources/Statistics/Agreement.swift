/// Two models' right and wrong answers to the same items, counted by who is right.
public struct Agreement: Sendable, Equatable {
  public var bothRight = 0
  public var onlyFirst = 0
  public var onlySecond = 0
  public var bothWrong = 0

  public init(bothRight: Int = 0, onlyFirst: Int = 0, onlySecond: Int = 0, bothWrong: Int = 0) {
    self.bothRight = bothRight
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    self.bothWrong = bothWrong
  }

  public mutating func add(_ first: Bool, _ second: Bool) {
    switch (first, second) {
    case (true, true): bothRight += 1
    case (true, false): onlyFirst += 1
    case (false, true): onlySecond += 1
    case (false, false): bothWrong += 1
    }
  }

  public var count: Int { bothRight + onlyFirst + onlySecond + bothWrong }

  /// Cohen's kappa: how far the two agree beyond chance; nil where chance explains all, and of no items. Source: Cohen, Educational and
  /// Psychological Measurement 20 (1960).
  public var kappa: Double? {
    guard count > 0 else { return nil }
    let n = Double(count), one = Double(bothRight + onlyFirst) / n, other = Double(bothRight + onlySecond) / n
    let chance = one * other + (1 - one) * (1 - other)
    return chance < 1 ? (Double(bothRight + bothWrong) / n - chance) / (1 - chance) : nil
  }

  /// Jaccard's index of the two sets of errors: what part of the items that either misses both miss; nil where none misses any.
  public var jaccard: Double? {
    let either = onlyFirst + onlySecond + bothWrong
    return either > 0 ? Double(bothWrong) / Double(either) : nil
  }
}
