import Evaluation
import Files
import Pipelines
import Reporting

/// How far a run is, for whoever computes or waits: an answer may take minutes, a signal is obeyed at once.
final class ScoreWatch {
  var extent = ScoreExtent()
  var last = JobProgress("asking")

  func look() throws { try Interruption.tell(last, extent.place, extent.words, leaves: .finished) }
}
