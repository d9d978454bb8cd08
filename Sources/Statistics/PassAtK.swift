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
}
