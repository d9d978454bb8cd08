import Checkpoints
import Evaluation
import Testing
import Tokenization

@testable import assay_perf

@Suite("What is measured")
struct UsefulWorkTests {
  private func shape(layers: Int, window: Int? = nil) -> UsefulWork {
    UsefulWork(
      configuration: ModelConfiguration(
        vocabularySize: 11, hiddenSize: 8, intermediateSize: 12, layerCount: layers, headCount: 4,
        keyValueHeadCount: 2, contextLength: 64, slidingWindow: window))
  }

  // q, o 8x8; k, v 4x8; gate, up, down 12x8: 480 weights a layer, 64 of them keys and values; the head has 88.
  @Test("operations are those that can be counted by hand")
  func operations() {
    let one = shape(layers: 1).operations(tokens: 5), two = shape(layers: 2).operations(tokens: 5)
    let whole = shape(layers: 1).operationsOfWholeLayers(tokens: 5)
    // 5 keys and values, the rest for the last position, which sees 5; then the head.
    let last: Double = 2 * (5 * 64 + 416) + 4 * 8 * 5 + 2 * 88
    // A layer for all positions, which see 1 + 2 + 3 + 4 + 5.
    let layer: Double = 2 * 5 * 480 + 4 * 8 * 15
    #expect(one == last)
    #expect(two - one == layer)
    #expect(whole == layer + 2 * 88)
  }

  @Test("a window bounds what a position sees")
  func window() {
    let all = shape(layers: 1).operationsOfWholeLayers(tokens: 5)
    let windowed = shape(layers: 1, window: 2).operationsOfWholeLayers(tokens: 5)
    let unseen: Double = 4 * 8 * (15 - 9)
    #expect(all - windowed == unseen)
  }

  @Test("operations of an update are those that can be counted by hand")
  func training() {
    let configuration = ModelConfiguration(
      vocabularySize: 11, hiddenSize: 8, intermediateSize: 12, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      contextLength: 64)
    let work = UsefulTraining(configuration: configuration, rank: 3, lengths: [2, 3], labels: 2)
    // Attention 8x8 twice, keys and values 4x8 twice, three of 12x8; factors of rank 3 on the latter; 1 + 2 and 1 + 2 + 3 pairs.
    let attention: Double = 2 * 64, keys: Double = 2 * 32, feedForward: Double = 3 * 96, factors: Double = 3 * 3 * 20
    let whole: Double = 4 * 5 * (attention + keys + feedForward) + 12 * 9 * 8 + 6 * 5 * factors
    let head: Double = 4 * 2 * 88
    #expect(work.operationsOfWholeLayers == 2 * whole + head)
    // The lower layer forward whole, backward through down only.
    let forward: Double = 2 * 5 * (attention + keys + feedForward) + 4 * 9 * 8
    let lower: Double = forward + 2 * 5 * 96 + 6 * 5 * factors
    // Of the upper one two of five rows matter behind keys and values.
    let upper: Double =
      4 * (5 * keys + 2 * (attention + feedForward)) + 12 * 9 * 8 * 0.4 + 6 * 2 * factors
    #expect(abs(work.operations - (lower + upper + head)) < 1e-6)
  }

  @Test("a question of the made-up subject has one token a word, and its letters one token each")
  func subject() throws {
    let words = try FixtureWords()
    #expect(words.words.count > 100)
    let proto = words.tokenizer
    #expect(Set(proto.pieces.map(\.text)).count == proto.pieces.count)
    #expect(proto.pieces.count <= ModelShape.usual(layers: 1, format: .f16).configuration.vocabularySize)
    let tokenizer = try SentencePieceTokenizer(model: proto.serialized(), place: "words")
    #expect(try tokenizer.encode(words.words.joined(separator: " ")).count == words.words.count)

    let subject = Subject(words.words)
    let requests = subject.requests(3)
    #expect(requests.map(\.continuation) == [" A", " B", " C", " D"])
    #expect(requests.allSatisfy { $0.context.hasPrefix(subject.header) && $0.context.hasSuffix("\nAnswer:") })
    for request in requests {
      let context = try tokenizer.encode(request.context)
      #expect(try tokenizer.encode(request.context + request.continuation).count == context.count + 1)
    }
    #expect(subject.requests(4)[0].context != requests[0].context)
  }
}
