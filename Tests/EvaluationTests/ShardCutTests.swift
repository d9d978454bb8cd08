import Files
import TestSupport
import Testing

@testable import Evaluation

@Suite struct ShardCutTests {
  /// Subjects of several sizes behind headers of their own, and a task without either.
  private static func tasks() throws -> [RunTask] {
    [try RunTask(.parted(sizes: [40, 9, 130, 3])), try RunTask(.plain(items: 57))]
  }

  @Test("every item is in one shard, in the order of the items, whatever the count")
  func whole() throws {
    let tasks = try Self.tasks()
    for count in [1, 2, 3, 4, 7, 8, 64, 300] {
      let cut = ShardCut(tasks, count: count)
      var seen = tasks.map { _ in [String: Int]() }
      for shard in Shard.all(of: count) {
        for (task, items) in cut.items(of: shard, in: tasks).enumerated() {
          let places = items.compactMap { item in tasks[task].items.firstIndex { $0.id == item.id } }
          #expect(places == places.sorted())
          for item in items { seen[task][item.id, default: 0] += 1 }
        }
      }
      for (task, times) in zip(tasks, seen) {
        #expect(times.count == task.items.count && times.values.allSatisfy { $0 == 1 })
      }
    }
  }

  @Test("shards have about equal work, and what shares a prefix stays together")
  func balance() throws {
    let tasks = try Self.tasks()
    for count in [2, 3, 4, 8] {
      let cut = ShardCut(tasks, count: count)
      let mean = cut.work.reduce(0, +) / Double(count)
      #expect((cut.work.max() ?? 0) <= 1.2 * mean, "\(count): \(cut.work)")
    }
    let halves = ShardCut(tasks, count: 2)
    let owners = Shard.all(of: 2).map { Set(halves.items(of: $0, in: tasks)[0].map(\.id)) }
    for subject in ["b", "d"] {
      let ids = Set(tasks[0].items.filter { $0.subtask == subject }.map(\.id))
      #expect(owners.contains { $0.isSuperset(of: ids) }, "\(subject) is not divided")
    }
  }

  @Test("items of an article stay together, and the article counts once")
  func articles() throws {
    var task = try RunTask(.plain(items: 40))
    let article = String(repeating: "A long article. ", count: 50)
    for index in task.items.indices {
      task.items[index].context = "article \(index / 4)"
      task.items[index].question = "\(index / 4) \(article) Question \(index)?"
    }
    let cut = ShardCut([task], count: 3)
    for shard in Shard.all(of: 3) {
      let items = cut.items(of: shard, in: [task])[0]
      for (_, ofArticle) in Dictionary(grouping: items, by: \.context) { #expect(ofArticle.count == 4) }
    }
    #expect(cut.work.reduce(0, +) < 12 * Double(article.utf8.count))
  }

  @Test("names of folders are read as they are written, and nothing else is one")
  func names() {
    for shard in Shard.all(of: 12) { #expect(Shard(folder: shard.folder) == shard) }
    for name in [
      "shard-0-of-3", "shard-4-of-3", "shard-01-of-3", "shard-1-of-3 ", "shard--1-of-3", "shard-1-of-", "shard",
      "1-of-3", "shard-1-of-99999",
    ] {
      #expect(Shard(folder: name) == nil)
    }
  }
}
