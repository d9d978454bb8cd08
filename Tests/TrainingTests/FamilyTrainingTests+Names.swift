import Checkpoints
import Corpora
import Files
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Training

/// By which names these families are adapted and measured.
extension FamilyTrainingTests {
  @Test("names of adapters: those that PEFT gives them, GPT-2's weights the other way round")
  func names() throws {
    let folder = try ScratchDirectory()
    func written(_ name: String, _ projections: [Projection]) throws -> (AdapterCheckpoint, JSON, Set<String>) {
      let configuration = try #require(Self.families[name]), path = folder[name + "\(projections)"]
      try LoRAParameters(LoRAParameters.Shape(projections: projections, rank: 2), for: configuration, seed: 1).write(
        to: path, base: "model")
      let file = try SafetensorsFile(path + "/adapter_model.safetensors")
      return (
        try AdapterCheckpoint(directory: path), try JSON(file: path + "/adapter_config.json"),
        Set(file.tensors.map(\.name).filter { $0.contains("s.1.") || $0.contains("h.1.") })
      )
    }
    let all = Projection.allCases
    let (pythia, neoX, neoXNames) = try written("pythia", all)
    #expect(pythia.configuration.targets == .names(["query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h"]))
    #expect(neoX["fan_in_fan_out"] == false)
    #expect(neoXNames.contains("base_model.model.gpt_neox.layers.1.attention.query_key_value.lora_B.weight"))
    #expect(neoXNames.contains("base_model.model.gpt_neox.layers.1.mlp.dense_4h_to_h.lora_A.weight"))
    let (gpt, gpt2, gptNames) = try written("gpt 2", all)
    #expect(gpt.configuration.targets == .names(["c_attn", "c_proj", "c_fc"]))
    #expect(gpt2["fan_in_fan_out"] == true)
    #expect(gptNames.contains("base_model.model.transformer.h.1.attn.c_attn.lora_A.weight"))
    #expect(gptNames.contains("base_model.model.transformer.h.1.mlp.c_proj.lora_B.weight"))
    #expect(neoXNames.count == 8 && gptNames.count == 8)
    // A name that both blocks have is told apart where one of them is meant.
    let (down, _, _) = try written("gpt 2", [.down])
    #expect(down.configuration.targets == .names(["mlp.c_proj"]))
    let (sparse, _, _) = try written("qwen 3 moe", [.q, .v])
    #expect(sparse.configuration.targets == .names(["q_proj", "v_proj"]))
  }

  @Test("what lora.targets may name of a family, and what it may not")
  func targets() throws {
    func targeted(_ family: String, _ names: [String]) throws -> [Projection] {
      try #require(Self.families[family]).projections(targeted: names, place: "m")
    }
    #expect(try targeted("pythia", ["query_key_value", "dense_h_to_4h"]) == [.q, .k, .v, .up])
    #expect(try targeted("pythia", ["dense", "dense_4h_to_h", "up_proj"]) == [.o, .up, .down])
    #expect(try targeted("gpt 2", ["c_attn", "c_proj"]) == [.q, .k, .v, .o, .down])
    #expect(try targeted("gpt 2", ["attn.c_proj", "c_fc"]) == [.o, .up])
    #expect(try targeted("baichuan 7b", ["W_pack", "o_proj"]) == [.q, .k, .v, .o])
    #expect(try targeted("phi 3", ["gate_up_proj"]) == [.gate, .up])
    let refusals: [(String, [String], String, String)] = [
      (
        "pythia", ["gate_proj"], "is a GPT-NeoX model without gate_proj, which lora.targets names",
        "some of query_key_value, dense, dense_h_to_4h, dense_4h_to_h"
      ),
      (
        "gpt 2", ["q_proj"], "stores q_proj and k_proj as one weight, c_attn, and lora.targets lacks k_proj",
        "all or none of q_proj, k_proj, v_proj"
      ),
      (
        "phi 3", ["dense"], "is a Phi-3 model without dense, which lora.targets names",
        "some of qkv_proj, o_proj, gate_up_proj, down_proj"
      ),
      (
        "qwen 3 moe", ["q_proj", "up_proj"],
        "is a Qwen3-MoE model, whose experts LoRA does not stand beside, and lora.targets names up_proj",
        "some of q_proj, k_proj, v_proj, o_proj; or method: full"
      ),
    ]
    for (family, names, problem, expectation) in refusals {
      #expect(throws: Diagnostic("m", problem, expected: expectation, status: .wrongUsage)) {
        _ = try targeted(family, names)
      }
    }
    // Of targets that nobody named a family takes those that it has.
    let usual = LoRAParameters.Shape()
    #expect(
      try usual.fitted(to: #require(Self.families["gpt 2"]), isAsked: false, place: "m").projections == [.up, .down])
    #expect(throws: Diagnostic.self) {
      _ = try usual.fitted(to: #require(Self.families["gpt 2"]), isAsked: true, place: "m")
    }
  }

  @Test(
    "Fisher information and Gram matrices stand under the names of stored weights", arguments: families.keys.sorted())
  func statistics(name: String) throws {
    let parameters = try drawn(name), folder = try ScratchDirectory(), samples = samples()
    let c = parameters.configuration, maps = c.linearMaps
    let fisher = FisherEstimator(
      parameters, labels: .empirical, seed: 1, longest: 64, on: pool, isWanted: maps.contains)
    for sample in samples { fisher.add(sample) }
    try fisher.write(to: folder["fisher.safetensors"])
    let file = try SafetensorsFile(folder["fisher.safetensors"])
    #expect(Set(file.tensors.map(\.name)) == maps)
    // Each number stands where its weight does: squared slopes once more, through the written files.
    let computer = GradientComputer(parameters, longest: 64, on: pool)
    var sums: [String: [Float]] = [:]
    for sample in samples {
      computer.clearGradients()
      var one = TrainingBatch()
      one.append(sample.ids, isLabel: sample.isLabel, weight: 1, key: 0)
      _ = computer.addGradients(of: one)
      computer.completeGradients()
      for tensor in parameters.stored where maps.contains(tensor.name) {
        let own = tensor.values(\.gradient).array
        sums[tensor.name] = zip(sums[tensor.name] ?? own.map { _ in 0 }, own).map { $0 + $1 * $1 / 5 }
      }
    }
    for tensor in parameters.stored where maps.contains(tensor.name) {
      let view = try #require(file[tensor.name])
      #expect(view.shape == tensor.shape)
      let found = try WeightReader.matrix(view, format: .f32, pool: pool).values(on: pool)
      for (ours, theirs) in zip(found, try #require(sums[tensor.name])) {
        expectClose(Double(ours), Double(theirs), absolute: 1e-6, relative: 1e-4)
      }
    }
    guard !c.layout.isTransposed else {
      #expect(
        throws: Diagnostic(
          "m", "is a GPT-2 model, whose weights are stored with inputs as rows",
          expected: "'assay estimate fisher'; Gram matrices are measured of models that store outputs as rows")
      ) { try c.checkGram(place: "m") }
      return
    }
    try c.checkGram(place: "m")
    let gram = GramEstimator(parameters, longest: 64, on: pool, isWanted: maps.contains)
    for sample in samples { gram.add(sample) }
    try gram.write(to: folder["gram.safetensors"])
    let grams = try SafetensorsFile(folder["gram.safetensors"])
    for (weight, shape) in c.weights where maps.contains(weight) {
      let view = try #require(grams[grams.metadata["same:" + weight] ?? weight], "\(weight)")
      #expect(view.shape == [shape[1], shape[1]], "\(weight)")
    }
    #expect(Set(grams.tensors.map(\.name)).isSubset(of: maps))
  }
}
