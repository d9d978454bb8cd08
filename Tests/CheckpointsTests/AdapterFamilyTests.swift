import Files
import TestSupport
import Testing

@testable import Checkpoints

/// Adapters of families that call their weights otherwise than Llama: what is read, and what is refused, to the letter.
@Suite struct AdapterFamilyTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func model(_ className: String) throws -> ModelConfiguration {
    let family = try #require(ModelFamily.all.first { $0.classes.contains(className) })
    return try FamilyDocumentTests.configuration(family)
  }

  private func adapter(
    _ modules: [String], _ targets: [String], _ change: (inout WrittenAdapter) -> Void = { _ in }
  ) throws -> AdapterCheckpoint {
    var adapter = WrittenAdapter(rank: 2, targets: targets, seed: 1)
    for module in modules {
      let outputs = module.contains("c_attn") || module.contains("query_key_value") ? 192 : 64
      adapter.addFactors(module, rank: 2, inputs: 64, outputs: outputs)
    }
    change(&adapter)
    try? FileSystem.removeDirectory(folder["adapter"])
    return try adapter.write(to: folder["adapter"])
  }

  private var file: String { folder["adapter"] + "/adapter_model.safetensors" }

  @Test("what is for another family's weights, or for a part of one, is refused by its name")
  func foreign() throws {
    let neoX = try model("GPTNeoXForCausalLM"), gpt2 = try model("GPT2LMHeadModel")
    let llama = try model("LlamaForCausalLM"), sparse = try model("Qwen3MoeForCausalLM")
    let output = "model.layers.0.self_attn.o_proj", dense = "gpt_neox.layers.0.attention.dense"
    let cases: [(ModelConfiguration, [String], [String], String, String)] = [
      (
        neoX, [output], ["o_proj"], "adapts \(output), which a GPT-NeoX model does not have",
        "modules such as gpt_neox.layers.0.attention.query_key_value"
      ),
      (
        gpt2, [output], ["o_proj"], "adapts \(output), which a GPT-2 model does not have",
        "modules such as transformer.h.0.attn.c_attn"
      ),
      (
        gpt2, ["model.layers.0.self_attn.q_proj"], ["q_proj"],
        "adapts q_proj, which a GPT-2 model does not store by itself", "LoRA of its c_attn stands for such parts"
      ),
      (
        llama, [dense], ["dense"], "adapts \(dense), which a LLaMA model does not have",
        "modules such as model.layers.0.self_attn.q_proj"
      ),
      (
        llama, ["transformer.h.0.attn.c_attn"], ["c_attn"], "adapts c_attn, which the model does not have",
        "modules of a LLaMA model"
      ),
      (
        gpt2, ["transformer.h.0.attn.c_attn", "lm_head"], ["c_attn", "lm_head"],
        "brings lm_head for a GPT-2 model, which is not supported",
        "LoRA of the linear maps of the layers; or merge the adapter into the model with PEFT"
      ),
      (
        sparse, ["model.layers.0.mlp.up_proj"], ["up_proj"],
        "tensor 'base_model.model.model.layers.0.mlp.up_proj.lora_A.weight' is for a layer that has experts",
        "the feed-forward of such a layer cannot be adapted"
      ),
      (
        neoX, ["gpt_neox.layers.2.attention.dense"], ["dense"],
        "tensor 'base_model.model.gpt_neox.layers.2.attention.dense.lora_A.weight' is for layer 2",
        "the model has layers 0 to 1"
      ),
    ]
    for (model, modules, targets, problem, expectation) in cases {
      let adapter = try adapter(modules, targets)
      #expect(throws: Diagnostic(file, problem, expected: expectation)) { try adapter.check(for: model) }
    }
    // Whole weights that would have to be cut, and experts, have no place.
    for name in [
      "base_model.model.transformer.h.0.attn.c_attn.weight",
      "base_model.model.model.layers.0.mlp.experts.0.up_proj.lora_A.weight",
    ] {
      let error = #expect(throws: Diagnostic.self) {
        _ = try adapter(["transformer.h.1.attn.c_attn"], ["c_attn", "up_proj"]) { $0.add(name, [2, 64]) }
      }
      #expect(error?.problem == "tensor '\(name)' is unexpected")
    }
  }

  @Test("targets go by the names that PEFT sees, GPT-2's too, whatever fan_in_fan_out says")
  func targets() throws {
    let gpt2 = try model("GPT2LMHeadModel"), names = ["transformer.h.0.attn.c_attn", "transformer.h.1.attn.c_attn"]
    let patterned = try adapter(names, ["c_attn"]) {
      $0.configuration["target_modules"] = #"transformer\.h\.\d+\.attn\.c_attn"#
      $0.configuration["fan_in_fan_out"] = true
      $0.configuration["rank_pattern"] = [#"transformer\.h\.1\.attn\.c_attn"#: 2]
    }
    try patterned.check(for: gpt2)
    #expect(patterned.fused.map(\.moduleName) == ["h.0.attn.c_attn", "h.1.attn.c_attn"])
    #expect(patterned.warnings(for: gpt2) == [])
    let one = try adapter(["transformer.h.1.attn.c_attn"], ["c_attn"]) {
      $0.configuration["layers_to_transform"] = [1]
      $0.configuration["layers_pattern"] = "h"
    }
    #expect(one.fused.map(\.layer) == [1] && one.warnings(for: gpt2) == [])
    #expect(throws: Diagnostic.self) {
      _ = try adapter(["transformer.h.0.attn.c_attn"], ["c_attn"]) { $0.configuration["layers_to_transform"] = [1] }
    }
    // Rows of queries, keys and values are taken out of each head.
    let neoX = try model("GPTNeoXForCausalLM")
    let cut = try adapter(["gpt_neox.layers.0.attention.query_key_value"], ["query_key_value"])
    try cut.check(for: neoX)
    let rows = (0..<192).map { row in Array(cut.fused[0].b.rows(row..<row + 1).bytes) }
    for (part, factors) in cut.factors(for: neoX).enumerated() {
      let expected = (0..<4).flatMap { head in (0..<16).flatMap { rows[(3 * head + part) * 16 + $0] } }
      #expect(Array(factors.b.bytes) == expected)
    }
  }

  @Test("a base that grows with the length is nothing that a GGUF file says")
  func growing() throws {
    var llama = try model("LlamaForCausalLM")
    llama.ropeScaling = .dynamic(factor: 2, originalContextLength: 1024)
    try RandomModel.write(llama, seed: 1, dtype: .f32, tokenizer: nil, to: folder["model"])
    let checkpoint = try Checkpoint(directory: folder["model"])
    #expect(
      throws: Diagnostic(
        folder["model"] + "/config.json", "the model has a rope_scaling of type 'dynamic'",
        expected: "a model that a GGUF file can describe")
    ) { _ = try GGUFDescription(checkpoint) }
  }
}
