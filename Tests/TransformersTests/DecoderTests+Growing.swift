import Checkpoints
import Tensors
import TestSupport
import Testing
import Transformers

/// Rotary positions of which the base grows with the length of a sequence.
extension DecoderTests {
  @Test("a base that grows with the length: a completion's tokens, one by one, have angles of their own lengths")
  func growing() throws {
    let scratch = try ScratchDirectory(), pool = ThreadPool(threads: 2)
    let weights = try Self.weights("llama, dynamic rope", scratch, on: pool)
    #expect(weights.configuration.contextLength == 128)
    var random = SeededGenerator(seed: 15)
    let ids = (0..<48).map { _ in Int32.random(in: 0..<530, using: &random) }
    for known in [20, 40] {
      var naive = NaiveDecoder(weights: weights, pool: pool)
      naive.known = known
      let expected = naive.logits(ids), decoder = Decoder(weights, on: pool, maxRows: 64)
      let segment = KeyValueSegment(start: 0, capacity: 64, shape: decoder.keyValueShape, isTransient: false)
      let length = weights.configuration.angleLength(known), logits = FloatBuffer(count: 530)
      #expect(length == (known > 32 ? known : 0))
      for range in [0..<known] + (known..<48).map({ $0..<$0 + 1 }) {
        decoder.step(
          Array(ids[range]),
          [PathExtension(path: [], segment: segment, firstRow: 0, rows: range.count, length: length)],
          logitsOf: [Int32(range.count - 1)], into: logits.base)
        #expect(logits.array == expected[range.upperBound - 1], "\(known), \(range.upperBound)")
      }
    }
    // Short sequences know nothing of the scaling; long ones do.
    var plain = weights
    plain.configuration.ropeScaling = .none
    let scaled = NaiveDecoder(weights: weights, pool: pool), unscaled = NaiveDecoder(weights: plain, pool: pool)
    #expect(scaled.logProbabilities(Array(ids[..<33])) == unscaled.logProbabilities(Array(ids[..<33])))
    #expect(scaled.logProbabilities(Array(ids[..<34])) != unscaled.logProbabilities(Array(ids[..<34])))
  }
}
