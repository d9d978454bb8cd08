import Evaluation
import Files
import TestSupport
import Testing

@Suite struct RunTests {
  static func tasks() throws -> [RunTask] {
    [try RunTask(.plain()), try RunTask(.parted()), try RunTask(.parted(aggregation: .macro))].enumerated()
      .map { index, task in
        var task = task
        if index == 2 { task.benchmark.variant = "macro" }
        return task
      }.named()
  }

  static func manifest(_ tasks: [RunTask]) -> RunManifest {
    RunManifest(
      model: ModelIdentity(name: "scripted"), tasks: tasks, seed: 0, weights: "auto", assayVersion: "0.0.1")
  }

  private static func run(
    _ path: String, _ tasks: [RunTask], on model: inout ScriptedModel, fresh: Bool = false
  ) throws -> RunResult {
    try Run(in: path, tasks: tasks, manifest: manifest(tasks), fresh: fresh).finish(on: &model)
  }

  /// All files of a run but for times.
  private static func files(_ path: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileSystem.names(in: path) where name.hasPrefix("samples_") || name == "digest" {
      files[name] = try FileSystem.bytes(of: path + "/" + name)
    }
    return files
  }

  @Test("neither the order of the answers nor a thread's luck changes a result, a sample or the digest")
  func order() throws {
    let folder = try ScratchDirectory()
    let tasks = try Self.tasks()
    var plain = ScriptedModel()
    let expected = try Self.run(folder["plain"], tasks, on: &plain)
    for seed in 1...5 as ClosedRange<UInt64> {
      var model = ScriptedModel(seed: seed)
      let result = try Self.run(folder["\(seed)"], tasks, on: &model)
      #expect(result.tasks == expected.tasks)
      #expect(result.digest == expected.digest)
      #expect(try Self.files(folder["\(seed)"]) == Self.files(folder["plain"]))
    }
  }

  @Test("another bit in one sum is another digest")
  func digest() throws {
    let folder = try ScratchDirectory()
    let tasks = try Self.tasks()
    var model = ScriptedModel()
    let expected = try Self.run(folder["a"], tasks, on: &model)
    var other = ScriptedModel { request, bos in
      var answer = ScriptedModel.answer(request, bos: bos)
      if request.context == "Question 3:" && request.continuation == " two" { answer.sum = answer.sum.nextUp }
      return answer
    }
    let result = try Self.run(folder["b"], tasks, on: &other)
    #expect(result.digest != expected.digest)
    #expect(result.tasks.map(\.digest) != expected.tasks.map(\.digest))
    #expect(result.tasks[1...].map(\.digest) == expected.tasks[1...].map(\.digest))
  }

  /// The value was computed from `OutcomeDigest`'s description by another program.
  @Test("the digest of a fixed run stays what it is")
  func goldenDigest() throws {
    let folder = try ScratchDirectory()
    var model = ScriptedModel()
    let result = try Self.run(folder["a"], [try RunTask(.plain(items: 2))], on: &model)
    #expect(result.digest == "0228384153756ca6dbc5f101b4f67aae31c65f31a543070b4e7ffcb65c752a0a")
    #expect(try FileSystem.bytes(of: folder["a"] + "/digest") == Array((result.digest + "\n").utf8))
  }

  @Test("killed after any number of answers and started again, a run asks nothing finished twice")
  func killed() throws {
    let folder = try ScratchDirectory()
    let tasks = try Self.tasks()
    var whole = ScriptedModel(seed: 3)
    let expected = try Self.run(folder["whole"], tasks, on: &whole)
    for answers in stride(from: 0, through: 24, by: 1) {
      let path = folder["killed"]
      var finished: Set<String> = []
      var model = ScriptedModel(seed: UInt64(answers), failsAfter: answers)
      var sessions = 0
      var result: RunResult?
      while result == nil {
        sessions += 1
        do {
          result = try Self.run(path, tasks, on: &model, fresh: sessions == 1)
        } catch {
          #expect((error as? Diagnostic)?.problem.hasPrefix("the model failed") == true)
          // A model that always dies before its first item is complete would never end.
          if sessions == 3 { model.failsAfter = nil }
        }
        // What stands in the journal now must not be asked again.
        let journal = try Journal(path + "/journal.jsonl").records.map { $0.outcome.task + $0.outcome.item }
        #expect(finished.isSubset(of: journal))
        finished = Set(journal)
      }
      #expect(result?.digest == expected.digest)
      #expect(result?.tasks == expected.tasks)
      #expect(try Self.files(path) == Self.files(folder["whole"]))
    }
  }

  @Test("items in the journal are never asked again")
  func neverTwice() throws {
    let folder = try ScratchDirectory()
    let tasks = [try RunTask(.plain(items: 9))]
    var model = ScriptedModel(seed: 8, failsAfter: 20)
    #expect(throws: Diagnostic.self) { try Self.run(folder["r"], tasks, on: &model) }
    let kept = try Journal(folder["r"] + "/journal.jsonl").records.map(\.outcome.index)
    #expect(!kept.isEmpty && kept.count < 9, "the kill must fall into the middle")
    var second = ScriptedModel(seed: 9)
    let result = try Self.run(folder["r"], tasks, on: &second)
    for (request, times) in second.asked {
      #expect(times == 1)
      #expect(!kept.contains { request.context == "Question \($0):" })
    }
    #expect(second.asked.count == 3 * (9 - kept.count))
    #expect(result.timings.map(\.items) == [9 - kept.count])
  }

  @Test("a finished run that is started again asks nothing and finds the same")
  func finished() throws {
    let folder = try ScratchDirectory()
    let tasks = try Self.tasks()
    var model = ScriptedModel()
    let first = try Self.run(folder["r"], tasks, on: &model)
    let calls = model.calls
    let second = try Self.run(folder["r"], tasks, on: &model)
    #expect(model.calls == calls)
    #expect(second.tasks == first.tasks && second.digest == first.digest)
    #expect(second.timings.allSatisfy { $0.tokensPerSecond == nil && $0.elapsed == .zero })
  }

  @Test("a journal cut at any byte resumes to the same digest and results")
  func everyByte() throws {
    let folder = try ScratchDirectory()
    let tasks = [try RunTask(.plain(items: 3)), try RunTask(.parted(sizes: [1, 1]))]
    var model = ScriptedModel(seed: 1)
    let expected = try Self.run(folder["r"], tasks, on: &model)
    let files = try Self.files(folder["r"])
    let journal = try FileSystem.bytes(of: folder["r"] + "/journal.jsonl")
    #expect(journal.count > 1000)
    for length in 0...journal.count {
      try AppendOnlyFile(folder["r"] + "/journal.jsonl", truncating: true).append(Array(journal[..<length]))
      let whole = journal[..<length].count { $0 == 0x0A }
      var model = ScriptedModel(seed: UInt64(length))
      let result = try Self.run(folder["r"], tasks, on: &model)
      #expect(result.digest == expected.digest && result.tasks == expected.tasks)
      #expect(result.timings.reduce(0) { $0 + $1.items } == 5 - whole)
      #expect(model.asked.values.allSatisfy { $0 == 1 })
      if length % 97 == 0 { #expect(try Self.files(folder["r"]) == files) }
    }
  }

  @Test("progress counts kept items, and what it throws stops the run with the journal kept")
  func progress() throws {
    let folder = try ScratchDirectory()
    let tasks = [try RunTask(.plain(items: 5))]
    var model = ScriptedModel()
    var seen: [Int] = []
    #expect(throws: Diagnostic("run", "stopped", expected: "go on")) {
      try Run(in: folder["r"], tasks: tasks, manifest: Self.manifest(tasks)).finish(on: &model) {
        (progress) throws(Diagnostic) in
        seen.append(progress.done)
        if progress.done == 2 { throw Diagnostic("run", "stopped", expected: "go on") }
      }
    }
    let run = try Run(in: folder["r"], tasks: tasks, manifest: Self.manifest(tasks))
    #expect(run.keptItems == 2 && run.items == 5)
    _ = try run.finish(on: &model) { (progress) throws(Diagnostic) in
      seen.append(progress.done)
      #expect(progress.total == 5 && progress.task == "plain")
    }
    #expect(seen == [0, 1, 2, 2, 3, 4, 5])
  }
}
