import Evaluation
import Files
import Statistics
import TestSupport
import Testing

@testable import Gating

/// A gate over folders that were damaged, or are of other runs: never green unless the outcomes are in truth the same.
@Suite struct DamagedRunTests {
  private static func tasks(limit: Int? = nil) throws -> [RunTask] {
    try [
      RunTask(.plain(items: 40), limit: limit), RunTask(.parted(), limit: limit),
    ].named()
  }

  private static func write(
    _ path: String, tasks: [RunTask], limit: Int? = nil, seed: Int = 0, data: String = "data", fresh: Bool = true,
    model: inout ScriptedModel
  ) throws {
    var manifest = RunManifest(
      model: ModelIdentity(name: "scripted"), tasks: tasks, limit: limit, seed: seed, weights: "auto",
      assayVersion: "0.0.1", circumstances: RunManifest.Circumstances(data: data))
    manifest.asked = ["--limit": limit.map { .integer($0) } ?? .null]
    _ = try Run(in: path, tasks: tasks, manifest: manifest, fresh: fresh).finish(on: &model)
  }

  private func status(_ reference: String, _ candidate: String) -> Files.ExitStatus {
    do throws(Diagnostic) {
      var policy = GatePolicy()
      policy.allowedUnscored = 20
      return try Gate(policy: policy).report(StoredRun(folder: reference), StoredRun(folder: candidate)).status
    } catch { return error.status }
  }

  @Test(
    "1,000 damages of a file of either run: lines dropped, doubled, swapped, edited, files cut, lost or of another run")
  func damages() throws {
    let folder = try ScratchDirectory(), sound = folder["sound"], damaged = folder["damaged"], other = folder["other"]
    var model = ScriptedModel(),
      another = ScriptedModel { request, bos in
        var answer = ScriptedModel.answer(request, bos: bos)
        answer.sum -= Double(request.continuation.utf8.count)
        return answer
      }
    try Self.write(sound, tasks: Self.tasks(), model: &model)
    try Self.write(damaged, tasks: Self.tasks(), model: &model)
    try Self.write(other, tasks: Self.tasks(), model: &another)
    #expect(status(sound, damaged) == .done)
    let names = try FileSystem.names(in: sound).filter { !["lock", "timing.json"].contains($0) }
    let files = try names.map { try FileSystem.bytes(of: sound + "/" + $0) }
    var green = 0
    for round in 0..<1000 {
      let key = KeyedRandom.key(20, UInt64(round)), place = Int(KeyedRandom.word(key, 0) % UInt64(names.count))
      let path = damaged + "/" + names[place], before = files[place]
      guard let after = try damage(before, key, foreign: other + "/" + names[place]) else {
        try FileSystem.remove(path)
        check(sound, damaged, round, names[place])
        try FileSystem.write(before, to: path)
        continue
      }
      guard after != before else { continue }
      try FileSystem.write(after, to: path)
      check(sound, damaged, round, names[place])
      try FileSystem.write(before, to: path)
      if round % 100 == 0 { green += status(sound, damaged) == .done ? 1 : 0 }
    }
    #expect(green > 5)
  }

  private func check(_ sound: String, _ damaged: String, _ round: Int, _ name: String) {
    let (forth, back) = (status(sound, damaged), status(damaged, sound))
    #expect(forth == .notComparable && back == .notComparable, "round \(round), \(name): \(forth), \(back)")
  }

  /// nil: the file goes away.
  private func damage(_ bytes: [UInt8], _ key: UInt64, foreign: String) throws -> [UInt8]? {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    func draw(_ place: Int, _ count: Int) -> Int { Int(KeyedRandom.word(key, place) % UInt64(max(1, count))) }
    let line = draw(1, lines.count - 1), second = draw(2, lines.count - 1)
    switch draw(3, 8) {
    case 0: lines.remove(at: line)
    case 1: lines.insert(lines[line], at: line)
    case 2: lines.swapAt(line, second)
    case 3:
      guard !lines[line].isEmpty else { return bytes }
      let byte = draw(4, lines[line].count)
      lines[line][byte] = lines[line][byte] == UInt8(ascii: "1") ? UInt8(ascii: "0") : UInt8(ascii: "1")
    case 4: return Array(bytes.prefix(draw(5, bytes.count)))
    case 5: return nil
    case 6: return try FileSystem.bytes(of: foreign)
    default: lines[line] += lines[second]
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  @Test("Runs of another limit, other data or another seed of draws; an unfinished one; one of an earlier version")
  func otherRuns() throws {
    let folder = try ScratchDirectory(), sound = folder["sound"]
    var model = ScriptedModel()
    try Self.write(sound, tasks: Self.tasks(), model: &model)
    try Self.write(folder["limit"], tasks: Self.tasks(limit: 3), limit: 3, model: &model)
    #expect(status(sound, folder["limit"]) == .notComparable && status(folder["limit"], sound) == .notComparable)
    try Self.write(folder["fixtures"], tasks: Self.tasks(), data: "fixtures", model: &model)
    #expect(status(sound, folder["fixtures"]) == .notComparable)
    // A greedy seed draws nothing: the outcomes are the same.
    try Self.write(folder["seed"], tasks: Self.tasks(), seed: 5, model: &model)
    #expect(status(sound, folder["seed"]) == .done)
    var dying = ScriptedModel(failsAfter: 20)
    let tasks = try Self.tasks()
    #expect(throws: Diagnostic.self) { try Self.write(folder["dead"], tasks: tasks, model: &dying) }
    #expect(status(sound, folder["dead"]) == .notComparable)
    let error = #expect(throws: Diagnostic.self) { try StoredRun(folder: folder["dead"]) }
    #expect(error?.problem == "holds a run that is not finished")
    // Without its seal a run is one of an earlier version; asked again, it gets it, and answers nothing anew.
    try FileSystem.remove(sound + "/seal.json")
    let old = #expect(throws: Diagnostic.self) { try StoredRun(folder: sound) }
    #expect(old?.problem == "was finished by an earlier version of assay")
    var silent = ScriptedModel(failsAfter: 0)
    try Self.write(sound, tasks: Self.tasks(), fresh: false, model: &silent)
    #expect(status(sound, folder["seed"]) == .done)
    #expect(throws: Diagnostic.self) { try StoredRun(folder: folder["nothing"]) }
    try FileSystem.makeDirectory(folder["empty"])
    #expect(status(folder["empty"], folder["empty"]) == .notComparable)
  }

  @Test("What a run keeps of an item: what was asked, its scores, and the log-likelihood of what is right to the bit")
  func records() throws {
    let folder = try ScratchDirectory()
    var model = ScriptedModel()
    try Self.write(folder["run"], tasks: Self.tasks(), model: &model)
    let run = try StoredRun(folder: folder["run"]), tasks = try Self.tasks()
    #expect(run.tasks.map(\.id) == ["plain@test", "parted@test"] && run.model.isEmpty)
    for (record, task) in zip(run.tasks, tasks) {
      #expect(record.items.map(\.item) == task.items.map(\.id))
      #expect(record.items.map(\.ask) == task.items.map { $0.askDigest(shots: $0.exemplars.count) })
      for (item, asked) in zip(record.items, task.items) {
        let sums = asked.requests().map { ScriptedModel.answer($0, bos: .on).sum }
        #expect(item.gold == asked.gold.first.map { sums[$0] })
        #expect(item.subtask == asked.subtask)
      }
    }
  }
}
