import Configuration
import Dispersal
import Files
import TestSupport
import Testing

@testable import Experiments
@testable import Pipelines
@testable import Training

@Suite struct ConfigurationAliasTests {
  private func training(_ text: String) throws -> TrainingConfiguration {
    var job = TrainingConfiguration()
    try job.apply(try ConfigurationFile(text: text, place: "train.yaml").settings)
    return job
  }

  @Test("What other trainers call it is the same recipe")
  func ecosystem() throws {
    let own = try training(
      """
      lora: {rank: 8, alpha: 32, dropout: 0.1, targets: [q_proj, v_proj]}
      learning_rate: 2e-4
      epochs: 2
      batch_size: 24
      max_length: 512
      warmup: 7
      clip: 0.5
      schedule: linear

      """)
    let others = [
      """
      r: 8
      lora_alpha: 32
      lora_dropout: 0.1
      target_modules: [q_proj, v_proj]
      lr: 2e-4
      num_epochs: 2
      per_device_train_batch_size: 4
      gradient_accumulation_steps: 6
      max_seq_length: 512
      warmup_steps: 7
      max_grad_norm: 0.5
      lr_scheduler_type: linear

      """,
      """
      gradient_accumulation_steps: 6
      lora: {r: 8, lora_alpha: 32, lora_dropout: 0.1, target_modules: [q_proj, v_proj]}
      learning_rate: 2e-4
      num_train_epochs: 2
      micro_batch_size: 4
      max_seq_length: 512
      warmup: 7
      clip: 0.5
      lr_scheduler: linear

      """,
    ]
    for text in others { #expect(try training(text).recipeDescription == own.recipeDescription) }
  }

  @Test("An update that is too large, or a dispersal whose key is none, is refused with its line")
  func refused() throws {
    let error = #expect(throws: Diagnostic.self) {
      _ = try training("batch_size: 1048576\ngradient_accumulation_steps: 2\n")
    }
    #expect(error?.status == .wrongUsage && error?.problem.contains("too large") == true)
    let text = "dispersals:\n  - random\n  - name: x\n    method: kmeans\n    restart: 3\n"
    let other = #expect(throws: Diagnostic.self) {
      _ = try DTMConfiguration(try ConfigurationFile(text: text, place: "dtm.yaml").settings)
    }
    #expect(other?.place == "dtm.yaml:5" && other?.expectation.contains("did you mean restarts?") == true)
  }

  @Test("A recipe is checked without the places of anything")
  func recipes() throws {
    try training("epochs: 3\n").checkRecipe()
    let error = #expect(throws: Diagnostic.self) { try training("template: own\n").checkRecipe() }
    #expect(error?.problem == "template: own has no prompt")
    var dispersal = DispersalConfiguration()
    try dispersal.checkRecipe()
    dispersal.method = .kMeans
    #expect(throws: Diagnostic.self) { try dispersal.checkRecipe() }
  }
}
