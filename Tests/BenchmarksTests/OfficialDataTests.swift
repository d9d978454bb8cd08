import Benchmarks
import Datasets
import Evaluation
import Files
import TestSupport
import Testing

@Suite("Official files", .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct OfficialDataTests {
  @Test("Every protocol finds all its official items, each with its own id", arguments: Benchmark.all)
  func counts(benchmark: Benchmark) throws {
    let items = try benchmark.items(from: Official.data())
    #expect(items.count == benchmark.itemCount)
    #expect(Set(items.map(\.id)).count == items.count)
    #expect(items.allSatisfy { $0.exemplars.count == benchmark.shots })
    // Checks that every item can be scored as its benchmark wants.
    let task = try RunTask(benchmark: benchmark, items: items, bos: .on, askDigest: "")
    #expect(task.items.count == items.count)
    #expect(items.allSatisfy { !$0.target.isEmpty && $0.target != "[]" })
  }

  @Test("The leaderboard's ARC draws the exemplars that Python draws")
  func drawnExemplars() throws {
    let items = try Benchmark.arcChallengeLeaderboard.items(from: Official.data())
    #expect(items.prefix(5).map(\.index) == [595, 716, 511, 906, 148])
    let train = try JSONLines.records(
      of: Official.data().file("arc/ARC-Challenge/ARC-Challenge-Train.jsonl"), format: "")
    for (place, index) in [888, 201, 205, 908, 340].enumerated() {
      let stem = try train[index].record("question").string("stem")
      #expect(items[0].exemplars[place].hasPrefix("Question: \(stem)\nAnswer: "))
    }
  }

  @Test("The leaderboard's MC2 counts other answers as true than the harness of today for two questions only")
  func firstFalse() throws {
    let today = try Benchmark.truthfulQAMC2.items(from: Official.data())
    let then = try Benchmark.truthfulQAMC2Leaderboard.items(from: Official.data())
    #expect(zip(today, then).filter { $0.gold != $1.gold }.count == 2)
    #expect(zip(today, then).allSatisfy { $0.prompt() == $1.prompt() && $0.choices == $1.choices })
  }

  @Test("RACE's two versions differ only where an earlier question ends in a blank")
  func cloze() throws {
    let old = try Benchmark.race2.items(from: Official.data())
    let new = try Benchmark.race3.items(from: Official.data())
    for (old, new) in zip(old, new) {
      let questions = try #require(old.record["questions"]?.array?.compactMap { $0.string })
      let hasBlank = questions.dropLast().contains { $0.hasSuffix("  _  .") }
      #expect((old.prompt() == new.prompt()) == !hasBlank)
    }
  }

  @Test(
    "All prompts of the protocols that no golden covers are those of a few lines of Python",
    arguments: [
      // SHA-256 over the prompts with a zero byte between; random.Random(42), csv.reader, str slices.
      (Benchmark.arcChallengeLeaderboard, "fab8cfe8579ca96fd64e2db8957a632a5c4a76ada82d9cfbfb9d6a561e22c4cf"),
      (.race2, "05f8501bae8772c3214b9781a52ed18cea847de1308cb73b05cac5a6c297f441"),
      (.mmluHendrycks, "d7f638322740da40250c3a435296e6e3e06c06182b3e467a3bf724f185353457"),
      (.gsm8kOpenInstruct, "8f12c8dbec6dfb8e7ec58cedcd11cbfddd1575f96dc81e8b7be957ec7fe85cf7"),
      (.gsm8kLeaderboard, "4586b31d983bc5ffc46f3405a2618028e3b13e33b2f2cc4be778d65ce4395c7e"),
      (.bbhOpenInstruct, "a31f75dca2d1223a5201bddb332111c49fb16487bea1766fdc33993b9dcb585e"),
      (.humanEvalBigCode, "e0a264e3864261a096563541cc6aef9bd99e9f51ede2f3dc58fb8224746a7945"),
      (.humanEvalPlus, "f8cec8f75767caae6b0e4173e3fc8b5bdc3b67ec65329037bef06c3944610745"),
      (.mbppBigCode, "af30447c331ae650986dd4977ff971f1a4bd7c673f345918b3386cd462c81025"),
      (.mbppSanitized, "e3b9c220b40f07b7e4e8466e7d4fa4314d5214514730b2b05a23d1dcf39a63b4"),
      (.mbppPlus, "dd99025685e00e09bbfc039512c1d598302bb05d106705679a8d321c3cdfc3a5"),
    ])
  func wholePrompts(benchmark: Benchmark, sha256: String) throws {
    let prompts = try benchmark.items(from: Official.data()).map { $0.prompt() }
    #expect(SHA256.hexadecimal(of: prompts.joined(separator: "\0")) == sha256)
  }

  @Test("A file that lacks items is named with both numbers", arguments: Benchmark.all)
  func shortfall(benchmark: Benchmark) throws {
    let official = try Official.data()
    let file = try #require(benchmark.files.last)
    // The same folder without the last line, or record, of the benchmark's last file.
    let short = DataDirectory(name: "data", isOfficial: true) { (path) throws(Diagnostic) in
      if path.hasSuffix(".gz") { return nil }
      guard try official.holds(path) else { return nil }
      let bytes = try official.file(path).bytes
      return path == file.path ? Self.withoutLast(bytes, of: path) : bytes
    }
    let wanted = Diagnostic(
      "data/\(file.path)", "holds \(file.itemCount - 1) items of \(benchmark.id)",
      expected: "the official file holds \(file.itemCount)")
    #expect(throws: wanted) { try benchmark.items(from: short) }
  }

  private static func withoutLast(_ bytes: [UInt8], of path: String) -> [UInt8] {
    let isArray = path.hasSuffix(".json")
    if path.hasPrefix("mbpp/") {
      // The last test problem, where others follow; and numbers in there that no JSON parser takes.
      let text = String(decoding: bytes, as: UTF8.self)
      let last = path.hasSuffix(".jsonl") ? "510" : "479"
      let mark = path.hasSuffix("plus.json") ? "{\"task_id\"" : "\"task_id\": \(last),"
      guard let place = text.ranges(of: mark).last else { return [] }
      if path.hasSuffix("plus.json") {
        let before = text[..<place.lowerBound]
        return Array((before[..<(before.lastIndex(of: ",") ?? before.endIndex)] + "]").utf8)
      }
      return Array(text.replacing(mark, with: "\"task_id\": 10\(last),").utf8)
    }
    if isArray, let value = try? JSON(parsing: String(decoding: bytes, as: UTF8.self)),
      let array = value.array
    {
      return Array(JSON.array(Array(array.dropLast())).text().utf8)
    }
    if isArray, let value = try? JSON(parsing: String(decoding: bytes, as: UTF8.self)), var object = value.object,
      let array = object["examples"]?.array
    {
      object["examples"] = .array(Array(array.dropLast()))
      return Array(JSON.object(object).text().utf8)
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    return Array(lines.dropLast().joined(separator: [UInt8(ascii: "\n")]))
  }
}
