import Datasets
import Testing

// The expected numbers were printed by CPython 3.11.
@Suite("Python's random numbers")
struct PythonRandomTests {
  @Test("getrandbits(32) of two seeds")
  func words() {
    var first = PythonRandom(seed: 42)
    #expect((0..<3).map { _ in first.bits(32) } == [2_746_317_213, 478_163_327, 107_420_369])
    var second = PythonRandom(seed: 1234)
    #expect((0..<3).map { _ in second.bits(32) } == [4_150_886_329, 3_342_196_574, 1_892_932_127])
  }

  @Test("getrandbits of other widths, a seed of two words, and draws beyond the first 624")
  func widths() {
    var random = PythonRandom(seed: 1 << 40 | 12345)
    #expect(
      [1, 7, 33, 64, 48, 0].map { random.bits($0) } == [
        0, 44, 493_462_063, 2_565_441_254_466_384_723, 38_891_805_196_374, 0,
      ])
    for _ in 0..<2000 { _ = random.bits(32) }
    #expect(random.bits(32) == 1_190_935_494)
  }

  @Test("shuffle, then sample from the same stream")
  func shuffleThenSample() {
    var random = PythonRandom(seed: 42)
    var list = Array(0..<10)
    random.shuffle(&list)
    #expect(list == [7, 3, 2, 8, 5, 6, 9, 4, 0, 1])
    #expect(random.sample(5, of: 100) == [75, 54, 4, 3, 11])
  }

  @Test("GSM8K's exemplars: samples one after the other")
  func samples() {
    var random = PythonRandom(seed: 1234)
    #expect(random.sample(5, of: 7473) == [6374, 3610, 957, 61, 742])
    #expect(random.sample(5, of: 7473) == [7462, 6610, 4769, 286, 5501])
  }

  @Test("The leaderboard's streams: a shuffle of the test set, then exemplars of the training set")
  func leaderboard() {
    var random = PythonRandom(seed: 42)
    var gsm8k = Array(0..<1319)
    random.shuffle(&gsm8k)
    #expect(gsm8k.prefix(5) == [588, 1214, 57, 906, 1252])
    #expect(random.sample(5, of: 7473) == [7268, 4403, 1111, 3183, 3716])

    random = PythonRandom(seed: 42)
    var arc = Array(0..<1172)
    random.shuffle(&arc)
    #expect(arc.prefix(5) == [595, 716, 511, 906, 148])
    #expect(random.sample(25, of: 1119)?.prefix(5) == [888, 201, 205, 908, 340])

    random = PythonRandom(seed: 1234)
    #expect(random.sample(25, of: 1119)?.prefix(5) == [902, 239, 15, 185, 71])
  }

  @Test(
    "sample at the border between its two ways",
    arguments: [
      (1, 21, [10]),
      (1, 22, [10]),
      (5, 21, [10, 4, 12, 1, 2]),
      (5, 22, [10, 4, 12, 20, 1]),
      (6, 85, [41, 19, 50, 6, 9, 68]),
      (6, 86, [41, 19, 50, 83, 6, 9]),
      (20, 277, [165, 77, 202, 24, 37, 274, 48, 187, 29, 259, 109, 19, 44, 222, 214, 35, 123, 46, 217, 30]),
      (20, 278, [165, 77, 202, 24, 37, 274, 48, 187, 29, 259, 109, 19, 44, 222, 214, 35, 123, 46, 217, 30]),
    ] as [(Int, Int, [Int])])
  func border(count: Int, population: Int, expected: [Int]) {
    var random = PythonRandom(seed: 7)
    #expect(random.sample(count, of: population) == expected)
  }

  @Test("Empty and too small populations are no trap")
  func empty() {
    var random = PythonRandom(seed: 0)
    var none: [Int] = []
    random.shuffle(&none)
    #expect(none.isEmpty)
    #expect(random.below(0) == 0)
    #expect(random.sample(0, of: 0) == [])
    #expect(random.sample(1, of: 0) == nil)
    #expect(random.sample(-1, of: 3) == nil)
    #expect(random.sample(3, of: 3)?.sorted() == [0, 1, 2])
  }
}
