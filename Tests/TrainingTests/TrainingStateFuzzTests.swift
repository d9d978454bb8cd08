import Checkpoints
import Corpora
import Files
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

@Suite struct TrainingStateFuzzTests {
  private let folder: FuzzFolder
  private let trainer: Trainer
  private let adapter: LoRAParameters
  private let configuration: ModelConfiguration

  init() throws {
    folder = try FuzzFolder()
    let pool = ThreadPool(threads: 1)
    // As small as a model may be: what is damaged is the file, and its numbers are many enough.
    let configuration = ModelConfiguration(
      vocabularySize: 29, hiddenSize: 4, intermediateSize: 4, layerCount: 1, headCount: 1, keyValueHeadCount: 1,
      contextLength: 64)
    try RandomModel.write(configuration, seed: 5, dtype: .f32, standardDeviation: 0.2, tokenizer: nil, to: folder["m"])
    let weights = try DecoderWeights(Checkpoint(directory: folder["m"]), format: .f32, on: pool)
    let samples = (0..<4).map { sample in
      TrainingSample(name: "\(sample)", ids: [1, 2, 3, Int32(4 + sample)], isLabel: [false, false, true, true])
    }
    self.configuration = configuration
    adapter = LoRAParameters(LoRAParameters.Shape(projections: [.gate], rank: 1), for: configuration, seed: 3)
    trainer = Trainer(
      GradientComputer(adapter, beside: weights, longest: 8, on: pool),
      samples: samples, recipe: TrainingRecipe(), on: pool)
  }

  @Test("A damaged state is refused, and nothing of it is kept that was not written")
  func state() throws {
    let identity = [(name: "base", digest: "ab"), (name: "corpus", digest: "cd")], path = folder["state.safetensors"]
    try TrainingState(identity: identity, monitor: TrainingMonitor()).write(trainer, to: path)
    let sound = trainer.computer.parameters.map(\.numbers)
    try folder.target("training_state", "state.safetensors", [try folder.bytes("state.safetensors")]) { path in
      let state = try TrainingState.restore(trainer, from: path, identity: identity)
      #expect(trainer.computer.parameters.map(\.numbers) == sound && trainer.optimizer.updates >= 0)
      #expect(state.monitor.bestValidation?.isFinite ?? true)
    }.run()
  }

  @Test("Damaged Fisher information is refused, or holds numbers that are squares")
  func fisher() throws {
    let pool = ThreadPool(threads: 1)
    let weights = try DecoderWeights(Checkpoint(directory: folder["m"]), format: .f32, on: pool)
    let estimator = FisherEstimator(
      ModelParameters(weights, on: pool), labels: .empirical, seed: 1, longest: 8, on: pool
    ) { $0.hasSuffix("gate_proj.weight") }
    for sample in trainer.samples { estimator.add(sample) }
    try estimator.write(to: folder["f.safetensors"])
    let sealed = try folder.bytes("f.safetensors")
    // Without a digest, so that numbers themselves are looked at.
    let stored = try #require(SafetensorsFile(folder["f.safetensors"]).tensors.first)
    let writer = try SafetensorsWriter(
      folder["f.safetensors"], tensors: [.init(stored.name, .f32, stored.shape)], metadata: ["labels": "empirical"])
    try writer.append(stored.bytes)
    try writer.finish()
    try folder.target("ewc_fisher", "f.safetensors", [sealed, try folder.bytes("f.safetensors")]) { path in
      let file = try FisherFile(path, of: adapter, in: configuration, on: pool)
      let penalty = EWCPenalty(adapter.factors, file, EWCSettings(), threads: 1)
      #expect(file.mean > 0 && penalty.addGradients(pool).allSatisfy { $0.value == 0 })
    }.run()
  }

  /// The parameters alone, as the best validation keeps them.
  @Test func parameters() throws {
    let parameters = trainer.computer.parameters
    try ParameterFile.writeSealed(parameters, to: folder["best.safetensors"])
    let sealed = try folder.bytes("best.safetensors")
    // Without a digest, so that numbers themselves are looked at.
    try ParameterFile.write(parameters, to: folder["best.safetensors"])
    try folder.target("best.safetensors", "best.safetensors", [sealed, try folder.bytes("best.safetensors")]) { path in
      try ParameterFile.read(parameters, from: path)
      #expect(parameters.allSatisfy { $0.numbers.allSatisfy(\.isFinite) })
    }.run()
  }
}

extension Parameter {
  fileprivate var numbers: [Float] {
    defer { withExtendedLifetime(values) {} }
    return Array(UnsafeBufferPointer(start: values.base, count: values.count))
  }
}
