import Evaluation
import Glibc
import TestSupport
import Testing

@testable import Inference

@Suite struct TokenSamplerTests {
  private static func draw(_ logits: [Float], _ sampling: Sampling, place: Int = 0) -> Int32? {
    var sampler = TokenSampler()
    return logits.withUnsafeBufferPointer { sampler.token(from: $0, sampling, place: place) }
  }

  /// Ids that can be drawn, and how often each of many draws gave them.
  private static func shares(
    _ logits: [Float], temperature: Double = 1, topP: Double = 1, topK: Int? = nil, draws: Int = 20_000
  ) -> [Int32: Double] {
    var counts: [Int32: Double] = [:]
    for place in 0..<draws {
      let sampling = Sampling(temperature: temperature, topP: topP, topK: topK, stream: 99)
      guard let id = draw(logits, sampling, place: place) else { continue }
      counts[id, default: 0] += 1 / Double(draws)
    }
    return counts
  }

  @Test("draws follow the softmax of the logits over the temperature")
  func distribution() {
    let logits: [Float] = [1, 0, -1, 2.5, 0]
    for temperature in [0.5, 1, 2] {
      let weights = logits.map { exp(Double($0) / temperature) }
      let shares = Self.shares(logits, temperature: temperature)
      for (id, weight) in weights.enumerated() {
        let expected = weight / weights.reduce(0, +)
        #expect(abs((shares[Int32(id)] ?? 0) - expected) < 4 * (expected / 20_000).squareRoot() + 1e-3)
      }
    }
  }

  @Test("top-k keeps the k most likely, top-p the fewest that hold p; lower ids first among equals")
  func truncation() {
    let logits: [Float] = [0, 2, 1, 2, -3]
    #expect(Set(Self.shares(logits, topK: 1).keys) == [1])
    #expect(Set(Self.shares(logits, topK: 2).keys) == [1, 3])
    #expect(Set(Self.shares(logits, topK: 3).keys) == [1, 2, 3])
    #expect(Self.shares(logits, topK: 9).count == 5)
    // Probabilities: 1 and 3 have 0.398 each, 2 has 0.147, 0 has 0.054, 4 has 0.003.
    #expect(Set(Self.shares(logits, topP: 0.1).keys) == [1])
    #expect(Set(Self.shares(logits, topP: 0.5).keys) == [1, 3])
    #expect(Set(Self.shares(logits, topP: 0.85).keys) == [1, 2, 3])
    #expect(Set(Self.shares(logits, topP: 0.95).keys) == [0, 1, 2, 3])
    // Of the two that top-k leaves, one holds half.
    #expect(Set(Self.shares(logits, topP: 0.5, topK: 2).keys) == [1])
  }

  @Test("top-p over many ids equals sorting them all", arguments: [0.2, 0.7, 0.99])
  func mass(topP: Double) {
    var random = SeededGenerator(seed: 51)
    for _ in 0..<20 {
      let logits = random.floats(300, within: 6)
      let weights = logits.map { exp(Double($0)) }
      let total = weights.reduce(0, +)
      let order = logits.indices.sorted { logits[$0] > logits[$1] }
      var sum = 0.0
      var allowed: Set<Int32> = []
      for id in order where sum < topP * total {
        sum += weights[id]
        allowed.insert(Int32(id))
      }
      let drawn = Set(Self.shares(logits, topP: topP, draws: 300).keys)
      #expect(drawn.isSubset(of: allowed))
    }
  }

  @Test("a draw depends on stream and place only, and differs between them")
  func counters() {
    let logits = [Float](repeating: 0, count: 1000)
    func ids(_ stream: UInt64) -> [Int32?] {
      (0..<50).map { Self.draw(logits, Sampling(temperature: 1, stream: stream), place: $0) }
    }
    #expect(ids(1) == ids(1))
    #expect(ids(1) != ids(2) && Array(ids(1).dropFirst()) != Array(ids(2).dropLast()))
    #expect(Set(ids(1)).count > 40)
    // Fixed for ever: a run that is resumed by a later version must go on as it began.
    #expect(TokenSampler.uniform(stream: 0, place: 0) == 0.6524484863740322)
    #expect(TokenSampler.uniform(stream: 12_345, place: 678) == 0.8468128010864124)
    var sum = 0.0
    for place in 0..<10_000 {
      let value = TokenSampler.uniform(stream: 5, place: place)
      #expect(value >= 0 && value < 1)
      sum += value / 10_000
    }
    #expect(abs(sum - 0.5) < 0.01)
  }

  @Test("logits that are no numbers draw nothing")
  func notNumbers() {
    let sampling = Sampling(temperature: 1, stream: 1)
    #expect(Self.draw([0, .nan, 1], sampling) == nil)
    #expect(Self.draw([.infinity, 0], sampling) == nil)
    #expect([0, Float.nan].withUnsafeBufferPointer(TokenSampler.mostLikely) == nil)
    #expect([1, 3, 3, -1].withUnsafeBufferPointer(TokenSampler.mostLikely) == 1)
  }

  @Test("the exponential is the C library's within 1e-15")
  func exponential() {
    var random = SeededGenerator(seed: 52)
    for _ in 0..<20_000 {
      let x = -Double.random(in: 0...700, using: &random)
      let expected = exp(x)
      #expect(abs(TokenSampler.exponential(x) - expected) <= 1e-15 * expected)
    }
    #expect(TokenSampler.exponential(0) == 1 && TokenSampler.exponential(-1e9) == 0)
  }
}
