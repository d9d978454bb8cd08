import Checkpoints
import Files
import Transformers

extension Measurement {
  /// Opening a model whose file is in the page cache: header, mapping, and one look at every number.
  func measureLoad() throws(Diagnostic) -> SectionResult {
    let model = try model()
    let bytes = Double(model.fileBytes)
    let turns = try Interleaving(rounds: repeats, ceiling: readingRate) { () throws(Diagnostic) in
      let watch = Stopwatch()
      let weights = try DecoderWeights(try Checkpoint(directory: model.path), format: nil, on: pool)
      let seconds = watch.seconds
      withExtendedLifetime(weights) {}
      return bytes / seconds / 1e9
    }
    return SectionResult(figures: [
      Figure("load", turns, "GB/s", ceiling: "read"),
      Figure("load, for 1 GB", turns.work.map { 1 / $0 }, "s", goal: .valueAtMost(1)),
    ])
  }
}
