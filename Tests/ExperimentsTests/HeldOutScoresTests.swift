import Corpora
import Evaluation
import Files
import Inference
import Statistics
import TestSupport
import Testing
import Tokenization
import Training

@testable import Experiments
@testable import Pipelines

/// Held-out records, asked of the committed base.
@Suite struct HeldOutScoresTests {
  private let folder: ScratchDirectory
  private var base: String { FileSystem.directory(of: #filePath) + "/../../worlds/base" }

  init() throws {
    folder = try ScratchDirectory()
    let records = ["5 + 3 = 8.", "A rekok is orange.", "def add_3(x):\n    return x + 3", "x"].enumerated().map {
      JSON.object(["instruction": .string("Say \($0.offset)"), "input": "", "output": .string($0.element)]).text()
    }
    try folder.write("records.jsonl", records.joined(separator: "\n"))
  }

  @Test("a record's loss is the mean over its labels as the trainer computes it, in the order of the records")
  func loss() throws {
    var job = TrainingConfiguration()
    (job.model, job.source.files, job.out) = (base, [folder["records.jsonl"]], folder["run"])
    job.recipe.lossReduction = .sequenceMean
    let training = try TrainModel(job, bases: try TrainingBases(threads: 2), budget: 1 << 30)
    let samples = training.corpus.samples
    var model = try ModelLoading.open(ModelOptions(path: base, threads: 2)).model
    let scores = try HeldOutScores(of: samples, by: &model)
    #expect(scores.losses.count == 4 && scores.exact.count == 4)
    for (sample, loss) in zip(samples, scores.losses) {
      expectClose(loss, training.trainer.loss(of: [sample]), absolute: 1e-4)
    }
    expectClose(try #require(scores.loss?.value), training.trainer.loss(of: samples), absolute: 1e-4)
    #expect(HeldOutScores(scores.json) == scores)
  }

  @Test("a record is exact where each label is the most likely token")
  func exact() throws {
    var model = try ModelLoading.open(ModelOptions(path: base, threads: 1)).model
    // What the base itself says is exact; another word at its end is not.
    let prompt: [Int32] = [1] + (try model.tokenizer.encode("Q: What is 2 + 3?\nA: "))
    var ids = prompt
    for _ in 0..<3 {
      let choices = (0..<Int32(model.tokenizer.vocabularySize)).map {
        ContinuationEncoder.Encoding(context: ids, continuation: [$0])
      }
      var likeliest: Int32 = 0
      try model.likelihoods(of: choices) { index, likelihood in
        if likelihood.isGreedy { likeliest = Int32(index) }
      }
      ids.append(likeliest)
    }
    let labels = ids.indices.map { $0 >= prompt.count }
    var wrong = ids
    wrong[wrong.count - 1] = wrong[wrong.count - 1] == 5 ? 6 : 5
    let samples = [ids, wrong].map { TrainingSample(name: "it", ids: $0, isLabel: labels) }
    #expect(try HeldOutScores(of: samples, by: &model).exact == [1, 0])
  }

  @Test("turns of a dialogue are asked each behind all that stands before it")
  func turns() {
    let sample = TrainingSample(
      name: "it", ids: [1, 10, 11, 12, 20, 21, 30], isLabel: [false, false, true, true, false, false, true])
    let expected: [ContinuationEncoder.Encoding] = [
      .init(context: [1, 10], continuation: [11, 12]), .init(context: [1, 10, 11, 12, 20, 21], continuation: [30]),
    ]
    #expect(HeldOutScores.questions(in: sample) == expected)
  }
}
