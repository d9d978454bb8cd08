import Configuration
import Corpora
import Files

/// Settings under one name.
public struct TrainingPreset: Sendable {
  public let name: String
  public let help: String
  let apply: @Sendable (inout TrainingConfiguration) -> Void

  /// Table 10 and A.3 of the Disperse-Then-Merge paper (arXiv:2405.13432).
  static let paperText = TrainingPreset(
    name: "paper-text", help: "what the text of the Disperse-Then-Merge paper says (Table 10)"
  ) { c in
    paper(&c)
    c.template = .alpacaWithoutInput
    c.recipe.optimizer = AdamW.Settings(beta1: 0.9, beta2: 0.95, epsilon: 1e-8)
    c.recipe.epochs = 3
    c.recipe.clip = 1
    c.recipe.lossReduction = .tokenMean
    c.boundary = .offset
    c.eos = true
  }

  /// The paper's released code and the command in its README: another beta2 and epsilon, one epoch, clipping at 0.3, no EOS,
  /// each sequence's loss weighs the same, labels by the length of the prompt's own tokens.
  static let paperCode = TrainingPreset(
    name: "paper-code", help: "what the paper's released code does: no EOS, sequence means, one epoch"
  ) { c in
    paper(&c)
    c.template = .alpaca
    c.recipe.optimizer = AdamW.Settings(beta1: 0.9, beta2: 0.98, epsilon: 1e-6)
    c.recipe.epochs = 1
    c.recipe.clip = 0.3
    c.recipe.lossReduction = .sequenceMean
    c.boundary = .prefixLength
    c.eos = false
  }

  public static let all = [paperText, paperCode]

  private static func paper(_ c: inout TrainingConfiguration) {
    c.method = .lora
    c.lora = LoRAParameters.Shape()
    c.source.turns = .first
    c.maxLength = 1024
    c.recipe.rate = 3e-4
    c.recipe.schedule = LearningRateSchedule(.cosine, warmUp: 100)
    c.recipe.batchSize = 16
    c.recipe.seed = 42
  }
}

extension TrainingPreset {
  /// A preset by its name.
  static let type = ValueType<TrainingPreset>(
    .choice(all.map(\.name)), show: { .string($0.name) }
  ) { (setting) throws(Diagnostic) in
    let name = setting.value.string ?? setting.value.text()
    guard let preset = all.first(where: { $0.name == name }) else {
      throw Diagnostic(
        setting.place, "there is no preset \"\(name)\"", expected: all.map(\.name).joined(separator: " or "),
        status: .wrongUsage)
    }
    return preset
  }
}
