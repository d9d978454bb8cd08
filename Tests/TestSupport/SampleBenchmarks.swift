import Datasets
public import Evaluation
public import Files

extension Benchmark {
  /// A benchmark of made-up items without sub-tasks, scored by `acc` and `half`, which cannot score every
  /// third item.
  public static func plain(items count: Int = 7) -> Benchmark {
    Benchmark(
      name: "plain", variant: "test", version: 3, summary: "made-up questions", citation: "none",
      itemCount: count, metrics: [.first, .picky],
      load: { (_) throws(Diagnostic) in
        (0..<count).map { index in
          Item(
            id: "p\(index)", index: index, question: "Question \(index):",
            choices: [" one", " two", " three"], gold: [index % 3],
            record: ["question": .string("Question \(index):"), "answer": .integer(index % 3)])
        }
      })
  }

  /// A benchmark of sub-tasks with exemplars, in two categories.
  public static func parted(
    aggregation: Aggregation = .micro, overflow: Overflow = .truncateLeft, sizes: [Int] = [4, 3, 5]
  ) -> Benchmark {
    Benchmark(
      name: "parted", variant: "test", version: 1, summary: "made-up subjects", citation: "none", shots: 3,
      itemCount: sizes.reduce(0, +), overflow: overflow, metrics: [.first], aggregation: aggregation,
      categories: [
        Category(name: "low", subtasks: ["a", "b"]), Category(name: "high end", subtasks: ["c", "d"]),
      ],
      load: { (_) throws(Diagnostic) in
        var items: [Item] = []
        for (subject, size) in zip(["a", "b", "c", "d"], sizes) {
          for index in 0..<size {
            items.append(
              Item(
                id: "\(subject)/\(index)", index: index, subtask: subject, header: "About \(subject).\n\n",
                exemplars: (1...3).map { "exemplar \($0) of \(subject) \n\n" },
                question: "Item \(index) of \(subject)?", choices: [" A", " B"], gold: [index % 2],
                record: ["row": .integer(index)]))
          }
        }
        return items
      })
  }
}

extension ChoiceMetric {
  /// Right when the most likely choice, the first of equals, is a right one.
  public static let first = ChoiceMetric(name: "acc") { sums, item in
    guard let best = sums.indices.max(by: { sums[$0] < sums[$1] || (sums[$0] == sums[$1] && $0 > $1) })
    else { return nil }
    return item.gold.contains(best) ? 1 : 0
  }

  public static let picky = ChoiceMetric(name: "half") { sums, item in
    item.index % 3 == 2 ? nil : (sums[0] < sums[1] ? 0.5 : 1)
  }
}

extension RunTask {
  /// The task of a benchmark whose loader needs no files.
  public init(_ benchmark: Benchmark, limit: Int? = nil, bos: BOSPolicy = .on) throws(Diagnostic) {
    let items = try benchmark.load(.nothing)
    try self.init(
      benchmark: benchmark, items: items, limit: limit, bos: bos, askDigest: "ask-" + benchmark.id)
  }
}

extension DataDirectory {
  fileprivate static let nothing = DataDirectory(name: "nothing", isOfficial: false) {
    (_) throws(Diagnostic) in nil
  }
}
