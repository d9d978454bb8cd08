import Checkpoints
import Evaluation
import Files
import Glibc
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

/// Several models that answer as one.
@Suite struct EnsembleTests {
  private let scratch: ScratchDirectory
  private static let vocabulary = 360

  init() throws {
    scratch = try ScratchDirectory()
    let shape = ModelConfiguration(
      vocabularySize: Self.vocabulary, hiddenSize: 32, intermediateSize: 48, layerCount: 3, headCount: 4,
      keyValueHeadCount: 2, contextLength: 160)
    for seed in 1...3 {
      try RandomModel.write(
        shape, seed: UInt64(seed), dtype: .f16, standardDeviation: 0.2,
        tokenizer: SentencePieceProto.characters.serialized(), to: scratch["\(seed)"])
    }
  }

  private func model(
    _ members: [Int], _ mixing: EnsembleMixing = .logits, _ options: EngineOptions = EngineOptions(threads: 2)
  ) throws -> CausalLanguageModel {
    let pool = ThreadPool(threads: options.threads, instructionSet: options.instructionSet)
    return try CausalLanguageModel(
      members.map { DecoderMember(try DecoderWeights(Checkpoint(directory: scratch["\($0)"]), format: nil, on: pool)) },
      mixing: mixing, tokenizer: try SentencePieceTokenizer(directory: scratch["1"]), on: pool, options: options)
  }

  @Test("Members that are all the same are that one model, to the bit", arguments: [2, 4])
  func same(count: Int) throws {
    var alone = try model([1]), together = try model(Array(repeating: 1, count: count))
    let expected = try alone.answers(ExactnessTests.requests, bos: .on)
    #expect(try together.answers(ExactnessTests.requests, bos: .on) == expected)
    var mixed = try model(Array(repeating: 1, count: count), .probabilities)
    for (one, other) in zip(try mixed.answers(ExactnessTests.requests, bos: .on), expected) {
      expectClose(one.sum, other.sum, absolute: 1e-4)
    }
  }

  @Test("Log-probabilities are those of the mean, taken plainly", arguments: EnsembleMixing.allCases)
  func twin(mixing: EnsembleMixing) throws {
    let members = [1, 2, 3]
    let together = try model(members, mixing).decoder
    let ids = (0..<40).map { Int32($0 * 13 % Self.vocabulary) }
    func logits(_ decoder: Decoder) -> [Float] {
      let segment = KeyValueSegment(start: 0, capacity: 40, shape: decoder.keyValueShape, isTransient: false)
      let result = FloatBuffer(count: 40 * Self.vocabulary)
      decoder.step(
        ids, [PathExtension(path: [], segment: segment, firstRow: 0, rows: 40)], logitsOf: (0..<40).map(Int32.init),
        into: result.base)
      return result.array
    }
    let single = try members.map { logits(try model([$0]).decoder) }
    let segment = KeyValueSegment(start: 0, capacity: 40, shape: together.keyValueShape, isTransient: true)
    let targets = (0..<40).map { ThreadPool.Target(row: Int32($0), id: Int32($0 * 7 % Self.vocabulary)) }
    let scores = together.step(
      ids, [PathExtension(path: [], segment: segment, firstRow: 0, rows: 40)], targets: targets)
    for (target, score) in zip(targets, scores) {
      let rows = single.map { all in
        (0..<Self.vocabulary).map { Double(all[Int(target.row) * Self.vocabulary + $0]) }
      }
      func normalised(_ row: [Double]) -> [Double] {
        let most = row.max() ?? 0
        let total = most + log(row.reduce(0) { $0 + exp($1 - most) })
        return row.map { $0 - total }
      }
      let expected: [Double] =
        switch mixing {
        case .logits: normalised((0..<Self.vocabulary).map { i in rows.reduce(0) { $0 + $1[i] } / 3 })
        case .probabilities:
          (0..<Self.vocabulary).map { i in log(rows.map(normalised).reduce(0) { $0 + exp($1[i]) } / 3) }
        }
      expectClose(score.logProbability, expected[Int(target.id)], absolute: 2e-5)
      let greatest = expected.max() ?? 0
      expectClose(expected[Int(score.mostLikely)], greatest, absolute: 1e-5)
    }
  }

  @Test("The same bits for all threads, batches and budgets, scored and generated", arguments: EnsembleMixing.allCases)
  func sameBits(mixing: EnsembleMixing) throws {
    var first = try model([1, 2, 3], mixing, EngineOptions(threads: 1, sharesPrefixes: false))
    let expected = try first.answers(ExactnessTests.requests, bos: .on)
    let prompts = ["the cat", "the cat sat", "A1", "on a mat the cat"].enumerated().map { index, text in
      GenerationRequest(
        prompt: text, stops: ["q"], maxTokens: 24,
        decoding: index % 2 == 0 ? .greedy : .sampled(Sampling(temperature: 0.8, stream: UInt64(index))))
    }
    var texts: [[String]] = []
    for options in [
      EngineOptions(threads: 1, batchTokens: 3), EngineOptions(threads: 2), EngineOptions(threads: 3, batchTokens: 40),
      EngineOptions(threads: 2, instructionSet: .portable), EngineOptions(threads: 2, memory: 2 << 20),
    ] {
      var model = try model([1, 2, 3], mixing, options)
      #expect(try model.answers(ExactnessTests.requests, bos: .on) == expected, "\(options)")
      var generated = Array(repeating: "", count: prompts.count)
      try model.completions(of: prompts, bos: .on) { index, completion in generated[index] = completion.text }
      texts.append(generated)
    }
    #expect(Set(texts).count == 1 && !texts[0].allSatisfy(\.isEmpty))
  }
}
