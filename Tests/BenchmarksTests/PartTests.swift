import Benchmarks
import Datasets
import Evaluation
import Files
import TestSupport
import Testing

@Suite("Parts of benchmarks, and other numbers of exemplars")
struct PartTests {
  private static let parted = Benchmark.all.filter { !$0.parts.isEmpty }

  @Test("MMLU and BBH have parts; those of one sub-task hold each item once, and so do the categories")
  func sizes() {
    #expect(Set(Self.parted.map(\.name)) == ["mmlu", "bbh"])
    for benchmark in Self.parted {
      for parts in [benchmark.parts.filter(\.isCategory), benchmark.parts.filter { !$0.isCategory }]
      where !parts.isEmpty {
        #expect(parts.reduce(0) { $0 + benchmark.asked(in: $1).itemCount } == benchmark.itemCount)
        #expect(parts.flatMap(\.subtasks).sorted() == benchmark.files.compactMap(\.subtask).sorted())
      }
      for part in benchmark.parts {
        let found = benchmark.asked(in: part)
        #expect(found.files.reduce(0) { $0 + $1.itemCount } == found.itemCount && found.parts.isEmpty)
      }
    }
  }

  @Test("no part is called like another part or a benchmark")
  func names() {
    for benchmark in Self.parted {
      let names = benchmark.parts.map { benchmark.name(of: $0) }
      #expect(Set(names).count == names.count && Set(names).isDisjoint(with: Benchmark.all.map(\.name)))
    }
    #expect(
      Benchmark.mmluHarness.parts.prefix(4).map { Benchmark.mmluHarness.name(of: $0) } == [
        "mmlu_humanities", "mmlu_social_sciences", "mmlu_stem", "mmlu_other",
      ])
    #expect(Benchmark.partNames.map(\.benchmark) == ["mmlu", "bbh"])
    #expect(Benchmark.partNames.map(\.names.count) == [61, 27])
  }

  @Test("a part asks of its items what the whole asks of them, in its order", arguments: parted)
  func items(whole: Benchmark) throws {
    let all = try whole.items(from: .fixtures)
    var seen = 0
    for part in whole.parts {
      let wanted = all.filter { part.subtasks.contains($0.subtask ?? "") }
      let benchmark = whole.asked(in: part)
      #expect(benchmark.whole == whole.id && benchmark.variant == whole.variant)
      guard !wanted.isEmpty else {
        #expect(throws: Diagnostic.self) { try benchmark.items(from: .fixtures) }
        continue
      }
      seen += wanted.count
      let items = try benchmark.items(from: .fixtures)
      #expect(items.map(\.id) == wanted.map(\.id) && items.map(\.index) == wanted.map(\.index))
      #expect(items.map { $0.prompt() } == wanted.map { $0.prompt() })
      #expect(items.map(\.solution) == wanted.map(\.solution))
      #expect(items.map(\.subtask) == wanted.map { part.subtasks.count == 1 ? nil : $0.subtask })
    }
    #expect(seen >= all.count)
  }

  @Test("a part of the official files is read without the files of the others")
  func files() throws {
    let data = DataDirectory(name: "data", isOfficial: true) { (path) throws(Diagnostic) in
      guard path.contains("anatomy"), try DataDirectory.fixtures.holds(path) else { return nil }
      return try DataDirectory.fixtures.file(path).bytes
    }
    let anatomy = try #require(Benchmark.mmluHarness.part(named: "mmlu_anatomy"))
    // It is read, and found to be a miniature.
    let tooFew = Diagnostic(
      "data/mmlu/test/anatomy_test.csv", "holds 4 items of mmlu_anatomy@lm-eval",
      expected: "the official file holds 135")
    #expect(throws: tooFew) { try anatomy.items(from: data) }
  }

  @Test(
    "Names of parts are found in the preset, with a protocol, and by the harness's names",
    arguments: [
      (Preset.lmEval, "mmlu_astronomy", "mmlu_astronomy@lm-eval auto"),
      (.paper, "mmlu_astronomy", "mmlu_astronomy@hendrycks on"),
      (.leaderboardV1, "mmlu_social_sciences", "mmlu_social_sciences@leaderboard-v1 off"),
      (.lmEval, "mmlu_stem@hendrycks", "mmlu_stem@hendrycks on"),
      (.lmEval, "bbh_navigate", "bbh_navigate@lm-eval auto"),
      (.lmEval, "bbh_cot_fewshot_navigate", "bbh_navigate@lm-eval auto"),
      (.paper, "bbh_navigate", "bbh_navigate@open-instruct on"),
      (.paper, "bbh_cot_fewshot_navigate", "bbh_navigate@lm-eval auto"),
    ])
  func found(preset: Preset, name: String, expected: String) throws {
    let entries = try preset.entries(named: [name, name])
    #expect(entries.map { "\($0.benchmark.id) \($0.bos?.rawValue ?? "auto")" } == [expected])
    #expect(Benchmark.known(entries[0].benchmark.id)?.id == entries[0].benchmark.id)
  }

  @Test(
    "A name that is nearly that of a part is told",
    arguments: [
      ("mmlu_astronmy", "did you mean mmlu_astronomy? There are "),
      ("mmlu_astronmy@hendrycks", "did you mean mmlu_astronomy@hendrycks? There are "),
      ("bbh_navigat", "did you mean bbh_navigate? There are "),
      ("mmlu_high_school_math", "did you mean mmlu_high_school_mathematics? There are "),
      ("mmlu_nonsense", "There are "),
    ])
  func unknown(name: String, beginning: String) throws {
    let error = try #require(throws: Diagnostic.self) { try Preset.lmEval.entries(named: [name]) }
    #expect(error.place == "--tasks" && error.status == .wrongUsage)
    #expect(error.problem == "there is no benchmark \"\(name)\"" && error.expectation.hasPrefix(beginning))
  }

  @Test("A part that a preset does not ask is named in full")
  func notInPreset() {
    let wanted = Diagnostic(
      "--tasks", "preset leaderboard-v1 has no bbh_navigate",
      expected: "name the protocol in full: bbh_navigate@lm-eval, bbh_navigate@open-instruct", status: .wrongUsage)
    #expect(throws: wanted) { try Preset.leaderboardV1.entries(named: ["bbh_navigate"]) }
  }

  @Test("the protocol's own number of exemplars changes nothing", arguments: Benchmark.all)
  func ownNumber(benchmark: Benchmark) throws {
    let same = try benchmark.asked(shots: benchmark.shots)
    #expect(same.protocolShots == nil && same.id == benchmark.id)
    let items = try same.items(from: .fixtures)
    #expect(try same.askDigest(items: items) == benchmark.askDigest(items: benchmark.items(from: .fixtures)))
    // Neither does a way there and back.
    guard benchmark.shots > 0 else { return }
    let back = try benchmark.asked(shots: 0).asked(shots: benchmark.shots)
    let again = try back.items(from: .fixtures)
    #expect(back.protocolShots == nil && back.shots == benchmark.shots)
    #expect(back.askDigest(items: again) == benchmark.askDigest(items: items))
  }

  @Test("fewer exemplars are the first of them, and all else is as it was", arguments: Benchmark.all)
  func fewer(benchmark: Benchmark) throws {
    guard benchmark.shots > 0, !benchmark.drawsExemplars else { return }
    let all = try benchmark.items(from: .fixtures)
    for shots in 0..<benchmark.shots {
      let fewer = try benchmark.asked(shots: shots)
      #expect(fewer.shots == shots && fewer.protocolShots == benchmark.shots && fewer.id == benchmark.id)
      let items = try fewer.items(from: .fixtures)
      #expect(items.map { $0.prompt() } == all.map { $0.prompt(shots: shots) })
      #expect(items.map(\.solution) == all.map(\.solution) && items.map(\.subtask) == all.map(\.subtask))
      #expect(fewer.askDigest(items: items) != benchmark.askDigest(items: all))
    }
  }

  @Test("exemplars that are drawn are drawn anew, as many as are wanted", arguments: [0, 1, 4, 6, 12])
  func drawn(shots: Int) throws {
    let train = try JSONLines.records(of: DataDirectory.fixtures.file("gsm8k/train.jsonl"), format: "")
    var random = PythonRandom(seed: 1234)
    for item in try Benchmark.gsm8kHarness.asked(shots: shots).items(from: .fixtures) {
      let sample = random.sample(shots, of: train.count)
      let drawn = try #require(sample)
      let wanted = try drawn.map {
        "Question: \(try train[$0].string("question"))\nAnswer: \(try train[$0].string("answer"))\n\n"
      }
      #expect(item.exemplars == wanted)
    }
  }

  @Test("a part may have another number of exemplars, too")
  func partWithShots() throws {
    let anatomy = try #require(Benchmark.mmluHarness.part(named: "mmlu_anatomy"))
    let items = try anatomy.items(from: .fixtures)
    let fewer = try anatomy.asked(shots: 2)
    #expect(fewer.id == anatomy.id && fewer.whole == "mmlu@lm-eval")
    #expect(try fewer.items(from: .fixtures).map { $0.prompt() } == items.map { $0.prompt(shots: 2) })
  }

  @Test("more exemplars than there are, and some where there are none, are refused with the reason")
  func refused() {
    let none = Diagnostic(
      "arc_easy@lm-eval", "is asked without exemplars, and --shots wants 3",
      expected: "tasks that have exemplars ('assay tasks' lists them), or no --shots", status: .wrongUsage)
    #expect(throws: none) { try Preset.lmEval.entries(named: ["mmlu", "arc_easy"], shots: 3) }
    let few = Diagnostic(
      "bbh@lm-eval", "has 3 exemplars, and --shots wants 5", expected: "at most so many, or other tasks",
      status: .wrongUsage)
    #expect(throws: few) { try Preset.lmEval.entries(named: ["mmlu", "bbh"], shots: 5) }
    let many = Diagnostic(
      "fixtures/gsm8k/train.jsonl", "holds 12 questions", expected: "at least 13, of which the exemplars are drawn")
    #expect(throws: many) { try Benchmark.gsm8kHarness.asked(shots: 13).items(from: .fixtures) }
    #expect(throws: Diagnostic.self) { try Benchmark.gsm8kHarness.asked(shots: -1) }
  }
}
