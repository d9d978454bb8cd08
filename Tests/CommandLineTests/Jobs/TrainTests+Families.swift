import Checkpoints
import Files
import TestSupport
import Testing

extension TrainTests {
  /// A model with the small one's tokenizer.
  private func write(_ name: String, _ architecture: ModelConfiguration.Architecture) throws {
    var features = DecoderFeatures(), layers = Set<Int>()
    switch architecture {
    case .neoX:
      features.biases = [.q, .k, .v, .o, .up, .down]
      (features.centersNorms, features.isParallel, features.activation) = (true, true, .ungatedGELU)
    case .gpt2:
      layers = [0, 1]
      features.biases = Set(Projection.allCases).subtracting([.gate])
      (features.centersNorms, features.embedsPositions, features.activation) = (true, true, .ungatedGELUTanh)
    default:
      features.headNorms = .together
      features.experts = Experts(count: 4, chosen: 2, intermediateSize: 48, normalizes: false)
    }
    features.unrotatedLayers = layers
    let small = try Checkpoint(directory: folder["model"]).configuration
    let shape = ModelConfiguration(
      architecture: architecture, vocabularySize: small.vocabularySize, hiddenSize: 32, intermediateSize: 48,
      layerCount: 2, headCount: 4, contextLength: 512, features: features)
    try RandomModel.write(
      shape, seed: 3, dtype: .f32, standardDeviation: 0.1,
      tokenizer: try FileSystem.bytes(of: folder["model"] + "/tokenizer.model"), to: folder[name])
  }

  @Test(
    "Families with weights of their own: the same bytes for any threads and after an interruption, scored, measured and merged",
    arguments: [
      (.neoX, "query_key_value, dense_h_to_4h"), (.gpt2, "c_attn, c_proj"), (.olmoe, "q_proj, v_proj"),
    ] as [(ModelConfiguration.Architecture, String)])
  func families(architecture: ModelConfiguration.Architecture, targets: String) throws {
    try write("base", architecture)
    let own = ["--set", "model=base", "--set", "lora.targets=[\(targets)]", "--set", "epochs=1"]
    for (out, threads) in [("one", "1"), ("three", "3")] {
      let made = try train(own + ["--out", out, "--threads", threads])
      #expect(made.status == 0, "\(made.errors)")
    }
    let log = folder["killed"] + "/log.jsonl"
    _ = try train(
      own + ["--out", "killed"],
      kill: Command.Kill(signal: 9) { ((try? FileSystem.bytes(of: log)) ?? []).count { $0 == 0x0A } >= 4 })
    let resumed = try train(own + ["--out", "killed"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try digest("three") == digest("one") && digest("killed") == digest("one"))
    let whole = try train(["--set", "model=base", "--set", "method=full", "--set", "epochs=1", "--out", "whole"])
    #expect(whole.status == 0, "\(whole.errors)")
    for model in [["--model", "base", "--adapter", "one/adapter"], ["--model", "whole/model"]] {
      let scored = try Command.run(["score", "--tasks", "arc_easy", "--limit", "2"] + model, in: folder)
      #expect(scored.status == 0, "\(scored.errors)")
    }
    for job in [
      [
        "estimate", "fisher", "--config", "train.yaml", "--set", "model=base", "--adapter", "one/adapter", "--samples",
        "2",
      ],
      ["merge", "--method", "linear", "base+one/adapter", "whole/model", "--out", "merged"],
    ] {
      let made = try Command.run(job, in: folder)
      #expect(made.status == 0, "\(made.errors)")
    }
    #expect(try Checkpoint(directory: folder["merged"]).configuration.architecture == architecture)
    let refused = try train(["--set", "model=base", "--set", "lora.targets=[gate_proj]", "--out", "no"])
    #expect(refused.status == 64 && refused.errors.contains("lora.targets names"), "\(refused.errors)")
  }

  @Test("A fresh model of a family whose keys init does not know is refused by the family's name")
  func freshFamilies() throws {
    try folder.write(
      "base.yaml",
      """
      method: full
      init: {architectures: [GPTNeoXForCausalLM], hidden_size: 32, intermediate_size: 64, num_hidden_layers: 2,
             num_attention_heads: 4, max_position_embeddings: 64}
      tokenizer: model/tokenizer.model
      data: corpus.jsonl
      out: b
      """)
    let made = try Command.run(["train", "--config", "base.yaml"], in: folder)
    #expect(made.status == 64 && made.errors.contains("init: a fresh GPT-NeoX model cannot be made"), "\(made.errors)")
  }
}
