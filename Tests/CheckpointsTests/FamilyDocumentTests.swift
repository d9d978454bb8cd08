import Files
import Reporting
import TestSupport
import Testing

@testable import Checkpoints

/// docs/models.md says which jobs work with which family; here each cell is asked of the program.
@Suite struct FamilyDocumentTests {
  /// What every family's config.json must have, by all its names.
  static let keys: JSONObject = [
    "vocab_size": 512, "hidden_size": 64, "intermediate_size": 176, "num_hidden_layers": 2, "num_attention_heads": 4,
    "max_position_embeddings": 2048, "model_max_length": 2048, "n_embd": 64, "n_layer": 2, "n_head": 4,
    "n_positions": 2048,
    "head_dim": 16, "num_key_value_heads": 4, "rms_norm_eps": 1e-5, "moe_intermediate_size": 32, "num_experts": 4,
    "num_experts_per_tok": 2,
  ]

  static func configuration(_ family: ModelFamily) throws -> ModelConfiguration {
    var object = keys
    object["architectures"] = [.string(family.classes[0])]
    // As most of them have it: scores are scaled by the size of a head.
    if family.name == "Gemma" { object["query_pre_attn_scalar"] = 16 }
    // As llama.cpp takes for granted of these families.
    if family.architecture == .baichuan { object["num_hidden_layers"] = 32 }
    if family.classes[0] == "Qwen3MoeForCausalLM" { object["norm_topk_prob"] = true }
    if family.layout != .plain { for key in ["head_dim", "num_key_value_heads"] { object[key] = nil } }
    return try ModelConfiguration(json: object, place: "config.json")
  }

  private func adapted(_ model: ModelConfiguration) -> String {
    func isTaken(_ projections: [Projection]) -> Bool {
      (try? model.projections(targeted: projections.map(\.rawValue), place: "")) != nil
    }
    if isTaken(Projection.allCases.filter { $0 != .gate || model.features.activation.hasGate }) { return "all" }
    return isTaken([.q, .k, .v, .o]) ? "those of the attention" : "none"
  }

  /// Whether an adapter may bring a whole norm, and LoRA on the output layer.
  private func others(_ model: ModelConfiguration) throws -> String {
    let folder = try ScratchDirectory()
    func isTaken(_ fill: (inout WrittenAdapter) -> Void) throws -> Bool {
      var adapter = WrittenAdapter(rank: 2, targets: ["lm_head", "o_proj"], seed: 1)
      fill(&adapter)
      try? FileSystem.removeDirectory(folder["adapter"])
      do {
        try adapter.write(to: folder["adapter"]).check(for: model)
        return true
      } catch is Diagnostic { return false }
    }
    let norm = try isTaken { $0.add("base_model.model.model.norm.weight", [model.hiddenSize]) }
    let head = try isTaken {
      $0.addFactors("lm_head", rank: 2, inputs: model.hiddenSize, outputs: model.vocabularySize)
    }
    return norm && head ? "yes" : norm ? "but LoRA on the output layer" : "no"
  }

  private func gguf(_ family: ModelFamily, _ model: ModelConfiguration) -> String {
    // Mistral's code is Llama's but for the window.
    let type = family.architecture == .mistral ? "llama" : family.architecture.rawValue
    guard let known = GGUFArchitecture.all.first(where: { $0.type == type }) else { return "no" }
    return known.unsayable(model) == nil ? "read and written" : "read"
  }

  @Test func jobs() throws {
    var rows = [
      [
        "class", "LoRA and DoRA on linear maps of the layers", "whole weights, LoRA on output layer", "fresh by `init`",
        "Gram matrices", "GGUF",
      ]
    ]
    for family in ModelFamily.all {
      var model = try Self.configuration(family)
      if family.architecture == .mistral { model.slidingWindow = nil }
      rows.append([
        "`\(family.classes[0])`", adapted(model), try others(model), model.isMadeFresh ? "yes" : "no",
        (try? model.checkGram(place: "")) == nil ? "no" : "yes", gguf(family, model),
      ])
    }
    try DocumentTable.check(
      "families", in: "docs/models.md", is: TextTable([.left, .left, .left, .left, .left, .left], rows: rows))
  }
}
