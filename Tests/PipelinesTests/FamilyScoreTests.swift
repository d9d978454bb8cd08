import Datasets
import Evaluation
import Files
import Inference
import Pipelines
import TestSupport
import Testing

/// A tiny Llama 3.2 and Qwen 2 with nothing but a tokenizer.json, scored as lm-evaluation-harness 0.4.13 and transformers scored it
/// (../shared/golden/families).
@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct FamilyScoreTests {
  @Test(
    "log-likelihoods of every choice", arguments: ["llama32", "qwen2"],
    ["arc_challenge", "openbookqa", "truthfulqa_mc1"])
  func scores(model: String, task: String) throws {
    let shared = try #require(TestSupport.shared), folder = try ScratchDirectory()
    let options = ModelOptions(path: shared + "/golden/families/models/" + model, threads: 1)
    var opened = try ModelLoading.open(options)
    #expect(opened.engine.warnings.isEmpty)
    let job = ScoreCheckpoint(
      preset: "lm-eval", tasks: [task], data: try DataDirectory(path: shared + "/data"), out: folder["run"], limit: 20)
    #expect(
      try TokenizerAgreement.warnings(directory: options.path, tasks: job.plan(defaultBOS: opened.model.defaultBOS))
        .isEmpty)
    _ = try job.run(on: &opened.model, identity: try ModelIdentification(options).value(), engine: opened.engine)
    let ours = try TestSupport.lines(of: folder["run"] + "/samples_\(task).jsonl")
    let golden = try TestSupport.lines(of: shared + "/golden/families/lmeval/\(model)/\(task).jsonl.gz")
    #expect(ours.count == 20 && golden.count == 20)
    for (own, item) in zip(ours, golden) {
      let found = try #require(own["filtered_resps"]?.array), expected = try #require(item["ll"]?.array)
      #expect(found.count == expected.count)
      for (response, value) in zip(found, expected) {
        let number = try #require(response.array?.first?.string.flatMap(Double.init)), sum = try #require(value.number)
        #expect(abs(number - sum) <= 1e-5 * abs(sum), "\(task): \(number), expected \(sum)")
      }
    }
  }
}
