/// Groups of what stands in an order and cannot be told apart: neighbours, as many as there are without a pair that can, no group within
/// another.
public enum AlikeGroups {
  /// - Parameters:
  ///   - count: how many stand in the order.
  ///   - isApart: whether the one and a later one, by their places, can be told apart.
  public static func neighbours(_ count: Int, isApart: (_ one: Int, _ later: Int) -> Bool) -> [ClosedRange<Int>] {
    var groups: [ClosedRange<Int>] = []
    for start in 0..<count {
      var end = start
      while end + 1 < count, (start...end).allSatisfy({ !isApart($0, end + 1) }) { end += 1 }
      if groups.last.map({ end > $0.upperBound }) ?? true { groups.append(start...end) }
    }
    return groups
  }
}
