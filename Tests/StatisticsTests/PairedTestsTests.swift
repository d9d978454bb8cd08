import Statistics
import TestSupport
import Testing

/// The tests of paired scores, against scipy 1.x, statsmodels 0.14 and errorbars 0.2.4, which computed the numbers in the tables.
@Suite struct PairedTestsTests {
  struct Split: Sendable {
    var lost, gained: Int
    var midP, exact, twoSidedExact: Double
  }

  static let splits = [
    Split(lost: 1, gained: 0, midP: 0.25, exact: 0.5, twoSidedExact: 1),
    Split(lost: 5, gained: 0, midP: 0.015625, exact: 0.03125, twoSidedExact: 0.0625),
    Split(lost: 9, gained: 2, midP: 0.019287109375000007, exact: 0.03271484375, twoSidedExact: 0.0654296875),
    Split(lost: 10, gained: 10, midP: 0.5, exact: 0.5880985260009766, twoSidedExact: 1),
    Split(lost: 3, gained: 14, midP: 0.9962310791015625, exact: 0.9988250732421875, twoSidedExact: 0.012725830078125),
    Split(
      lost: 61, gained: 38, midP: 0.010489367838925857, exact: 0.013262553424197212,
      twoSidedExact: 0.026525106848394424),
    Split(
      lost: 400, gained: 310, midP: 0.0003632228150143247, exact: 0.0004127280585119719,
      twoSidedExact: 0.0008254561170239438),
    Split(
      lost: 5200, gained: 5000, midP: 0.02383798712160992, exact: 0.02439398156341117,
      twoSidedExact: 0.04878796312682234),
  ]

  @Test(
    "McNemar's test: exact as scipy and statsmodels have it, mid-p less half of what was observed", arguments: splits)
  func mcNemar(_ split: Split) {
    let exact = McNemar(lost: split.lost, gained: split.gained, isMidP: false)
    expectClose(McNemar(lost: split.lost, gained: split.gained).worse, split.midP, absolute: 1e-9 * split.midP)
    expectClose(exact.worse, split.exact, absolute: 1e-9 * split.exact)
    expectClose(exact.twoSided, split.twoSidedExact, absolute: 1e-9)
    expectClose(McNemar(lost: split.gained, gained: split.lost).better, split.midP, absolute: 1e-9)
  }

  @Test("No item on which they differ is no evidence; the critical loss is the least that is enough")
  func critical() {
    #expect(McNemar(lost: 0, gained: 0).worse == 1 && McNemar(lost: 0, gained: 0).twoSided == 1)
    for discordant in 1...60 {
      for level in [0.05, 0.0025] {
        let naive = (0...discordant).first { McNemar(lost: $0, gained: discordant - $0).worse <= level }
        #expect(McNemar.criticalLoss(of: discordant, level: level) == naive)
      }
    }
  }

  @Test("Tango's interval, as a root finder of scipy has it, and its width where nothing differs")
  func tango() {
    let cases: [(gained: Int, lost: Int, count: Int, bounds: [Double])] = [
      (0, 0, 100, [-0.026342720783174324, 0.026342720783174317, -0.03699349820698567, 0.03699349820698568]),
      (3, 9, 100, [-0.12344326888250723, -0.003360168595288951, -0.13769300936663126, 0.009115601446116998]),
      (12, 12, 400, [-0.0211076730727721, 0.0211076730727721, -0.025608443508927728, 0.025608443508927724]),
      (40, 70, 1172, [-0.040624911462208736, -0.01101184823443996, -0.043618761531159865, -0.008195501973651991]),
      (1, 0, 50, [-0.032359849501995594, 0.08480529424830947, -0.052774551116025886, 0.10495443589637812]),
      (0, 5, 5, [-1, -0.29776699846979726, -1, -0.1310350704336503]),
    ]
    for (gained, lost, count, bounds) in cases {
      let share = PairedShare(lost: lost, gained: gained, count: count)
      for (level, place) in [(0.9, 0), (0.95, 2)] {
        let interval = share.interval(level: level)
        expectClose(interval.lowerBound, bounds[place], absolute: 1e-9)
        expectClose(interval.upperBound, bounds[place + 1], absolute: 1e-9)
      }
    }
  }

  static let differences = [0.3, -0.2, 0.11, -0.52, 0.07, -0.31, 0.0, 0.25, -0.4, -0.15, 0.05, -0.6]

  @Test("Sign flips of few differences: as scipy.stats.permutation_test has them, exactly")
  func signFlips() {
    let flips = SignFlips(Self.differences)
    expectClose(flips.worse, 0.10205078125, absolute: 1e-12)
    expectClose(flips.better, 0.90234375, absolute: 1e-12)
    expectClose(flips.twoSided, 0.2041015625, absolute: 1e-12)
    #expect(SignFlips([0, 0]).worse == 1 && SignFlips([]).better == 1)
  }

  @Test("Sign flips of more differences are drawn: near the exact ones, the same for the same seed, never 0")
  func drawnFlips() {
    // Of 200 ones the sum is that of McNemar's exact test.
    let values = [Double](repeating: 1, count: 115) + [Double](repeating: -1, count: 85)
    let exact = McNemar(lost: 115, gained: 85, isMidP: false).worse
    // Six standard deviations of 19 999 draws.
    expectClose(SignFlips(values.map(-)).worse, exact, absolute: 6 * (exact * (1 - exact) / 19_999).squareRoot())
    #expect(SignFlips(values, seed: 3).better == SignFlips(values, seed: 3).better)
    #expect(SignFlips(values, seed: 3).better != SignFlips(values, seed: 4).better)
    #expect(SignFlips([Double](repeating: -1, count: 500)).worse == 1.0 / 20_000)
  }

  @Test("Sign flips of very many differences: the limit is within a hundredth of the distribution's middle of a step")
  func limitFlips() {
    // 1500 ones, 900 twos and 100 fives, their distribution by convolution in numpy: above and at least a sum, and above it.
    let sizes =
      [Double](repeating: 1, count: 1500) + [Double](repeating: 2, count: 900) + [Double](repeating: 5, count: 100)
    let tails: [(sum: Double, atLeast: Double, above: Double)] = [
      (100, 0.1281012074961403, 0.12335912708478845), (200, 0.011206069769605021, 0.010547357771017915),
      (250, 0.002131863192799827, 0.0019823319765136936), (300, 0.0002981918571327617, 0.00027384242968666716),
    ]
    for (sum, atLeast, above) in tails {
      // Signs that give the sum: so many of the ones are turned.
      let total = sizes.reduce(0, +)
      var values = sizes, excess = (total - sum) / 2
      for index in values.indices.reversed() where excess >= values[index] {
        excess -= values[index]
        values[index].negate()
      }
      #expect(values.reduce(0, +) == sum)
      let middle = (atLeast + above) / 2
      expectClose(SignFlips(values).better, middle, absolute: 0.01 * middle)
    }
  }

  @Test("The normal distribution and the binomial one, as scipy has them")
  func distributions() {
    let quantiles: [(Double, Double)] = [
      (1e-12, -7.034483825301131), (0.0025, -2.8070337683438042), (0.05, -1.6448536269514729),
      (0.8, 0.8416212335729143), (0.975, 1.959963984540054), (1 - 1e-9, 5.997807019601637),
    ]
    for (probability, z) in quantiles {
      expectClose(Normal.quantile(probability), z, absolute: 1e-9)
      expectClose(Normal.probability(below: z), probability, absolute: 1e-12)
    }
    let shares: [(Int, Int, Double, Double, Double)] = [
      (3, 10, 0.5, 0.9453125, 0.1171875), (700, 1000, 0.65, 0.00045322440379716406, 9.872401283836229e-05),
      (5, 5, 0.9, 0.59049, 0.59049), (150, 20000, 0.01, 0.999909660162439, 3.257990063133348e-05),
    ]
    for (k, n, p, tail, one) in shares {
      expectClose(Binomial.probability(atLeast: k, of: n, each: p), tail, absolute: 1e-9)
      expectClose(Binomial.probability(of: k, of: n, each: p), one, absolute: 1e-9)
    }
    #expect(Binomial.probability(of: 3, of: 3, each: 1) == 1 && Binomial.probability(of: 1, of: 3, each: 0) == 0)
  }

  @Test("A bootstrap is centred and as wide as the standard error says, and tells nothing of equal values")
  func bootstrap() throws {
    let parts = (0..<300).map { KeyedRandom.uniform(5, $0) / 300 }
    let mean = try #require(SampleMean(of: parts)), error = try #require(mean.standardError) * 300
    let interval = try #require(PairedBootstrap(parts).interval(level: 0.9))
    expectClose((interval.lowerBound + interval.upperBound) / 2, parts.reduce(0, +), absolute: 0.1 * error)
    expectClose(interval.upperBound - interval.lowerBound, 2 * 1.6448536 * error, absolute: 0.15 * error)
    #expect(PairedBootstrap(parts).interval(level: 0.9) == interval)
    let many = (0..<3000).map { KeyedRandom.uniform(6, $0) }
    let limit = try #require(PairedBootstrap(many).interval(level: 0.9))
    let spread = try #require(SampleMean(of: many)?.standardError) * 3000
    expectClose(limit.upperBound - limit.lowerBound, 2 * 1.6448536 * spread, absolute: 1e-6 * spread)
    #expect(PairedBootstrap([1, 1, 1]).interval(level: 0.9) == nil && PairedBootstrap([1]).interval(level: 0.9) == nil)
  }
}
