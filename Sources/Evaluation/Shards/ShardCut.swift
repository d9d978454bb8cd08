/// Cuts the items of tasks into shards of about equal work. Items that share a prefix, which is computed once for all of them, stay together:
/// those of a subject behind their header and exemplars, those of an article. Only what is more than a quarter of a shard's work is divided.
/// The heaviest go first, each to the shard that has least so far. The cut depends on the tasks and the count alone.
struct ShardCut {
  /// Of each task, of each of its items: the shard's number, from 0.
  private var owners: [[Int]]
  /// Of each shard, in characters (`RunTask.work`), what several pieces share counted for each of them.
  private(set) var work: [Double]

  init(_ tasks: [RunTask], count: Int) {
    owners = tasks.map { [Int](repeating: 0, count: $0.items.count) }
    work = [Double](repeating: 0, count: count)
    let groups = tasks.indices.flatMap { Self.groups(of: tasks[$0], place: $0) }
    let share = groups.reduce(0) { $0 + $1.work } / Double(count)
    // Sorting is stable: equal ones stay in the order of the items.
    for piece in groups.flatMap({ $0.divided(share: share) }).sorted(by: { $0.work > $1.work }) {
      var lightest = 0
      for shard in work.indices where work[shard] < work[lightest] { lightest = shard }
      work[lightest] += piece.work
      for item in piece.items { owners[piece.task][item] = lightest }
    }
  }

  /// Of each task the items of a shard, in their order.
  func items(of shard: Shard, in tasks: [RunTask]) -> [[Item]] {
    zip(tasks, owners).map { task, owners in
      zip(task.items, owners).compactMap { $1 == shard.number - 1 ? $0 : nil }
    }
  }

  /// Items that share a prefix.
  private struct Group {
    var task: Int
    var items: [Int] = []
    /// Of each item, without the prefix.
    var own: [Double] = []
    /// Of the prefix.
    var shared: Double

    var work: Double { own.reduce(shared, +) }

    /// Pieces of at most about a quarter of a shard's work, unless the prefix would be most of what is computed.
    func divided(share: Double) -> [Group] {
      let all = own.reduce(0, +)
      var wanted = share > 0 ? (4 * all / share).rounded(.up) : 1
      if shared > 0 { wanted = min(wanted, (all / (4 * shared)).rounded(.down)) }
      let pieces = max(1, min(items.count, Int(exactly: wanted) ?? 1))
      guard pieces > 1 else { return [self] }
      var divided = [Group(task: task, shared: shared)], sum = 0.0
      for (item, work) in zip(items, own) {
        if sum >= all * Double(divided.count) / Double(pieces) { divided.append(Group(task: task, shared: shared)) }
        divided[divided.count - 1].items.append(item)
        divided[divided.count - 1].own.append(work)
        sum += work
      }
      return divided
    }
  }

  private struct Key: Hashable {
    var subtask, context: String?
    var prefix: String
  }

  private static func groups(of task: RunTask, place: Int) -> [Group] {
    var groups: [Group] = [], places: [Key: Int] = [:], firsts: [Item] = []
    for (index, item) in task.items.enumerated() {
      let prefix = item.header + item.exemplars.joined()
      let key = Key(subtask: item.subtask, context: item.context, prefix: prefix)
      let group = places[key] ?? groups.count
      if group == groups.count {
        places[key] = group
        groups.append(Group(task: place, shared: Double(prefix.utf8.count)))
        firsts.append(item)
      } else if groups[group].items.count == 1, item.context != nil {
        // An article stands in the question itself.
        let article = zip(firsts[group].question.utf8, item.question.utf8).prefix { $0 == $1 }.count
        groups[group].shared += Double(article)
        groups[group].own[0] = max(0, groups[group].own[0] - Double(article))
      }
      let isLater = !groups[group].items.isEmpty, article = groups[group].shared - Double(prefix.utf8.count)
      groups[group].items.append(index)
      groups[group].own.append(isLater ? max(0, task.work(of: item) - article) : task.work(of: item))
    }
    return groups
  }
}
