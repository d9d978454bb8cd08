import Evaluation
import Reporting

extension RunResult.ShardExtent {
  /// What a process says that has finished its shard.
  func text(run: String) -> String {
    let left = wholeItems - wholeFinished
    let next =
      left == 0
      ? "all shards are finished; 'assay join \(run)' makes the whole run of them"
      : "\(Quantity.count(left)) of the run's \(Quantity.count(wholeItems)) items are not finished yet"
    return "\(shard.words) of \(run): all \(Quantity.count(items)) items finished; \(next)\n"
  }
}
