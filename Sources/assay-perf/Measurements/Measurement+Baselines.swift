import Checkpoints
import Corpora
import Files
import Tensors
import Training
import Transformers

extension Measurement {
  /// Updates with a penalty beside vanilla's, in turns: what a training method costs.
  /// - Parameter samples: a batch of them.
  func measureBaselines(
    _ samples: [TrainingSample], of model: SubjectModel, _ shape: LoRAParameters.Shape
  ) throws(Diagnostic) -> SectionResult {
    let longest = samples.reduce(0) { max($0, $1.ids.count) }, fisher = model.folder.path + "/fisher.safetensors"
    try writeFisher(of: model, shape, to: fisher)
    func rate(_ trainer: Trainer) throws(Diagnostic) -> Double {
      let watch = Stopwatch(), step = trainer.step(), seconds = watch.seconds
      guard step.isFinite else {
        throw Diagnostic("training", "the loss is \(step.loss)", expected: "a finite loss")
      }
      return Double(step.tokens) / seconds
    }
    func trainer(
      _ change: (inout TrainingConfiguration) -> Void
    ) throws(Diagnostic) -> (trainer: Trainer, bytes: Int) {
      var job = TrainingConfiguration()
      change(&job)
      let adapter = LoRAParameters(shape, for: model.configuration, seed: 1)
      let addition = try job.baseline.addition(
        to: MethodSubject(
          job, model: model.configuration, tokenizer: model.tokenizer,
          trained: .adapter(adapter, beside: model.weights), pool: pool))
      let trainer = Trainer(
        GradientComputer(adapter, beside: model.weights, longest: longest, on: pool), samples: samples,
        recipe: TrainingRecipe(batchSize: samples.count, updates: 10_000), addition: addition, on: pool)
      return (trainer, addition.bytes)
    }
    let vanilla = try trainer { _ in }.trainer
    var result = SectionResult(figures: [])
    for method in TrainingMethod.all where ["l2", "ewc"].contains(method.name) {
      let own = try trainer { job in
        job.baseline = method
        job.ewc.fisher = fisher
      }
      let turns = try Interleaving(rounds: repeats, ceiling: { () throws(Diagnostic) in try rate(vanilla) }) {
        () throws(Diagnostic) in try rate(own.trainer)
      }
      // At most 2 % slower for thin products, 15 % for those of whole weights.
      result.figures.append(
        Figure(
          "LoRA update with \(method.name)", turns, "tokens/s", ceiling: "LoRA update",
          goal: .ratioAtLeast(method.name == "l2" ? 1 / 1.02 : 1 / 1.15)))
      result.notes.append("\(method.name) holds \(own.bytes / 1_000_000) MB more than vanilla")
    }
    return result
  }

  /// Made-up Fisher information of the weights that are adapted: what it costs does not depend on its numbers.
  private func writeFisher(
    of model: SubjectModel, _ shape: LoRAParameters.Shape, to path: String
  ) throws(Diagnostic) {
    let configuration = model.configuration
    var tensors: [SafetensorsWriter.Tensor] = []
    for layer in 0..<configuration.layerCount {
      for projection in configuration.projections(ofLayer: layer) where shape.projections.contains(projection) {
        let fusion = configuration.fusion(of: projection)
        if let fusion, fusion.parts[0] != projection { continue }
        let size = fusion.map { configuration.shape(of: $0) } ?? configuration.shape(of: projection)
        tensors.append(
          SafetensorsWriter.Tensor(
            configuration.moduleName(of: projection, layer: layer) + ".weight", .f32,
            configuration.layout.isTransposed ? size.reversed() : size))
      }
    }
    let writer = try SafetensorsWriter(path, tensors: tensors, metadata: ["labels": "sampled", "samples": "1"])
    for tensor in tensors {
      let numbers = FloatBuffer(count: tensor.byteCount / 4)
      for place in 0..<numbers.count { numbers[place] = Float(1 + place % 7) }
      try writer.append(UnsafeRawBufferPointer(start: numbers.base, count: tensor.byteCount))
      withExtendedLifetime(numbers) {}
    }
    try writer.finish()
  }
}
