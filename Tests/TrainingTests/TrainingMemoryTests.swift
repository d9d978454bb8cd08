import Checkpoints
import Corpora
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// What is said before a run, held against what the run took.
@Suite struct TrainingMemoryTests {
  private let pool = ThreadPool(threads: 1)
  private let configuration = ModelConfiguration(
    vocabularySize: 300, hiddenSize: 64, intermediateSize: 176, layerCount: 3, headCount: 8, keyValueHeadCount: 4,
    contextLength: 512)

  private let samples: [TrainingSample] = (0..<32).map { sample in
    let ids = (0..<40 + sample * 5).map { Int32((sample * 7 + $0 * 5) % 300) }
    return TrainingSample(name: "\(sample)", ids: ids, isLabel: ids.indices.map { $0 > 20 })
  }

  private func plan(recomputes: Bool, trained: Int) throws -> TrainingMemory {
    let longest = samples.map(\.ids.count).max() ?? 0
    var budget = Int.max
    while true {
      let plan = try TrainingMemory(
        configuration, base: 0, trained: trained, longest: longest, batch: 16 * longest, threads: 1, budget: budget)
      if plan.recomputes == recomputes { return plan }
      budget = plan.total - 1
    }
  }

  @Test("Activations take what was said, and not much less", arguments: [false, true], [false, true])
  func activations(recomputes: Bool, full: Bool) throws {
    let folder = try ScratchDirectory()
    try RandomModel.write(configuration, seed: 5, dtype: .f32, tokenizer: nil, to: folder["model"])
    let weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: .f32, on: pool)
    let plan = try plan(recomputes: recomputes, trained: 0)
    let computer =
      full
      ? GradientComputer(ModelParameters(weights, on: pool), longest: 512, recomputes: recomputes, on: pool)
      : GradientComputer(
        LoRAParameters(
          LoRAParameters.Shape(projections: Projection.allCases, rank: 8, dropout: 0.1), for: configuration, seed: 1),
        beside: weights, longest: 512, recomputes: recomputes, on: pool)
    let trainer = Trainer(
      computer, samples: samples, recipe: TrainingRecipe(epochs: 3), tokensAtOnce: plan.tokensAtOnce, on: pool)
    for _ in 0..<6 { _ = trainer.step() }
    let taken = computer.workingBytes
    print("\(recomputes) \(full): planned \(plan.activations), taken \(taken)")
    #expect(taken <= plan.activations)
    #expect(Double(taken) >= 0.4 * Double(plan.activations))
  }
}
