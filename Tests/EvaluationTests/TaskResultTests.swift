import Evaluation
import Files
import Statistics
import TestSupport
import Testing

@Suite struct TaskResultTests {
  /// Outcomes of a model that is right on the items whose ids are given.
  private func outcomes(_ task: RunTask, right: Set<String>) -> [ItemOutcome] {
    task.items.map { item in
      ItemOutcome(
        task: task.benchmark.id, item: item.id, index: item.index, promptDigest: "",
        shots: item.exemplars.count,
        answers: .likelihoods(
          item.choices.indices.map { choice in
            let isBest = item.gold.contains(choice) == right.contains(item.id)
            return Likelihood(sum: isBest ? -1 : -2, isGreedy: false, contextTokens: 9, continuationTokens: 1)
          }))
    }
  }

  @Test("a model that is always, never or half right has 1, 0 and a half")
  func extremes() throws {
    let task = try RunTask(.parted(sizes: [4, 2, 6]))
    let all = Set(task.items.map(\.id))
    let half = Set(task.items.filter { $0.index % 2 == 0 }.map(\.id))
    for (right, value) in [(all, 1.0), ([], 0), (half, 0.5)] {
      let result = TaskResult(task, outcomes: outcomes(task, right: right))
      #expect(result.metrics.map(\.mean?.value) == [value])
      #expect(result.subtasks.map(\.metrics[0].mean?.value) == [value, value, value])
      #expect(result.categories.map(\.metrics[0].mean?.value) == [value, value])
    }
  }

  @Test("micro weighs items, macro weighs subtasks, and each has its own standard error")
  func aggregation() throws {
    let right: Set = ["a/0", "a/1", "a/2", "a/3", "b/0", "c/0"]
    let micro = try RunTask(.parted(sizes: [4, 2, 6]))
    let pooled = TaskResult(micro, outcomes: outcomes(micro, right: right))
    let groups: [[Double]] = [[1, 1, 1, 1], [1, 0], [1, 0, 0, 0, 0, 0]]
    #expect(pooled.metrics[0].mean == SampleMean(pooling: groups))
    #expect(pooled.metrics[0].mean?.value == 0.5)
    let macro = try RunTask(.parted(aggregation: .macro, sizes: [4, 2, 6]))
    let mean = TaskResult(macro, outcomes: outcomes(macro, right: right))
    #expect(mean.metrics[0].mean == SampleMean(macroOf: groups))
    #expect(abs((mean.metrics[0].mean?.value ?? 0) - (1 + 0.5 + 1.0 / 6) / 3) < 1e-15)
    #expect(pooled.categories.map(\.name) == ["low", "high end"])
    #expect(pooled.categories.map(\.members) == [["a", "b"], ["c"]])
    #expect(pooled.categories.map(\.items) == [6, 6])
    #expect(pooled.categories[0].metrics[0].mean == SampleMean(pooling: Array(groups[..<2])))
    #expect(mean.categories[0].metrics[0].mean == SampleMean(macroOf: Array(groups[..<2])))
    #expect(pooled.subtasks.map(\.metrics[0].mean) == groups.map { SampleMean(of: $0) })
  }

  @Test("unscored items are counted and not averaged")
  func unscored() throws {
    let task = try RunTask(.plain(items: 7))
    let result = TaskResult(task, outcomes: outcomes(task, right: []))
    #expect(result.metrics.map(\.name) == ["acc", "half"])
    #expect(result.metrics.map(\.unscored) == [0, 2])
    #expect(result.metrics.map { $0.mean?.count } == [7, 5])
    #expect(result.items == 7 && result.subtasks.isEmpty && result.categories.isEmpty)
  }

  @Test("a category of which nothing was asked is not shown")
  func absentCategory() throws {
    let task = try RunTask(.parted(sizes: [1, 1]))
    #expect(TaskResult(task, outcomes: outcomes(task, right: [])).categories.map(\.name) == ["low"])
  }
}
