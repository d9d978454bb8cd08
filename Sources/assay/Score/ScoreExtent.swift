import Evaluation
import Pipelines
import Reporting

/// How far a run of scores is, task by task: what an interruption says of the whole.
struct ScoreExtent {
  private var path = ""
  private var tasks: [(name: String, done: Int, items: Int)] = []
  private var done = 0

  /// The folder of the run.
  var place: String { path }

  mutating func begin(_ start: ScoreCheckpoint.Start) {
    path = start.path
    tasks = start.tasks.map { ($0.name, $0.kept, $0.items) }
    done = start.kept
  }

  mutating func update(_ progress: Runner.Progress) {
    done = progress.whole.done
    // Tasks are asked one after the other.
    for index in tasks.indices where index < progress.place - 1 { tasks[index].done = tasks[index].items }
    if tasks.indices.contains(progress.place - 1) { tasks[progress.place - 1].done = progress.done }
  }

  /// `312 of 1 400 items (done: arc; mmlu 212 of 1 000; not begun: gsm8k)`
  var words: String {
    let items = tasks.reduce(0) { $0 + $1.items }
    let finished = tasks.filter { $0.done == $0.items }.map(\.name)
    let begun = tasks.filter { $0.done > 0 && $0.done < $0.items }
    let rest = tasks.filter { $0.done == 0 && $0.items > 0 }.map(\.name)
    var parts: [String] = []
    if !finished.isEmpty { parts.append("done: \(finished.joined(separator: ", "))") }
    parts += begun.map { "\($0.name) \(Quantity.count($0.done)) of \(Quantity.count($0.items))" }
    if !rest.isEmpty { parts.append("not begun: \(rest.joined(separator: ", "))") }
    return "\(Quantity.count(done)) of \(Quantity.count(items)) items"
      + (parts.isEmpty || tasks.count < 2 ? "" : " (\(parts.joined(separator: "; ")))")
  }
}
