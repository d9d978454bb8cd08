import Statistics
import Testing

@Suite struct KeyedRandomTests {
  @Test("the words of a key are those of SplitMix64 with that seed")
  func words() {
    // What the published generator gives for the seeds 0 and 1234567.
    let zero: [UInt64] = [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]
    #expect((0..<3).map { KeyedRandom.word(0, $0) } == zero)
    let other: [UInt64] = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
    #expect((0..<3).map { KeyedRandom.word(1_234_567, $0) } == other)
  }

  @Test("uniform numbers lie in [0, 1) and fill it evenly")
  func uniforms() {
    var counts = [Int](repeating: 0, count: 10)
    for place in 0..<10_000 {
      let value = KeyedRandom.uniform(7, place)
      if value >= 0, value < 1 { counts[Int(value * 10)] += 1 }
    }
    #expect(counts.reduce(0, +) == 10_000)
    // Six standard deviations of a binomial around 1000.
    #expect(counts.allSatisfy { abs($0 - 1000) < 180 }, "\(counts)")
  }

  @Test("a permutation holds each place once, and another key gives another one")
  func permutations() {
    let order = KeyedRandom.permutation(1, count: 100)
    #expect(order.sorted() == Array(0..<100) && order != Array(0..<100))
    #expect(order != KeyedRandom.permutation(2, count: 100))
    #expect(KeyedRandom.permutation(1, count: 0).isEmpty && KeyedRandom.permutation(1, count: 1) == [0])
  }

  @Test("each position of a key counts")
  func keys() {
    #expect(KeyedRandom.key(1, 2) != KeyedRandom.key(2, 1))
    #expect(KeyedRandom.key(1) != KeyedRandom.key(1, 0))
    #expect(KeyedRandom.number(of: "order") != KeyedRandom.number(of: "noise"))
  }
}
