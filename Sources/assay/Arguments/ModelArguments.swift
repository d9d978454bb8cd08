import ArgumentParser
import Files
import Pipelines
import Platform
import Tensors
import Transformers

/// The options that say how a model is opened.
struct ModelArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("PEFT adapter folder; may be given several times, all are applied.", valueName: "dir"))
  var adapter: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      A model that answers together with others: an adapter over the model, or a whole model like it. Given once for each \
      member.
      """, valueName: "dir"))
  var ensemble: [String] = []

  @Option(
    help: ArgumentHelp(
      "How an ensemble's members are mixed: logits (their mean) or probabilities (their mean).", valueName: "mode"))
  var mixing = EnsembleMixing.logits.rawValue

  @Option(
    help: ArgumentHelp(
      "Dtype of the weights in memory: auto (as on disk), f32, bf16 or f16.", valueName: "format"))
  var weights = "auto"

  @OptionGroup var machine: EngineArguments

  @Option(
    help: ArgumentHelp(
      "Tokens that are computed together. Changes speed and memory, no result.", valueName: "n"))
  var batchTokens: Int?

  func options(model: String) throws(Diagnostic) -> ModelOptions {
    guard let mixing = EnsembleMixing(rawValue: mixing) else {
      throw Diagnostic(
        "--mixing", "'\(mixing)' is no way to mix", expected: "logits or probabilities", status: .wrongUsage)
    }
    guard ensemble.isEmpty || adapter.isEmpty else {
      throw Diagnostic(
        "--ensemble", "cannot stand beside --adapter", expected: "each member is an adapter or a model by itself",
        status: .wrongUsage)
    }
    guard !ensemble.isEmpty || mixing == .logits else {
      throw Diagnostic(
        "--mixing", "without an ensemble", expected: "--ensemble DIR, once for each member", status: .wrongUsage)
    }
    return ModelOptions(
      path: model, adapters: adapter, ensemble: ensemble, mixing: mixing, weights: try format(),
      threads: try machine.threads.given(),
      batchTokens: try NumberRange.batchTokens(batchTokens),
      memoryBudget: try machine.givenMemory())
  }

  private func format() throws(Diagnostic) -> WeightFormat? {
    if weights == "auto" { return nil }
    guard let format = WeightFormat.plain.first(where: { $0.rawValue == weights }) else {
      throw Diagnostic(
        "--weights", "'\(weights)' is no number format", expected: "auto, f32, bf16 or f16",
        status: .wrongUsage)
    }
    return format
  }
}
