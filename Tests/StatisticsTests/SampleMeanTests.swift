import Statistics
import Testing

@Suite struct SampleMeanTests {
  @Test("the standard error is the sample deviation over √n")
  func standardError() throws {
    let mean = try #require(SampleMean(of: [1, 0, 0, 1, 1]))
    #expect(mean.value == 0.6)
    // sd = sqrt(1.2 / 4), over sqrt(5)
    #expect(abs((mean.standardError ?? .nan) - 0.244_948_974_278_317_8) < 1e-15)
    #expect(mean.count == 5)
  }

  @Test("11 right of 60 gives the standard error that lm-evaluation-harness prints")
  func harness() throws {
    let scores = [Double](repeating: 1, count: 11) + [Double](repeating: 0, count: 49)
    let mean = try #require(SampleMean(of: scores))
    #expect(abs(mean.value - 0.183_333_333_333_333_32) < 1e-12)
    #expect(abs((mean.standardError ?? .nan) - 0.050_375_239_785_310_17) < 1e-12)
  }

  @Test("one value has a mean and no standard error; none has neither")
  func small() {
    #expect(SampleMean(of: [0.25]) == SampleMean(value: 0.25, standardError: nil, count: 1))
    #expect(SampleMean(of: []) == nil)
    #expect(SampleMean(pooling: [[], []]) == nil)
    #expect(SampleMean(macroOf: []) == nil)
  }

  @Test("pooling one group changes nothing, and an empty group does not count")
  func poolingOne() throws {
    let values = [0.0, 1, 1, 0, 1, 0, 0]
    let plain = try #require(SampleMean(of: values))
    for groups in [[values], [[], values], [values, []]] {
      let pooled = try #require(SampleMean(pooling: groups))
      #expect(pooled.value == plain.value)
      #expect(pooled.count == 7)
      #expect(abs((pooled.standardError ?? .nan) - (plain.standardError ?? .nan)) < 1e-15)
    }
  }

  @Test("the pooled standard error leaves out what differs between the groups")
  func pooling() throws {
    // Two groups without any variance inside: all of the variance is between them.
    let apart = try #require(SampleMean(pooling: [[1, 1, 1], [0, 0, 0, 0, 0]]))
    #expect(apart.value == 0.375)
    #expect(apart.standardError == 0)
    // By hand: ((3 − 1)·(1/3)·… ) with s² = 1/3 and 0.3: (2/3 + 1.2) / (8 − 2) / 8
    let mixed = try #require(SampleMean(pooling: [[1, 1, 0], [1, 0, 0, 1, 0]]))
    #expect(mixed.value == 0.5)
    #expect(abs((mixed.standardError ?? .nan) - (28.0 / 15 / 48).squareRoot()) < 1e-15)
  }

  @Test("groups of one item each have no pooled standard error")
  func poolingSingles() {
    #expect(SampleMean(pooling: [[1], [0], [1]])?.standardError == nil)
    #expect(SampleMean(pooling: [[1], [0], [1]])?.value == 2.0 / 3)
  }

  @Test("the macro mean weighs the groups alike")
  func macro() throws {
    let mean = try #require(SampleMean(macroOf: [[1, 1], [0, 0, 0, 1]]))
    #expect(mean.value == 0.625)
    #expect(mean.count == 6)
    // se = 0 and 0.25, so sqrt(0.0625) / 2
    #expect(abs((mean.standardError ?? .nan) - 0.125) < 1e-15)
  }

  @Test("a group that has no scores leaves no macro mean; one of a single score leaves no standard error")
  func macroGaps() {
    #expect(SampleMean(macroOf: [[1, 0], []]) == nil)
    #expect(SampleMean(macroOf: [[1, 0], [1]]) == SampleMean(value: 0.75, standardError: nil, count: 3))
  }

  @Test("sums run in order: the same values give the same bits")
  func order() {
    let values = (1...1000).map { 1 / Double($0) }
    #expect(SampleMean(of: values)?.value.bitPattern == SampleMean(of: Array(values))?.value.bitPattern)
    let sum = values.reduce(0, +)
    #expect(SampleMean(of: values)?.value == sum / 1000)
  }
}
