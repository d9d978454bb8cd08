import Checkpoints
import Files
import Tensors
import Transformers

extension Measurement {
  /// One token at a time behind a prefix, each with a score: all weights are read for every step.
  func measureStep() throws(Diagnostic) -> SectionResult {
    let model = try model()
    let prefix = min(128, model.configuration.contextLength / 2)
    let decoder = Decoder(model.weights, on: pool, maxRows: max(128, prefix))
    let bytes = Double(UsefulWork.bytesRead(model.weights))
    let root = KeyValueSegment(start: 0, capacity: prefix, shape: decoder.keyValueShape, isTransient: false)
    _ = decoder.step(
      [Int32](repeating: 1, count: prefix),
      [PathExtension(path: [], segment: root, firstRow: 0, rows: prefix)], targets: [])
    let steps = min(isQuick ? 4 : 8, model.configuration.contextLength - prefix)

    // Quick work, so other processes disturb a round much: more rounds than elsewhere.
    let rounds = isQuick ? repeats : 3 * repeats
    let single = try Interleaving(rounds: rounds, ceiling: readingRate) { () throws(Diagnostic) in
      bytes / (Self.steps(decoder, behind: root, sequences: 1, steps: steps) / Double(steps)) / 1e9
    }
    var result = SectionResult(figures: [
      Figure("step, 1 sequence", single, "GB/s", ceiling: "read", goal: .ratioAtLeast(0.8)),
      Figure("step, 1 sequence, tokens", single.work.map { $0 * 1e9 / bytes }, "tokens/s"),
    ])
    for sequences in [8, 32] {
      let alone = { () throws(Diagnostic) in
        Double(steps) / Self.steps(decoder, behind: root, sequences: 1, steps: steps)
      }
      let turns = try Interleaving(rounds: repeats, ceiling: alone) { () throws(Diagnostic) in
        Double(sequences * 4) / Self.steps(decoder, behind: root, sequences: sequences, steps: 4)
      }
      result.figures.append(Figure("step, \(sequences) sequences", turns, "tokens/s", ceiling: "1 sequence"))
    }
    return result
  }

  /// Seconds for so many steps of so many sequences that share the prefix.
  static func steps(
    _ decoder: Decoder, behind root: KeyValueSegment, sequences: Int, steps: Int
  ) -> Double {
    let segments = (0..<sequences).map { _ in
      KeyValueSegment(start: root.count, capacity: steps, shape: decoder.keyValueShape, isTransient: false)
    }
    let vocabulary = decoder.configuration.vocabularySize
    let watch = Stopwatch()
    for step in 0..<steps {
      let ids = (0..<sequences).map { Int32(($0 * 7919 + step * 104_729) % vocabulary) }
      let extensions = segments.enumerated().map {
        PathExtension(path: [root], segment: $0.element, firstRow: $0.offset, rows: 1)
      }
      let targets = (0..<sequences).map { ThreadPool.Target(row: Int32($0), id: 1) }
      _ = decoder.step(ids, extensions, targets: targets)
    }
    return watch.seconds
  }
}
