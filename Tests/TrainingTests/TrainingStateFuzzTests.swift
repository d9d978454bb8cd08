import Checkpoints
import Corpora
import Files
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

@Suite struct TrainingStateFuzzTests {
  @Test("A damaged state is refused, and nothing of it is kept that was not written")
  func state() throws {
    let folder = try ScratchDirectory(), pool = ThreadPool(threads: 1)
    let configuration = ModelConfiguration(
      vocabularySize: 29, hiddenSize: 8, intermediateSize: 12, layerCount: 1, headCount: 2, keyValueHeadCount: 2,
      contextLength: 64)
    try RandomModel.write(configuration, seed: 5, dtype: .f32, standardDeviation: 0.2, tokenizer: nil, to: folder["m"])
    let weights = try DecoderWeights(Checkpoint(directory: folder["m"]), format: .f32, on: pool)
    let samples = (0..<4).map { sample in
      TrainingSample(name: "\(sample)", ids: [1, 2, 3, Int32(4 + sample)], isLabel: [false, false, true, true])
    }
    let trainer = Trainer(
      GradientComputer(
        LoRAParameters(LoRAParameters.Shape(rank: 2), for: configuration, seed: 3), beside: weights, longest: 8,
        on: pool),
      samples: samples, recipe: TrainingRecipe(), on: pool)
    let identity = [(name: "base", digest: "ab"), (name: "corpus", digest: "cd")], path = folder["state.safetensors"]
    try TrainingState(identity: identity, monitor: TrainingMonitor()).write(trainer, to: path)
    try FuzzTarget("training_state", [try FileSystem.bytes(of: path)]) { bytes in
      try AppendOnlyFile(path, truncating: true).append(bytes)
      _ = try TrainingState.restore(trainer, from: path, identity: identity)
    }.run(share: 2)
  }
}
