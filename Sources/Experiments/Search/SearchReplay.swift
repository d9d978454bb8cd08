import Files
import Merging

/// The candidates of a search in the order in which they are asked for: those that an interrupted search has in its log are taken from
/// there, and none is asked for twice.
struct SearchReplay {
  private let log: SearchLog
  private let path: String
  /// Of an earlier search, not yet asked for again.
  private var known: ArraySlice<SearchLog.Candidate>
  private var seen: [SearchLog.Candidate] = []

  init(_ log: SearchLog, path: String) {
    self.log = log
    self.path = path
    known = log.candidates[...]
  }

  /// What each candidate of a batch is worth, in their order.
  /// - Parameter ask: gets those of which nothing is known, and how many are known.
  mutating func values(
    of batch: [MergeWeights],
    _ ask: ([MergeWeights], Int) throws(Diagnostic) -> [SearchLog.Candidate]
  ) throws(Diagnostic) -> [Double] {
    var fresh: [MergeWeights] = []
    for weights in batch where !seen.contains(where: { $0.weights == weights }) && !fresh.contains(weights) {
      if let next = known.first {
        guard next.weights == weights else { throw others }
        seen.append(next)
        known = known.dropFirst()
      } else {
        fresh.append(weights)
      }
    }
    if !fresh.isEmpty {
      for candidate in try ask(fresh, seen.count) {
        try log.append(candidate)
        seen.append(candidate)
      }
    }
    return batch.compactMap { weights in seen.first { $0.weights == weights }?.value }
  }

  /// Throws where the log holds more than was asked for.
  func finish() throws(Diagnostic) { if !known.isEmpty { throw others } }

  private var others: Diagnostic {
    Diagnostic(path, "holds other candidates than this search proposes", expected: "what this assay wrote, or --fresh")
  }
}
