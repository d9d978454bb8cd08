/// The probability that at least one of k programs passes, estimated from n samples of which c passed.
///
/// Source: Chen et al., "Evaluating large language models trained on code", arXiv 2107.03374, equation 1.
public enum PassAtK {
  /// 1 − C(n − c, k) / C(n, k), as a product, so that nothing overflows; c / n where k is 1.
  /// nil where there are fewer samples than tries, no tries, or more passes than samples.
  public static func estimate(samples: Int, passed: Int, tries: Int) -> Double? {
    guard tries > 0, tries <= samples, (0...samples).contains(passed) else { return nil }
    if tries == 1 { return Double(passed) / Double(samples) }
    if samples - passed < tries { return 1 }
    var allFail = 1.0
    for i in (samples - passed + 1)..<(samples + 1) { allFail *= 1 - Double(tries) / Double(i) }
    return 1 - allFail
  }

  /// How much `estimate` varies where other samples are drawn, without bias: (C(n − c, k) / C(n, k))² − C(n − c, 2k) / C(n, 2k), as both
  /// terms have the same expectation but for that; p (1 − p) / (n − 1) where k is 1. It may be below 0.
  /// nil where there are not twice as many samples as tries, without which nothing can be said.
  public static func variance(samples: Int, passed: Int, tries: Int) -> Double? {
    guard let once = estimate(samples: samples, passed: passed, tries: tries), samples >= 2 * tries,
      let twice = estimate(samples: samples, passed: passed, tries: 2 * tries)
    else { return nil }
    return (1 - once) * (1 - once) - (1 - twice)
  }
}
