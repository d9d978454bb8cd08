import Checkpoints
import Evaluation
import Files
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

extension CausalLanguageModel {
  /// A model directory, loaded as tests need it.
  init(testing directory: String, adapters: [String] = [], options: EngineOptions = EngineOptions(threads: 2)) throws {
    let pool = ThreadPool(threads: options.threads, instructionSet: options.instructionSet)
    let checkpoint = try Checkpoint(directory: directory)
    try self.init(
      weights: try DecoderWeights(checkpoint, format: nil, on: pool),
      adapters: try adapters.map {
        try DecoderAdapter(try AdapterCheckpoint(directory: $0), for: checkpoint.configuration, on: pool)
      },
      tokenizer: try SentencePieceTokenizer(directory: directory), on: pool, options: options)
  }

  /// All answers, in the order of the requests.
  mutating func answers(_ requests: [LikelihoodRequest], bos: BOSPolicy) throws -> [Likelihood] {
    var answers: [Int: Likelihood] = [:]
    try likelihoods(of: requests, bos: bos) { index, likelihood in
      #expect(answers[index] == nil, "request \(index) was answered twice")
      answers[index] = likelihood
    }
    return try requests.indices.map { try #require(answers[$0]) }
  }
}

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct EngineParityTests {
  @Test(
    "log-likelihoods of golden/lmeval, item by item, BOS on and off", arguments: ["stories260K-hf", "parity-llama-32k"])
  func harness(name: String) throws {
    let shared = TestSupport.shared ?? ""
    var model = try CausalLanguageModel(testing: "\(shared)/data/models/\(name)")
    let folder = "\(shared)/golden/lmeval/\(name)"
    var compared = 0
    var worst = 0.0
    for file in try FileSystem.names(in: folder) where file.hasSuffix(".jsonl.gz") {
      let lines = try TestSupport.lines(of: "\(folder)/\(file)")
      guard lines.first?["ll"] != nil else { continue }
      var requests: [LikelihoodRequest] = []
      var expected: [(sum: Double, isGreedy: Bool, context: Int, continuation: Int)] = []
      for line in lines {
        let prompt = try #require(line["prompt"]?.string)
        for (index, choice) in try #require(line["choices"]?.array).enumerated() {
          requests.append(LikelihoodRequest(context: prompt, continuation: try #require(choice.string)))
          expected.append(
            (
              try #require(line["ll"]?.array?[index].number),
              try #require(line["is_greedy"]?.array?[index].bool as Bool?),
              try #require(line["ctx_tokens"]?.array?[index].integer),
              try #require(line["cont_tokens"]?.array?[index].integer)
            ))
        }
      }
      let answers = try model.answers(requests, bos: file.contains(".nobos.") ? .off : .on)
      for (index, (answer, golden)) in zip(answers, expected).enumerated() {
        expectClose(answer.sum, golden.sum, absolute: 1e-4, relative: 2e-5, "\(file) request \(index)")
        worst = max(worst, abs(answer.sum - golden.sum) / max(1, abs(golden.sum)))
        #expect(answer.isGreedy == golden.isGreedy, "\(file) request \(index)")
        #expect(answer.contextTokens == golden.context && answer.continuationTokens == golden.continuation)
        compared += 1
      }
    }
    #expect(compared > 3000, "\(compared) log-likelihoods were compared")
    #expect(worst < 2e-5, "largest relative difference \(worst)")
    print("\(name): \(compared) log-likelihoods, largest relative difference \(worst)")
  }
}
