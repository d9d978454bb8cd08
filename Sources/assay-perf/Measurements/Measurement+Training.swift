import Checkpoints
import Corpora
import Files
import Tensors
import Training
import Transformers

extension Measurement {
  /// Updates of LoRA factors (rank 16 on gate, up and down, dropout 0.05) on sixteen samples as long as Alpaca's.
  func measureTraining() throws(Diagnostic) -> SectionResult {
    let model = try model()
    let samples = Self.samples(isQuick ? 4 : 16, vocabulary: model.configuration.vocabularySize)
    let lengths = samples.map(\.ids.count), labels = samples.reduce(0) { $0 + $1.labelCount }
    let shape = LoRAParameters.Shape()
    let work = UsefulTraining(configuration: model.configuration, rank: shape.rank, lengths: lengths, labels: labels)
    let trainer = Trainer(
      GradientComputer(
        LoRAParameters(shape, for: model.configuration, seed: 1), beside: model.weights,
        longest: lengths.max() ?? 1, on: pool),
      samples: samples, recipe: TrainingRecipe(batchSize: samples.count, updates: 1000), on: pool)
    let tokens = Double(lengths.reduce(0, +))
    let turns = try Interleaving(rounds: repeats, ceiling: matrixRate) { () throws(Diagnostic) in
      let watch = Stopwatch()
      let step = trainer.step()
      let seconds = watch.seconds
      guard step.isFinite else {
        throw Diagnostic("training", "the loss is \(step.loss)", expected: "a finite loss")
      }
      return work.operations / seconds / 1e9
    }
    var result = SectionResult(figures: [
      Figure("LoRA update", turns, "GFLOP/s", ceiling: matrixName, goal: .ratioAtLeast(0.6)),
      Figure("LoRA update, tokens", turns.work.map { $0 * 1e9 / work.operations * tokens }, "tokens/s"),
    ])
    result.notes.append(
      "\(samples.count) samples, \(Int(tokens)) tokens, \(labels) learned; the last layer's unlabelled rows and the gradients "
        + "below the first factors are neither computed nor counted; counted as whole layers the ratio is "
        + Digits.text(turns.ratio.median * work.operationsOfWholeLayers / work.operations))
    result.figures.append(try experts(beside: trainer, model, samples))
    let baselines = try measureBaselines(samples, of: model, shape)
    result.figures += baselines.figures
    result.notes += baselines.notes
    return try addPeak(to: result, model: model)
  }

  /// Updates of LoRA experts as they are by default, in turns with those of LoRA: how much longer a token takes.
  private func experts(
    beside plain: Trainer, _ model: SubjectModel, _ samples: [TrainingSample]
  ) throws(Diagnostic) -> Figure {
    let mixture = ExpertMixture()
    var shape = LoRAParameters.Shape(rank: mixture.rank, alpha: mixture.alpha)
    shape.mixture = mixture
    let trainer = Trainer(
      GradientComputer(
        LoRAParameters(shape, for: model.configuration, seed: 1), beside: model.weights,
        longest: samples.map(\.ids.count).max() ?? 1, on: pool),
      samples: samples, recipe: plain.recipe, on: pool)
    func rate(_ trainer: Trainer) -> Double {
      let watch = Stopwatch()
      _ = trainer.step()
      return 1 / watch.seconds
    }
    let turns = try Interleaving(
      rounds: repeats, ceiling: { () throws(Diagnostic) in rate(plain) },
      work: { () throws(Diagnostic) in rate(trainer) })
    return Figure(
      "LoRAMoE update, \(mixture.experts) experts of rank \(mixture.rank), time over LoRA's",
      turns.ratio.map { 1 / $0 }, "", goal: .valueAtMost(1.6))
  }

  /// What `assay train` takes at the most for the same work, beside what it said it would need.
  private func addPeak(to given: SectionResult, model: SubjectModel) throws(Diagnostic) -> SectionResult {
    var result = given
    guard let assay = Self.assay else {
      result.notes.append(Self.noAssay)
      return result
    }
    let words = try words().words, corpus = model.folder.path + "/corpus.jsonl"
    var lines = ""
    for (prompt, response) in Self.lengths.prefix(isQuick ? 4 : 16) {
      // The template's own words are part of a prompt.
      let asked = (0..<max(1, prompt - 40)).map { words[$0 * 31 % words.count] }.joined(separator: " ")
      let answered = (0..<response).map { words[$0 * 17 % words.count] }.joined(separator: " ")
      lines += (["instruction": .string(asked), "input": "", "output": .string(answered)] as JSON).text() + "\n"
    }
    try FileSystem.write(lines, to: corpus)
    let output = model.folder.path + "/training-output"
    let settings = [
      "model=\(model.path)", "data=\(corpus)", "format=alpaca", "updates=2", "batch_size=16", "lora.dropout=0.05",
    ]
    let ending = try ChildProcess.run(
      assay,
      ["train", "--threads", "\(threads)", "--out", model.folder.path + "/training", "--fresh"]
        + settings.flatMap { ["--set", $0] },
      output: output, watchingMemory: true)
    let text = String(decoding: try FileSystem.bytes(of: output), as: UTF8.self).split(separator: "\n")
    guard ending.status == 0 else {
      throw Diagnostic(
        "assay train", "ended with status \(ending.status) (\(text.first { $0.hasPrefix("error: ") } ?? "no message"))",
        expected: "it trains on a corpus of fixture words")
    }
    result.figures.append(
      Figure("assay train, peak memory", Spread([Double(ending.peakMemory) / 1e6]), "MB"))
    if let plan = text.first(where: { $0.hasPrefix("memory: ") }) {
      result.notes.append("the same work, two updates of assay train, said before it began: \(plan)")
    }
    return result
  }

  /// Tokens of prompt and response: a batch of sixteen of some 2100 tokens, as of Alpaca's with Llama-2's tokenizer.
  private static let lengths = [
    (52, 12), (61, 45), (48, 130), (74, 8), (57, 64), (90, 38), (66, 210), (55, 25), (120, 71), (63, 96), (58, 17),
    (71, 55), (49, 148), (82, 20), (60, 33), (107, 18),
  ]

  static func samples(_ count: Int, vocabulary: Int) -> [TrainingSample] {
    lengths.prefix(count).enumerated().map { index, length in
      let (prompt, response) = length
      return TrainingSample(
        name: "sample \(index)", ids: (0..<prompt + response).map { Int32((index * 911 + $0 * 7919) % vocabulary) },
        isLabel: (0..<prompt + response).map { $0 >= prompt })
    }
  }
}
