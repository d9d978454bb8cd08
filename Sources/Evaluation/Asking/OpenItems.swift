import Files

/// The items of a session that wait for answers: which request belongs to which item, and what has come so far.
struct OpenItems<Answer> {
  /// An item with all its answers, in the order of its requests.
  struct Complete {
    var item: Item
    var shots: Int
    var answers: [Answer]
  }

  let task: RunTask
  fileprivate var entries: [Entry] = []
  fileprivate var origins: [(entry: Int, slot: Int)] = []

  fileprivate struct Entry {
    var item: Item
    var shots: Int
    var answers: [Answer?]
    var missing: Int
  }

  init(_ task: RunTask) { self.task = task }

  /// Adds an item; its requests are the next `count` ones.
  mutating func add(_ item: Item, shots: Int, requests count: Int) {
    origins += (0..<count).map { (entries.count, $0) }
    entries.append(
      Entry(item: item, shots: shots, answers: Array(repeating: nil, count: count), missing: count))
  }

  /// Takes an answer; the whole item once it was the last one, nil before.
  mutating func take(_ answer: Answer, toRequest index: Int) throws(Diagnostic) -> Complete? {
    guard origins.indices.contains(index) else { throw .unasked(index, task) }
    let origin = origins[index]
    guard entries[origin.entry].answers[origin.slot] == nil else {
      throw .answeredTwice(entries[origin.entry].item, origin.slot, task)
    }
    entries[origin.entry].answers[origin.slot] = answer
    entries[origin.entry].missing -= 1
    guard entries[origin.entry].missing == 0 else { return nil }
    let entry = entries[origin.entry]
    return Complete(item: entry.item, shots: entry.shots, answers: entry.answers.compactMap { $0 })
  }

  /// The error with the name of its item, where it is about a request.
  /// - Parameter check: throws for a request that has no answer.
  func naming(_ error: Diagnostic, requests: Int, _ check: (Int) throws(Diagnostic) -> Void) -> Diagnostic {
    for index in 0..<min(requests, origins.count) {
      do throws(Diagnostic) {
        try check(index)
      } catch let reason where reason == error {
        return .unanswerable(error, entries[origins[index].entry].item, task)
      } catch {
        continue
      }
    }
    return error
  }
}

extension OpenItems<Likelihood> {
  /// The same, and throws for what is no log-likelihood.
  mutating func takeNumber(_ likelihood: Likelihood, toRequest index: Int) throws(Diagnostic) -> Complete? {
    if likelihood.sum.isNaN || likelihood.sum == .infinity {
      throw .notANumber(likelihood.sum, try item(ofRequest: index), task)
    }
    return try take(likelihood, toRequest: index)
  }

  private func item(ofRequest index: Int) throws(Diagnostic) -> Item {
    guard origins.indices.contains(index) else { throw .unasked(index, task) }
    return entries[origins[index].entry].item
  }
}

extension Diagnostic {
  fileprivate static func notANumber(_ sum: Double, _ item: Item, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      "\(task.benchmark.id), item '\(item.id)'", "the model's log-likelihood is \(sum)",
      expected: "log-likelihoods are numbers of at most 0; the weights or an adapter may be damaged")
  }

  fileprivate static func unanswerable(_ reason: Diagnostic, _ item: Item, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      "\(task.benchmark.id), item '\(item.id)'", "\(reason.place) \(reason.problem)", expected: reason.expectation,
      status: reason.status)
  }

  static func unanswered(_ item: Item, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      "\(task.benchmark.id), item '\(item.id)'", "the model has not answered all of its \(parts(task))",
      expected: oneEach)
  }

  fileprivate static func unasked(_ index: Int, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      task.benchmark.id, "the model answered request \(index), which was not asked", expected: oneEach)
  }

  fileprivate static func answeredTwice(_ item: Item, _ slot: Int, _ task: RunTask) -> Diagnostic {
    Diagnostic(
      "\(task.benchmark.id), item '\(item.id)'",
      "the model answered \(parts(task).dropLast()) \(slot + 1) twice", expected: oneEach)
  }

  private static func parts(_ task: RunTask) -> String {
    task.benchmark.asking.generation == nil ? "choices" : "samples"
  }

  private static var oneEach: String { "a model gives one answer to each request" }
}
