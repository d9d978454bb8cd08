import Checkpoints
import Files
import Tensors
import Tokenization
import Transformers

extension Measurement {
  /// Cutting texts into tokens, beside computing those tokens: what it costs of a run whose prompts share nothing.
  func measureTokenizing() throws(Diagnostic) -> SectionResult {
    let model = try model(), words = try words().words
    let length = min(512, model.configuration.contextLength)
    let decoder = Decoder(model.weights, on: pool, maxRows: length)
    var shares: [Double] = [], rates: [Double] = []
    for round in 0..<repeats {
      try Interruption.check()
      // Other words in another order each time, so that few are remembered.
      let text = (0..<2 * length).map { words[($0 * 7919 + round * 104_729) % words.count] }.joined(separator: " ")
      let watch = Stopwatch()
      let ids = try model.tokenizer.encode(text)
      let encoding = watch.seconds / Double(ids.count)
      let prompt = Array(ids.prefix(length))
      let segment = KeyValueSegment(start: 0, capacity: prompt.count, shape: decoder.keyValueShape, isTransient: true)
      let prefill = Stopwatch()
      _ = decoder.step(
        prompt, [PathExtension(path: [], segment: segment, firstRow: 0, rows: prompt.count)],
        targets: [ThreadPool.Target(row: Int32(prompt.count - 1), id: 1)])
      let computing = prefill.seconds / Double(prompt.count)
      shares.append(100 * encoding / (encoding + computing))
      rates.append(Double(text.utf8.count) / (encoding * Double(ids.count)) / 1e6)
    }
    return SectionResult(figures: [
      Figure("tokenizing, share of a run", Spread(shares), "%", goal: .valueAtMost(3)),
      Figure("tokenizing", Spread(rates), "MB/s"),
    ])
  }
}
