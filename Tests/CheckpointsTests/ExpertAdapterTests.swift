import Files
import TestSupport
import Testing

@testable import Checkpoints

/// Adapters of LoRA experts: what is read, and what is refused, to the letter.
@Suite struct ExpertAdapterTests {
  private let folder: ScratchDirectory
  private let shape = ModelConfiguration(
    vocabularySize: 20, hiddenSize: 8, intermediateSize: 12, layerCount: 1, headCount: 2, keyValueHeadCount: 2,
    contextLength: 16)
  private static let up = "base_model.model.model.layers.0.mlp.up_proj"

  init() throws { folder = try ScratchDirectory() }

  private func adapter(_ change: (inout WrittenAdapter) -> Void = { _ in }) throws -> AdapterCheckpoint {
    var adapter = WrittenAdapter(rank: 2, targets: ["up_proj"], seed: 1)
    adapter.configuration["peft_type"] = "LORAMOE"
    adapter.configuration["num_experts"] = 3
    adapter.addFactors("model.layers.0.mlp.up_proj", rank: 6, inputs: 8, outputs: 12)
    adapter.add(Self.up + ".lora_router.weight", [3, 8])
    change(&adapter)
    try? FileSystem.removeDirectory(folder["adapter"])
    return try adapter.write(to: folder["adapter"])
  }

  private var file: String { folder["adapter"] + "/adapter_model.safetensors" }
  private var settings: String { folder["adapter"] + "/adapter_config.json" }

  @Test("experts, their factors and routers are read, and nothing is said of them")
  func read() throws {
    let adapter = try adapter()
    try adapter.check(for: shape)
    #expect(adapter.configuration.experts == 3 && adapter.factors.count == 1)
    #expect(adapter.factors[0].router?.shape == [3, 8] && adapter.factors[0].a.shape == [6, 8])
    #expect(adapter.factors[0].scaling == 2)
    #expect(adapter.warnings(for: shape).isEmpty)
    #expect(adapter.beyondPlain == "LoRA experts (LoRAMoE) on model.layers.0.mlp.up_proj")
    let plain = try self.adapter {
      $0.configuration["peft_type"] = "LORA"
      $0.configuration["r"] = 6
      $0.tensors.removeLast()
    }
    #expect(plain.configuration.experts == nil && plain.factors[0].router == nil)
    #expect(plain.warnings(for: shape) == ["\(settings): unknown key \"num_experts\": not obeyed"])
    try plain.checkMergeable()
  }

  @Test("nothing merges them, and that is said")
  func merging() throws {
    let adapter = try adapter()
    #expect(
      throws: Diagnostic(
        file,
        "holds 3 LoRA experts beside each weight (LoRAMoE): what they add depends on the input, and no weights can take it up",
        expected: "adapters of plain LoRA; one of experts is scored as it is (assay score --adapter)")
    ) { try adapter.checkMergeable() }
  }

  @Test("what is missing, too much or of another shape is refused by its name")
  func damaged() throws {
    let cases: [(change: (inout WrittenAdapter) -> Void, problem: Diagnostic)] = [
      (
        { $0.configuration["num_experts"] = nil },
        Diagnostic(settings, "key \"num_experts\" is missing", expected: "the file must state it")
      ),
      (
        { $0.configuration["num_experts"] = 1025 },
        Diagnostic(settings, "key \"num_experts\" is 1025", expected: "a whole number from 1 to 1024 was expected")
      ),
      (
        { $0.configuration["num_experts"] = 2 },
        Diagnostic(file, "tensor '\(Self.up).lora_A.weight' has shape [6, 8]", expected: "shape [4, 8] was expected")
      ),
      (
        { $0.tensors.removeLast() },
        Diagnostic(
          file, "tensor '\(Self.up).lora_A.weight' stands without its lora_router",
          expected: "every module with experts has one")
      ),
      (
        { $0.tensors.removeFirst(2) },
        Diagnostic(
          file, "tensor '\(Self.up).lora_router.weight' stands without its lora_A",
          expected: "every adapted module has a lora_A and a lora_B")
      ),
      (
        {
          $0.tensors.removeLast()
          $0.add(Self.up + ".lora_router.weight", [3, 7])
        },
        Diagnostic(
          file, "tensor '\(Self.up).lora_router.weight' has shape [3, 7]", expected: "shape [3, 8] was expected")
      ),
      (
        {
          $0.configuration["peft_type"] = "LORA"
          $0.configuration["r"] = 6
        },
        Diagnostic(
          file, "tensor '\(Self.up).lora_router.weight' is of LoRAMoE, and \"peft_type\" is not \"LORAMOE\"",
          expected: "adapter_config.json must say how the adapter was trained")
      ),
      (
        { $0.configuration["use_dora"] = true },
        Diagnostic(
          settings, "key \"use_dora\" is true, which is not supported",
          expected: "LoRA experts are scaled by their router alone")
      ),
      (
        { $0.configuration["modules_to_save"] = ["lm_head"] },
        Diagnostic(
          settings, "key \"modules_to_save\" is [\"lm_head\"], which is not supported",
          expected: "LoRA experts stand beside frozen weights alone")
      ),
      (
        {
          $0.configuration["target_modules"] = ["up_proj", "lm_head"]
          $0.add("base_model.model.lm_head.lora_A.weight", [6, 8])
          $0.add("base_model.model.lm_head.lora_B.weight", [20, 6])
        },
        Diagnostic(
          file, "tensor 'base_model.model.lm_head.lora_A.weight' brings LoRA experts for lm_head",
          expected: "experts stand beside linear maps of the layers that are stored by themselves")
      ),
      (
        { $0.configuration["peft_type"] = "LOHA" },
        Diagnostic(
          settings, "key \"peft_type\" is \"LOHA\", which is not supported",
          expected: "only LoRA adapters are supported")
      ),
    ]
    for (change, problem) in cases { #expect(throws: problem) { _ = try adapter(change) } }
  }
}
