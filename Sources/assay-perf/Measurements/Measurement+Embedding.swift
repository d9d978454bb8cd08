import Checkpoints
import Files
import Tensors
import Transformers

extension Measurement {
  /// Sentences as long as Alpaca's instructions through an encoder of all-MiniLM-L6-v2's shape, ids to vectors.
  func measureEmbedding() throws(Diagnostic) -> SectionResult {
    let subject = try EncoderSubject(layers: isQuick ? 1 : 6)
    let encoder = SentenceEncoder(try EncoderWeights(subject.checkpoint, on: pool), on: pool)
    let c = encoder.configuration
    let sentences = (0..<(isQuick ? 50 : 2000)).map { index in
      (0..<Self.instructionLengths[index % Self.instructionLengths.count]).map {
        Int32((index * 911 + $0 * 7919) % c.vocabularySize)
      }
    }
    let tokens = sentences.reduce(0) { $0 + $1.count }
    let weights = Double(c.layerCount * (4 * c.hiddenSize * c.hiddenSize + 2 * c.hiddenSize * c.intermediateSize))
    let pairs = sentences.reduce(0.0) { $0 + Double($1.count * $1.count) }
    let operations = 2 * Double(tokens) * weights + 4 * pairs * Double(c.layerCount * c.hiddenSize)
    let turns = try Interleaving(rounds: repeats, ceiling: matrixRate) { () throws(Diagnostic) in
      let watch = Stopwatch()
      let vectors = try encoder.embed(sentences)
      let seconds = watch.seconds
      guard vectors[0].isFinite else {
        throw Diagnostic("embedding", "a vector is not finite", expected: "vectors of length 1")
      }
      return operations / seconds / 1e9
    }
    func rate(_ count: Int) -> Spread { turns.work.map { $0 * 1e9 / operations * Double(count) } }
    var result = SectionResult(figures: [
      Figure("embedding", turns, "GFLOP/s", ceiling: matrixName, goal: .ratioAtLeast(0.6)),
      Figure("embedding, sentences", rate(sentences.count), "sentences/s"),
      Figure("embedding, tokens", rate(tokens), "tokens/s"),
    ])
    result.notes.append(
      "\(sentences.count) sentences, \(tokens) tokens, no padding; \(c.layerCount) layers, \(c.hiddenSize) wide")
    return result
  }

  /// Tokens of a sentence, both special ones counted: 14 on average, at the most 51, as of 2,000 instructions of Alpaca.
  private static let instructionLengths = [
    13, 9, 17, 11, 14, 8, 12, 21, 10, 15, 13, 9, 18, 12, 16, 7, 11, 25, 14, 10, 13, 12, 15, 9, 51, 11, 14, 8, 19, 12,
    13,
    10,
  ]
}
