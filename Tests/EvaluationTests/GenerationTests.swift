import CodeExecution
import Evaluation
import Files
import Statistics
import TestSupport
import Testing

/// Tasks that generate text, from requests to results.
@Suite struct GenerationTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func run(
    _ out: String, _ tasks: [RunTask], _ model: inout ScriptedModel, _ programs: ScriptedRunner = ScriptedRunner()
  ) throws -> RunResult {
    let manifest = RunManifest(
      model: ModelIdentity(name: "m"), tasks: tasks, seed: 0, weights: "auto", assayVersion: "0")
    return try Run(in: folder[out], tasks: tasks, manifest: manifest).finish(on: &model, programs: programs)
  }

  @Test("requests: greedy by default; samples are drawn from streams that depend on seed, task, item and sample alone")
  func requests() throws {
    let greedy = try RunTask(.answered())
    let request = greedy.generationRequests(of: greedy.items[1])
    #expect(
      request == [GenerationRequest(prompt: "1 and 1: 2\n1 and 1:", stops: ["\n", "Q"], maxTokens: 9)])
    let options = GenerationOptions(samples: 3, temperature: 0.5, topP: 0.9, topK: 7, maxTokens: 4)
    func streams(_ benchmark: Benchmark, seed: Int) throws -> [UInt64] {
      let task = try RunTask(benchmark, generation: options, seed: seed)
      return task.items.flatMap { task.generationRequests(of: $0) }.compactMap { request in
        guard case .sampled(let sampling) = request.decoding else { return nil }
        #expect(request.maxTokens == 4)
        #expect(sampling.temperature == 0.5 && sampling.topP == 0.9 && sampling.topK == 7)
        return sampling.stream
      }
    }
    let all = try streams(.answered(), seed: 0) + streams(.answered(), seed: 1) + streams(.programmed(), seed: 0)
    #expect(all.count == 45 && Set(all).count == 45)
    #expect(try streams(.answered(), seed: 0) == Array(all[..<15]))
    // So that published samples can be drawn again: a change here changes every sampled result.
    // The first 8 bytes of the SHA-256 of "0 13:answered@test 2:a0 0".
    #expect(all[0] == 0x453d_57a1_be84_de5b)
  }

  @Test("neither order nor a kill changes results or digest; nothing finished is asked or judged again")
  func resume() throws {
    let options = GenerationOptions(samples: 3, temperature: 1)
    let tasks = [try RunTask(.answered(), generation: options), try RunTask(.programmed(), generation: options)]
    var model = ScriptedModel()
    let whole = try run("whole", tasks, &model)
    for fails in [0, 1, 4, 9, 14] {
      var killed = ScriptedModel(seed: UInt64(fails), failsAfter: fails)
      #expect(throws: Diagnostic.self) { try run("killed", tasks, &killed) }
    }
    var unjudged = ScriptedModel(seed: 3)
    #expect(throws: Diagnostic.self) { try run("killed", tasks, &unjudged, ScriptedRunner(failsAfter: 8)) }
    var last = ScriptedModel(seed: 9)
    let resumed = try run("killed", tasks, &last)
    #expect(resumed.digest == whole.digest && resumed.tasks == whole.tasks)
    #expect(last.generated.values.allSatisfy { $0 == 1 })
    #expect(last.generated.count < model.generated.count)
    for name in ["samples_answered.jsonl", "samples_programmed.jsonl"] {
      #expect(
        try FileSystem.bytes(of: folder["killed"] + "/" + name) == FileSystem.bytes(of: folder["whole"] + "/" + name))
    }
  }

  @Test("every completion has its ending, every program its verdict, and the sums are those of the samples")
  func tallies() throws {
    let options = GenerationOptions(samples: 10, temperature: 1)
    let tasks = [try RunTask(.answered(), generation: options), try RunTask(.programmed(), generation: options)]
    var model = ScriptedModel()
    let result = try run("run", tasks, &model)
    for task in result.tasks {
      let tally = try #require(task.generation)
      #expect(tally.completions == 50 && tally.endings.reduce(0) { $0 + $1.count } == 50)
      #expect(tally.endings.map(\.name) == ["eos", "stop", "budget", "context"])
    }
    #expect(result.tasks[0].verdicts == nil)
    let verdicts = try #require(result.tasks[1].verdicts)
    #expect(verdicts.counts.map(\.name) == Verdict.words && verdicts.counts.reduce(0) { $0 + $1.count } == 50)
    #expect(result.tasks[1].metrics.map(\.label) == ["pass@1,made", "pass@10,made"])
    var endings = 0
    var passed: [Double] = []
    for line in try FileSystem.bytes(of: folder["run"] + "/samples_programmed.jsonl").split(separator: 0x0A) {
      let json = try JSON(parsing: String(decoding: line, as: UTF8.self))
      endings += json["assay"]?["endings"]?.array?.count { $0.string == "budget" } ?? 0
      let all = try #require(json["assay"]?["verdicts"]?.array)
      passed.append(Double(all.count { $0.string == "passed" }) / 10)
      #expect(json["resps"]?.array?[0].array?.count == 10 && all.count == 10)
    }
    #expect(result.tasks[1].generation?.endings[2].count == endings)
    #expect(result.tasks[1].metrics[0].mean == SampleMean(of: passed))
    let own = try JSON(file: folder["run"] + "/results.json")["assay"]?["tasks"]?["programmed"]
    #expect(own?["generation"]?["endings"]?["budget"]?.integer == endings)
    #expect(own?["verdicts"]?["counts"]?["passed"]?.integer == verdicts.counts[0].count)
    #expect(own?["verdicts"]?["differ_from_reference"]?.integer == verdicts.differing)
  }

  @Test("programs without a runner are an error, and a runner that forgets or repeats is caught")
  func runners() throws {
    let task = try RunTask(.programmed(items: 1))
    var model = ScriptedModel()
    let journal = try Journal(folder["journal.jsonl"])
    #expect(throws: Diagnostic.self) { try Runner(task).outcomes(on: &model, journal: journal) }
    struct Odd: ProgramRunner {
      var indices: [Int]
      func reports(of programs: [Program], completed: (Int, ProgramReport) throws -> Void) throws {
        for index in indices { try completed(index, ProgramReport(verdict: .passed)) }
      }
    }
    for indices in [[], [0, 0], [1]] {
      #expect(throws: Diagnostic.self) {
        try Runner(task).outcomes(on: &model, programs: Odd(indices: indices), journal: Journal(folder["j\(indices)"]))
      }
    }
  }

  @Test("which tries are told for, and whose verdicts")
  func metrics() throws {
    func labels(_ options: GenerationOptions, _ verdicts: Judging.Verdicts = .strict) -> [String] {
      Benchmark.programmed().metrics(options, verdicts: verdicts).map(\.label)
    }
    #expect(labels(GenerationOptions()) == ["pass@1,made"])
    #expect(labels(GenerationOptions(samples: 10)) == ["pass@1,made", "pass@10,made"])
    #expect(labels(GenerationOptions(samples: 200)) == ["pass@1,made", "pass@10,made", "pass@100,made"])
    #expect(labels(GenerationOptions(samples: 9, tries: [5, 2])) == ["pass@5,made", "pass@2,made"])
    #expect(labels(GenerationOptions(), .both) == ["pass@1,made", "pass@1,reference"])
    #expect(GenerationOptions(tries: [1]).isAsTheProtocolSays && !GenerationOptions(maxTokens: 3).isAsTheProtocolSays)
  }

  @Test("pass@k is unbiased: the mean over all ways to choose k of n samples", arguments: 1...8)
  func passAtK(samples: Int) throws {
    for passed in 0...samples {
      for tries in 1...samples {
        var hits = 0
        var sets = 0
        for set in 0..<(1 << samples) where set.nonzeroBitCount == tries {
          sets += 1
          // The samples with the lowest numbers are those that passed.
          if set & ((1 << passed) - 1) != 0 { hits += 1 }
        }
        let estimate = try #require(PassAtK.estimate(samples: samples, passed: passed, tries: tries))
        #expect(abs(estimate - Double(hits) / Double(sets)) < 1e-12)
      }
    }
    #expect(PassAtK.estimate(samples: samples, passed: 0, tries: samples + 1) == nil)
  }
}
