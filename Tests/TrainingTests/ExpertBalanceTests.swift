import Statistics
import Tensors
import TestSupport
import Testing

@testable import Training

/// The balancing loss of LoRA experts, by hand.
@Suite struct ExpertBalanceTests {
  @Test("of constants it is 0, to the bit, with no slope", arguments: ExpertMixture.BalanceForm.allCases)
  func constant(form: ExpertMixture.BalanceForm) {
    for value in [0.1, 1.0 / 3, 17] {
      let spread = ExpertBalance.spread([Double](repeating: value, count: 7), form)
      #expect(spread.loss == 0 && spread.slopes == [Double](repeating: 0, count: 7))
    }
    #expect(ExpertBalance.spread([2], form).loss == 0)
  }

  @Test("the paper divides the variance by the mean, its code the unbiased one by the squared mean")
  func forms() {
    expectClose(ExpertBalance.spread([1, 3], .paper).loss, 0.5, relative: 1e-12)
    expectClose(ExpertBalance.spread([1, 3], .code).loss, 2 / (4 + 1e-10), relative: 1e-12)
    expectClose(ExpertBalance.spread([1, 2, 6], .paper).loss, 14.0 / 9, relative: 1e-12)
    expectClose(ExpertBalance.spread([1, 2, 6], .code).loss, 7 / (9 + 1e-10), relative: 1e-12)
  }

  @Test("its slopes are those of its differences", arguments: ExpertMixture.BalanceForm.allCases)
  func slopes(form: ExpertMixture.BalanceForm) {
    let z = (0..<9).map { 0.2 + KeyedRandom.uniform(3, $0) }, slopes = ExpertBalance.spread(z, form).slopes
    for place in z.indices {
      func shifted(_ by: Double) -> Double {
        var moved = z
        moved[place] += by
        return ExpertBalance.spread(moved, form).loss
      }
      expectClose((shifted(1e-5) - shifted(-1e-5)) / 2e-5, slopes[place], absolute: 1e-8)
    }
  }

  @Test("experts of a sample's type count more, those of the other less, and all alike where it has none")
  func localized() throws {
    var mixture = ExpertMixture()
    mixture.experts = 2
    let balance = ExpertBalance(mixture, sites: 1)
    var batch = TrainingBatch()
    let types: [Int?] = [1, 0, nil]
    for (key, type) in types.enumerated() {
      batch.append([5], isLabel: [false], weight: 1, key: UInt64(key), taskType: type)
    }
    balance.begin(batch.taskTypes)
    balance.enter(batch)
    balance.observe([0.5, 0.5, 0.5, 0.5, 0.5, 0.5], site: 0, rows: 3)
    balance.close()
    // Z: .55 .45, .45 .55, .5 .5.
    let use = try #require(balance.use)
    expectClose(use.balanceLoss, 4 * 0.05 * 0.05 / 6 / 0.5, relative: 1e-12)
    #expect(use.load == [0.5, 0.5])
    #expect((0..<5).map { expert in ExpertMixture.of(5).type(of: expert) } == [1, 1, 1, 0, 0])
    // Shares that make up for the factors are what it wants.
    balance.begin([1])
    var one = TrainingBatch()
    one.append([5], isLabel: [false], weight: 1, key: 0, taskType: 1)
    balance.enter(one)
    balance.observe([0.45, 0.55], site: 0, rows: 1)
    balance.close()
    expectClose(balance.use?.balanceLoss ?? .nan, 0, absolute: 1e-12)
    var slopes: [Float] = [0, 0]
    balance.observe([0.9, 0.1], site: 0, rows: 1)
    balance.addSlopes(to: &slopes, site: 0, rows: 1)
    #expect(slopes.allSatisfy { abs($0) < 1e-6 }, "what comes behind the gathering is not counted")
  }
}

extension ExpertMixture {
  static func of(_ experts: Int) -> ExpertMixture {
    var mixture = ExpertMixture()
    mixture.experts = experts
    return mixture
  }
}
