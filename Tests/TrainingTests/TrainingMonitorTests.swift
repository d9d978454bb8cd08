import Testing
import Training

/// What counts as a run that blows up.
@Suite struct TrainingMonitorTests {
  /// Whether it stops at one of these losses.
  private func stops(_ losses: [Double], spread: Double?) -> Bool {
    var monitor = TrainingMonitor()
    return losses.contains { monitor.observe($0, spread: spread) }
  }

  @Test("A first batch of easy samples is no measure: mixed samples in small batches do not stop a run")
  func mixed() {
    let losses = [1.5, 6.1, 4.8, 3.9, 7.3, 5.2, 6.6, 2.9, 5.8, 6.4, 4.4, 5.1]
    #expect(!stops(losses, spread: 1.75))
    #expect(!stops(losses, spread: nil))
    // The same losses where all samples of a batch are alike are a blow-up.
    #expect(stops(losses, spread: 0.05))
  }

  @Test("A running mean above twice the beginning stops it, early and late")
  func blowUp() {
    #expect(stops([1.2, 1.3, 9, 12, 12, 12, 12, 12, 12, 12], spread: 0.1))
    // Small batches, whose losses are spread or of unknown spread.
    for spread in [0.1, 1.5, nil] {
      #expect(stops([2, 2.2, 9] + [Double](repeating: 10.4, count: 30), spread: spread))
      #expect(stops([2, 2, 2, 2, 2, 2, 9] + [Double](repeating: 10.4, count: 30), spread: spread))
    }
    #expect(stops([2, 2, 2, 2, 2, 2, 2, 2, 2, 2] + [Double](repeating: 9, count: 10), spread: 0.1))
    #expect(!stops([4, 3.5, 3.2, 3, 2.9, 2.8, 2.5, 2.4, 2.2, 2, 2.1, 2.5, 3], spread: 0.1))
  }

  @Test("Losses below one nat may double")
  func small() {
    #expect(!stops([0.1, 0.3, 0.5, 0.4, 0.9, 0.8, 1.1, 0.7, 0.5, 0.9, 1.2, 1.4], spread: 0.01))
  }
}
