import Datasets
public import Evaluation
public import Files

extension Benchmark {
  /// A benchmark of made-up items without subtasks, scored by `acc` and `half`, which cannot score every
  /// third item.
  public static func plain(items count: Int = 7) -> Benchmark {
    Benchmark(
      name: "plain", variant: "test", version: 3, summary: "made-up questions", citation: "none",
      itemCount: count, asking: .choice(ChoiceRule(metrics: [.first, .picky])),
      load: { (_) throws(Diagnostic) in
        (0..<count).map { index in
          Item(
            id: "p\(index)", index: index, question: "Question \(index):",
            solution: .choices([" one", " two", " three"], right: [index % 3]),
            record: ["question": .string("Question \(index):"), "answer": .integer(index % 3)])
        }
      })
  }

  /// A benchmark of subtasks with exemplars, in two categories.
  public static func parted(
    aggregation: Aggregation = .micro, overflow: Overflow = .truncateLeft, sizes: [Int] = [4, 3, 5]
  ) -> Benchmark {
    Benchmark(
      name: "parted", variant: "test", version: 1, summary: "made-up subjects", citation: "none", shots: 3,
      itemCount: sizes.reduce(0, +), overflow: overflow, asking: .choice(ChoiceRule(metrics: [.first])),
      aggregation: aggregation,
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
                question: "Item \(index) of \(subject)?", solution: .choices([" A", " B"], right: [index % 2]),
                record: ["row": .integer(index)]))
          }
        }
        return items
      })
  }
}

extension Benchmark {
  /// Questions that are answered in words, read in two ways.
  public static func answered(items count: Int = 5) -> Benchmark {
    Benchmark(
      name: "answered", variant: "test", version: 2, summary: "made-up sums", citation: "none", shots: 1,
      itemCount: count,
      asking: .answer(
        AnswerRule(
          generation: GenerationRule(stops: ["\n", "Q"], maxTokens: 9), extractions: [.lastWord, .anywhere])),
      load: { (_) throws(Diagnostic) in
        (0..<count).map { index in
          Item(
            id: "a\(index)", index: index, exemplars: ["1 and 1: 2\n"], question: "\(index) and \(index):",
            solution: .answer("\(2 * index)"), record: ["number": .integer(index)])
        }
      })
  }

  /// Functions to be written, tests that nobody runs.
  public static func programmed(items count: Int = 5) -> Benchmark {
    Benchmark(
      name: "programmed", variant: "test", version: 1, summary: "made-up functions", citation: "none",
      itemCount: count,
      asking: .program(
        ProgramRule(generation: GenerationRule(stops: ["\ndef"], maxTokens: 20, room: .oneToken), filter: "made")),
      load: { (_) throws(Diagnostic) in
        (0..<count).map { index in
          Item(
            id: "f/\(index)", index: index, question: "def f\(index)():",
            solution: .program(
              Problem(opening: "def f\(index)():", tests: "assert f\(index)() == 1", entryPoint: "f\(index)")),
            record: ["number": .integer(index)])
        }
      })
  }
}

extension Extraction {
  public static let lastWord = Extraction(
    name: "strict", summary: "the last word", extract: { $0.split(separator: " ").last.map(String.init) },
    matches: { $0 == $1.target })

  public static let anywhere = Extraction(
    name: "anywhere", summary: "the number anywhere", extract: { $0 }, matches: { $0.contains($1.target) })
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
  public init(
    _ benchmark: Benchmark, limit: Int? = nil, bos: BOSPolicy = .on,
    generation: GenerationOptions = GenerationOptions(), seed: Int = 0
  ) throws(Diagnostic) {
    let items = try benchmark.load(.nothing)
    try self.init(
      benchmark: benchmark, items: items, limit: limit, bos: bos, generation: generation, seed: seed,
      askDigest: "ask-" + benchmark.id)
  }
}

extension DataDirectory {
  fileprivate static let nothing = DataDirectory(name: "nothing", isOfficial: false) {
    (_) throws(Diagnostic) in nil
  }
}
