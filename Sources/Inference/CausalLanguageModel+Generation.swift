import Checkpoints
public import Evaluation
public import Files
import Tensors
import Tokenization
import Transformers

extension CausalLanguageModel {
  public mutating func completions(
    of requests: [GenerationRequest], bos: BOSPolicy, completed: (Int, Completion) throws -> Void
  ) throws {
    try checkGeneration()
    let asking = QuestionEncoder(self, bos: bos)
    var window: [GenerationPrompt] = []
    var tokens = 0
    for (index, request) in requests.enumerated() {
      let prompt = try asking.prompt(request, index: index)
      tokens += prompt.ids.count
      window.append(prompt)
      if tokens >= plan.windowTokens || !options.sharesPrefixes {
        try generate(window) { try completed($0.prompt.request, $0.completion) }
        window = []
        tokens = 0
      }
    }
    try generate(window) { try completed($0.prompt.request, $0.completion) }
  }

  public func checkGeneration() throws(Diagnostic) {
    try generation.check(tokens: decoder.configuration.vocabularySize)
  }

  public func check(_ request: GenerationRequest, bos: BOSPolicy) throws(Diagnostic) {
    _ = try QuestionEncoder(self, bos: bos).prompt(request, index: 0)
  }

  /// Ends where the model or its tokenizer say so.
  private var eos: Set<Int32> { Set(generation.eosIDs + [tokenizer.eosID].compactMap { $0 }) }

  /// Continues prompts that are token ids. `eos` nil: the model's own.
  mutating func generate(
    _ prompts: [GenerationPrompt], eos: Set<Int32>? = nil, finished: (RunningSequence) throws -> Void
  ) throws {
    guard !prompts.isEmpty else { return }
    var queue = GenerationQueue(
      prompts, decoder: decoder, tokenizer: tokenizer, eos: eos ?? self.eos,
      rules: generation.changesLogits ? LogitRules(generation) : nil, budget: plan.generationBytes,
      maxSequences: options.sharesPrefixes ? plan.sequences : 1)
    var alone = 0
    try queue.run { sequence in
      statistics.generatedTokens += sequence.tokens.count
      alone += sequence.prompt.ids.count + max(0, sequence.tokens.count - 1)
      try finished(sequence)
    } stepped: {
      try stepped()
    }
    statistics.requests += prompts.count
    statistics.computedTokens += queue.statistics.rows
    statistics.requestedTokens += alone
    statistics.generationSteps += queue.statistics.steps
    statistics.generationRows += queue.statistics.rows
    statistics.interruptions += queue.statistics.interruptions
    statistics.peakKeyValueBytes = max(statistics.peakKeyValueBytes, queue.ledger.peak)
  }
}
