import Checkpoints
import Files
import Tensors
import TestSupport
import Testing
import Transformers

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct DecoderParityTests {
  static let models = ["stories260K-hf", "parity-llama-32k", "parity-mistral-32k", "parity-baichuan2-512"]

  @Test("log-probabilities and argmax of golden/logits, with and without BOS", arguments: models)
  func logProbabilities(model: String) throws {
    let shared = TestSupport.shared ?? ""
    let pool = ThreadPool(threads: 2)
    let checkpoint = try Checkpoint(directory: "\(shared)/data/models/\(model)")
    let decoder = Decoder(
      try DecoderWeights(checkpoint, format: nil, on: pool), on: pool, maxRows: 2048)
    let golden = try JSON(file: "\(shared)/golden/logits/\(model).json")
    var compared = 0
    for prompt in try #require(golden["prompts"]?.array) {
      let ids = try #require(prompt["ids"]?.array).compactMap { $0.integer.map { Int32($0) } }
      let plain = (prompt["logprobs"]?.array ?? []).compactMap(\.number)
      try compare(decoder, context: Array(ids.prefix(1)), Array(ids.dropFirst()), with: plain)
      compared += plain.count
      let argmax = (prompt["argmax_bos"]?.array ?? []).compactMap(\.integer)
      let withBOS = (prompt["logprobs_bos"]?.array ?? []).compactMap(\.number)
      // Baichuan's golden continues from the ids alone.
      if !withBOS.isEmpty {
        try compare(decoder, context: [1], ids, with: withBOS, argmax: argmax)
        compared += withBOS.count
      }
    }
    #expect(compared > 500, "\(compared) log-probabilities were compared")
  }

  private func compare(
    _ decoder: Decoder, context: [Int32], _ ids: [Int32], with expected: [Double], argmax: [Int] = []
  ) throws {
    guard !expected.isEmpty else { return }
    #expect(ids.count == expected.count)
    let fed = context + ids.dropLast()
    let segment = KeyValueSegment(
      start: 0, capacity: fed.count, shape: decoder.keyValueShape, isTransient: true)
    let targets = ids.enumerated().map { ThreadPool.Target(row: Int32($0.offset), id: $0.element) }
    let scores = decoder.step(
      fed, [PathExtension(path: [], segment: segment, firstRow: 0, rows: fed.count)], targets: targets)
    for (index, (score, value)) in zip(scores, expected).enumerated() {
      expectClose(score.logProbability, value, absolute: 1e-4, "position \(index) of \(ids.count)")
      if index < argmax.count { #expect(Int(score.mostLikely) == argmax[index], "position \(index)") }
    }
  }
}
