import Checkpoints
import Files
import Tensors
import TestSupport
import Testing
import Transformers

/// Tiny models of today's families against what transformers computes of them.
@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct FamilyParityTests {
  static let models = [
    "llama32", "smollm2", "mistral-v03", "nemo", "qwen2", "qwen2-untied-yarn", "qwen3", "smollm3", "granite", "olmo2",
    "gemma2", "gemma3", "phi3", "phi3-longrope", "qwen3-moe", "olmoe", "pythia",
    "neox-sequential", "gpt2",
  ]

  @Test("log-probabilities, the likeliest tokens and greedy texts of golden/families", arguments: models)
  func logits(model: String) throws {
    let families = (TestSupport.shared ?? "") + "/golden/families", pool = ThreadPool(threads: 2)
    let weights = try DecoderWeights(try Checkpoint(directory: "\(families)/models/\(model)"), format: nil, on: pool)
    let decoder = Decoder(weights, on: pool, maxRows: 1024)
    var compared = 0
    for prompt in try #require(try JSON(file: "\(families)/logits/\(model).json")["prompts"]?.array) {
      let ids = Self.ids(prompt, "ids_bos"), expected = (prompt["logprobs_bos"]?.array ?? []).compactMap(\.number)
      let noise = max(1e-4, 4 * ((prompt["d64"]?.array?[1].number ?? 0) + 2e-5))
      let scores = Self.scores(decoder, ids)
      #expect(scores.count == expected.count)
      for (index, (score, value)) in zip(scores, expected).enumerated() {
        expectClose(score, value, absolute: noise, "prompt \(prompt["i"]?.integer ?? -1), position \(index)")
      }
      compared += expected.count
      Self.compareGreedy(decoder, ids, prompt)
    }
    #expect(compared > 500)
  }

  @Test("config.json in the style of transformers 5 means the same, and what is written reads back", arguments: models)
  func configuration(model: String) throws {
    let folder = (TestSupport.shared ?? "") + "/golden/families/models/" + model
    var old = try ModelConfiguration(file: folder + "/config.json")
    var new = try ModelConfiguration(file: folder + "/config.v5.json")
    (old.torchDType, new.torchDType) = (nil, nil)
    #expect(old == new)
    let written = try #require(old.json.object)
    #expect(try ModelConfiguration(json: written, place: "config.json") == old)
    #expect(
      try ConfigurationMeaning(file: folder + "/config.json").conflict(
        with: ConfigurationMeaning(file: folder + "/config.v5.json")) == nil)
  }

  private static func ids(_ prompt: JSON, _ key: String) -> [Int32] {
    (prompt[key]?.array ?? []).compactMap { $0.integer.map { Int32($0) } }
  }

  /// Log-probabilities of ids[1...].
  private static func scores(_ decoder: Decoder, _ ids: [Int32]) -> [Double] {
    guard ids.count > 1 else { return [] }
    let segment = KeyValueSegment(start: 0, capacity: ids.count, shape: decoder.keyValueShape, isTransient: true)
    let targets = ids.indices.dropFirst().map { ThreadPool.Target(row: Int32($0 - 1), id: ids[$0]) }
    return decoder.step(
      Array(ids.dropLast()),
      [
        PathExtension(
          path: [], segment: segment, firstRow: 0, rows: ids.count - 1,
          length: decoder.configuration.angleLength(ids.count))
      ],
      targets: targets
    ).map(\.logProbability)
  }

  /// Up to the first near tie, token by token with a cache; all anew where the sequence becomes a long one.
  private static func compareGreedy(_ decoder: Decoder, _ ids: [Int32], _ prompt: JSON) {
    let expected = Self.ids(prompt, "greedy"), margins = (prompt["greedy_margins"]?.array ?? []).compactMap(\.number)
    func cache() -> KeyValueSegment {
      KeyValueSegment(
        start: 0, capacity: ids.count + expected.count, shape: decoder.keyValueShape, isTransient: false)
    }
    var segment = cache(), fed = ids, length = decoder.configuration.angleLength(ids.count)
    for (index, (token, margin)) in zip(expected, margins).enumerated() {
      guard margin >= 1e-3 else { return }
      if decoder.configuration.angleLength(ids.count + index) != length {
        (segment, fed) = (cache(), ids + expected[..<index])
        length = decoder.configuration.angleLength(ids.count + index)
      }
      let scores = decoder.step(
        fed, [PathExtension(path: [], segment: segment, firstRow: 0, rows: fed.count, length: length)],
        targets: [ThreadPool.Target(row: Int32(fed.count - 1), id: token)])
      #expect(scores[0].mostLikely == token, "prompt \(prompt["i"]?.integer ?? -1)")
      fed = [token]
    }
  }
}
