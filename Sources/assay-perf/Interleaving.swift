import Files

/// Work and its ceiling measured in turns, ceiling, work, ceiling, work, …, ceiling: on a machine that others
/// use too both lose by the same hour, so their ratio holds where neither figure does.
struct Interleaving {
  /// Rates, one for each round.
  let work: Spread
  /// Rates, one more than rounds.
  let ceiling: Spread
  /// Each round's work over the mean of the ceilings before and behind it.
  let ratio: Spread

  /// Both closures do their work once and return its rate.
  init(
    rounds: Int, ceiling measureCeiling: () throws(Diagnostic) -> Double,
    work: () throws(Diagnostic) -> Double
  ) throws(Diagnostic) {
    _ = try work()  // pages, caches, buffers
    var ceilings = [try measureCeiling()]
    var rates: [Double] = [], ratios: [Double] = []
    for _ in 0..<rounds {
      try Interruption.check()
      let before = ceilings[ceilings.count - 1]
      let rate = try work()
      let after = try measureCeiling()
      rates.append(rate)
      ceilings.append(after)
      ratios.append(2 * rate / (before + after))
    }
    self.work = Spread(rates)
    ceiling = Spread(ceilings)
    ratio = Spread(ratios)
  }
}
