import Datasets
import Evaluation
import Files
import Pipelines
import TestSupport
import Testing

/// Whole runs against lm-evaluation-harness 0.4.13 on made-up log-likelihoods
/// (../shared/golden/lmeval/scripted).
@Suite(
  "Parity of results.json with lm-evaluation-harness",
  .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct ResultParityTests {
  @Test(
    "means and standard errors of every task, MMLU's 57 subjects included",
    arguments: [("arc_challenge,arc_easy,openbookqa,race,truthfulqa_mc1", 40, 5), ("mmlu", 3, 57)])
  func results(tasks: String, limit: Int, count: Int) throws {
    let shared = try #require(TestSupport.shared)
    let folder = try ScratchDirectory()
    var answers: [LikelihoodRequest: Double] = [:]
    for task in tasks.split(separator: ",") {
      for line in try TestSupport.lines(of: shared + "/golden/lmeval/scripted/\(task).jsonl.gz") {
        let prompt = try #require(line["prompt"]?.string)
        let choices = try #require(line["choices"]?.array)
        for (choice, sum) in zip(choices, try #require(line["ll"]?.array)) {
          let request = LikelihoodRequest(context: prompt, continuation: try #require(choice.string))
          let value: Double = try #require(sum.number)
          answers[request] = value
        }
      }
    }
    let job = ScoreCheckpoint(
      preset: "lm-eval", tasks: tasks.split(separator: ",").map(String.init),
      data: try DataDirectory(path: shared + "/data"), out: folder["run"], limit: limit)
    var model = ScriptedModel(seed: 1) { [answers] request, _ in
      // What was not recorded would show as a NaN that stops the run.
      Likelihood(sum: answers[request] ?? .nan, isGreedy: false, contextTokens: 1, continuationTokens: 1)
    }
    _ = try job.run(on: &model, identity: ModelIdentity(name: "scripted"))
    try compare(folder["run"], tasks: tasks.split(separator: ",").map(String.init), count: count)
  }

  @Test(
    "means and standard errors where text is generated, BBH's 27 tasks included; programs are really executed",
    arguments: [
      ("gsm8k@lm-eval", "gsm8k", 48, 1), ("gsm8k_cot@lm-eval", "gsm8k_cot", 48, 1),
      ("bbh@lm-eval", "bbh_cot_fewshot", 7, 27), ("humaneval@lm-eval", "humaneval", 6, 1),
      ("mbpp@lm-eval", "mbpp", 6, 1),
    ])
  func generated(task: String, golden: String, limit: Int, count: Int) throws {
    let shared = try #require(TestSupport.shared)
    let folder = try ScratchDirectory()
    var texts: [String: String] = [:]
    for line in try TestSupport.lines(of: shared + "/golden/lmeval/scripted/\(golden).jsonl.gz") {
      texts[try #require(line["prompt"]?.string)] = try #require(line["raw"]?.string)
    }
    var job = ScoreCheckpoint(
      preset: "lm-eval", tasks: [task], data: try DataDirectory(path: shared + "/data"), out: folder["run"],
      limit: limit)
    var model = ScriptedModel(seed: 1)
    model.complete = { [texts] request, _ in
      Completion(
        text: texts[request.prompt] ?? "not recorded", ending: .stop, tokens: 1, contextTokens: 1)
    }
    for verdicts in try job.needsSandbox() ? Judging.Verdicts.allCases : [.strict] {
      let programs = ProgramSandbox(verdicts: verdicts)
      let sandbox = try job.needsSandbox() ? programs.open() : nil
      job.judging = sandbox.map(programs.judging) ?? Judging()
      job.startsOver = true
      _ = try job.run(on: &model, identity: ModelIdentity(name: "scripted"), programs: sandbox)
      #expect(model.generated.keys.allSatisfy { texts[$0.prompt] != nil })
      try compare(folder["run"], tasks: [golden], count: count)
    }
  }

  private func compare(_ run: String, tasks: [String], count: Int) throws {
    let shared = try #require(TestSupport.shared)
    let ours = try JSON(file: run + "/results.json")["results"]
    let golden = try JSON(file: shared + "/golden/lmeval/scripted/results.json")["tasks"]?.object
    var compared = 0
    for (name, entry) in golden?.members ?? [] {
      guard tasks.contains(where: { name == $0 || name.hasPrefix($0 + "_") && !Self.isOther(name) }) else {
        continue
      }
      for (key, value) in try #require(entry["results"]?.object).members {
        let found = try #require(ours?[name]?[key]?.number, "\(name) \(key)")
        let expected = try #require(value.number)
        #expect(abs(found - expected) <= 1e-12, "\(name) \(key): \(found), expected \(expected)")
      }
      compared += 1
    }
    #expect(compared == count)
  }

  /// A task of its own whose name begins like another's.
  private static func isOther(_ name: String) -> Bool { name == "gsm8k_cot" }
}
