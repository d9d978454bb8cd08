import Checkpoints
import Files
import Tensors
import Transformers

extension Measurement {
  /// Prompts from nothing, the last position of each scored.
  func measurePrefill() throws(Diagnostic) -> SectionResult {
    let model = try model()
    let length = model.configuration.contextLength
    let decoder = Decoder(model.weights, on: pool, maxRows: 1024)
    let work = UsefulWork(configuration: model.configuration)
    var result = SectionResult()
    for (sequences, wanted) in [(1, 512), (8, 128)] {
      let tokens = min(wanted, length), total = Double(sequences * tokens)
      let operations = Double(sequences) * work.operations(tokens: tokens)
      let turns = try Interleaving(rounds: repeats, ceiling: matrixRate) { () throws(Diagnostic) in
        operations / Self.prefill(decoder, sequences: sequences, tokens: tokens) / 1e9
      }
      let name = "prefill \(sequences)x\(tokens)"
      result.figures += [
        Figure(name, turns, "GFLOP/s", ceiling: matrixName, goal: .ratioAtLeast(0.8)),
        Figure(name + ", tokens", turns.work.map { $0 * 1e9 / operations * total }, "tokens/s"),
      ]
      let whole = Double(sequences) * work.operationsOfWholeLayers(tokens: tokens) / operations
      result.notes.append(
        "\(name): of the last layer only what the scored position needs is computed, and counted; "
          + "counted as whole layers the ratio is \(Digits.text(turns.ratio.median * whole))")
    }
    return result
  }

  /// Seconds.
  static func prefill(_ decoder: Decoder, sequences: Int, tokens: Int) -> Double {
    let ids = (0..<sequences * tokens).map { Int32($0 * 7919 % decoder.configuration.vocabularySize) }
    let watch = Stopwatch()
    let extensions = (0..<sequences).map { index in
      PathExtension(
        path: [],
        segment: KeyValueSegment(
          start: 0, capacity: tokens, shape: decoder.keyValueShape, isTransient: false),
        firstRow: index * tokens, rows: tokens)
    }
    let targets = (1...sequences).map { ThreadPool.Target(row: Int32($0 * tokens - 1), id: 1) }
    _ = decoder.step(ids, extensions, targets: targets)
    return watch.seconds
  }
}
