import Checkpoints
import Files
import TestSupport
import Testing

/// Whether two config.json mean the same: found by what is read, not by how it is spelt.
@Suite struct ConfigurationMeaningTests {
  private static let llama: JSONObject = [
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 512, "hidden_size": 64,
    "intermediate_size": 172, "num_hidden_layers": 5, "num_attention_heads": 8, "num_key_value_heads": 4,
    "max_position_embeddings": 2048, "rms_norm_eps": 1e-05, "bos_token_id": 1, "eos_token_id": 2, "hidden_act": "silu",
  ]
  private static let mistral: JSONObject = with(
    llama, ["architectures": ["MistralForCausalLM"], "model_type": "mistral", "sliding_window": 1024])
  /// One that is not known.
  private static let other: JSONObject = with(
    llama, ["architectures": ["StrangeForCausalLM"], "model_type": "strange"])

  private static func with(_ object: JSONObject, _ changes: [String: JSON?]) -> JSONObject {
    var object = object
    for (key, value) in changes { object[key] = value }
    return object
  }

  private func meanings(
    _ base: JSONObject, _ own: [String: JSON?], _ other: [String: JSON?]
  ) throws -> (ConfigurationMeaning, ConfigurationMeaning) {
    let folder = try ScratchDirectory()
    try folder.write("a.json", JSON.object(Self.with(base, own)).text())
    try folder.write("b.json", JSON.object(Self.with(base, other)).text())
    return (try ConfigurationMeaning(file: folder["a.json"]), try ConfigurationMeaning(file: folder["b.json"]))
  }

  private static let linear: JSON = ["rope_type": "linear", "factor": 4]

  @Test("A key that stands twice within an object counts once, with its last value")
  func twice() throws {
    let folder = try ScratchDirectory()
    for (name, scaling) in [
      ("a", #"{"type": "linear", "factor": 2, "factor": 4}"#), ("b", #"{"type": "linear", "factor": 4}"#),
    ] {
      try folder.write("\(name).json", #"{"model_type": "strange", "head_scaling": \#(scaling)}"#)
    }
    let (a, b) = (
      try ConfigurationMeaning(file: folder["a.json"]), try ConfigurationMeaning(file: folder["b.json"])
    )
    #expect(a.conflict(with: a) == nil && a.conflict(with: b) == nil && b.conflict(with: a) == nil)
  }

  @Test(
    "Other spellings, defaults that are written out, and keys that change no number",
    arguments: [
      (llama, [:], ["rope_theta": 10000]), (llama, ["rope_theta": 10000.0], ["rope_parameters": ["rope_theta": 1e4]]),
      (llama, ["rope_theta": 5e5], ["rope_parameters": ["rope_type": "default", "rope_theta": 500_000]]),
      (llama, ["rope_scaling": linear], ["rope_scaling": ["type": "linear", "factor": 4.0]]),
      (
        llama, ["rope_scaling": linear, "rope_theta": 9],
        ["rope_parameters": ["factor": 4, "rope_type": "linear", "rope_theta": 9]]
      ),
      (llama, ["rope_scaling": .null], [:]), (llama, ["head_dim": 8], ["head_dim": nil]),
      (llama, ["head_dim": .null], ["head_dim": 8]), (llama, ["hidden_act": "swish"], [:]),
      (llama, ["hidden_act": nil], [:]),
      (llama, ["tie_word_embeddings": false], [:]), (llama, ["attention_bias": false], ["mlp_bias": .null]),
      (llama, ["rms_norm_eps": 0.00001], ["rms_norm_eps": 1e-5]),
      (llama, ["rms_norm_eps": nil], ["rms_norm_eps": 1e-6]),
      (llama, ["num_key_value_heads": 8], ["num_key_value_heads": nil]),
      (llama, ["sliding_window": .null], [:]), (llama, ["sliding_window": 16, "use_sliding_window": false], [:]),
      (llama, ["use_sliding_window": false], ["hidden_activation": "silu"]),
      (llama, ["partial_rotary_factor": 1.0], [:]),
      (llama, ["rope_scaling": ["type": "linear", "factor": 1]], [:]), (llama, ["architectures": nil], [:]),
      (llama, ["architectures": []], ["architectures": .null]),
      (
        llama,
        [
          "transformers_version": "4.1", "torch_dtype": "float16", "_name_or_path": "x", "use_cache": true,
          "initializer_range": 0.1, "pretraining_tp": 2, "attention_dropout": 0.1,
        ],
        ["transformers_version": "5.0", "dtype": "bfloat16", "use_cache": false]
      ),
      (mistral, ["sliding_window": 4096, "max_position_embeddings": 2048], ["sliding_window": .null]),
      (mistral, ["sliding_window": nil], ["sliding_window": 4096]),
      (
        mistral, ["sliding_window": .null],
        ["sliding_window": .null, "architectures": ["LlamaForCausalLM"], "model_type": "llama"]
      ),
      (other, ["rope_theta": 7], ["rope_parameters": ["rope_theta": 7.0, "rope_type": "default"]]),
      (other, ["dtype": "float16"], ["new_key": .null]), (other, ["hidden_act": "swish"], [:]),
    ] as [(JSONObject, [String: JSON?], [String: JSON?])])
  func same(base: JSONObject, own: [String: JSON?], other: [String: JSON?]) throws {
    let (a, b) = try meanings(base, own, other)
    #expect(a.conflict(with: b) == nil)
    #expect(b.conflict(with: a) == nil)
    #expect(a.remarks(on: b).filter { $0.key != "model_type" } == [])
  }

  @Test(
    "What changes numbers is named with both values",
    arguments: [
      (llama, [:], ["rope_theta": 500_000], "rope_theta: 10000 where nothing is written, 500000"),
      (llama, ["rope_theta": 10_000], ["rope_parameters": ["rope_theta": 500_000]], "rope_theta: 10000, 500000"),
      (llama, ["rope_scaling": linear], [:], "rope_scaling: {\"rope_type\": \"linear\", \"factor\": 4.0}, not there"),
      (llama, ["rms_norm_eps": 1e-6], [:], "rms_norm_eps: 1e-06, 1e-05"),
      (llama, ["vocab_size": 513], [:], "vocab_size: 513, 512"),
      (llama, ["tie_word_embeddings": true], [:], "tie_word_embeddings: true, false where nothing is written"),
      (llama, ["num_key_value_heads": 2], [:], "num_key_value_heads: 2, 4"),
      (llama, ["head_dim": 16], [:], "head_dim: 16, 8 where nothing is written"),
      (llama, ["hidden_activation": "gelu"], [:], "hidden_activation: \"gelu\", not there"),
      (llama, ["sliding_window": 16], ["sliding_window": .null], "sliding_window: 16, null"),
      (llama, ["partial_rotary_factor": 0.5], [:], "partial_rotary_factor: 0.5, not there"),
      (llama, ["attn_logit_softcapping": 50], [:], "attn_logit_softcapping: 50, not there"),
      // Beyond the reader: both are compared as they are written.
      (llama, ["hidden_act": "gelu"], [:], "hidden_act: \"gelu\", \"silu\""),
      (mistral, [:], ["sliding_window": .null], "sliding_window: 1024, null"),
      (
        mistral, ["sliding_window": nil, "max_position_embeddings": 8192], ["sliding_window": .null],
        "sliding_window: 4096 where nothing is written, null"
      ),
      (
        mistral, [:], ["architectures": ["LlamaForCausalLM"], "model_type": "llama", "sliding_window": .null],
        "sliding_window: 1024, null"
      ),
      (other, ["rope_theta": 7], [:], "rope_theta: 7, not there"),
      (other, ["new_key": 1], [:], "new_key: 1, not there"),
      (other, [:], ["architectures": ["LlamaForCausalLM"]], "architectures:"),
    ] as [(JSONObject, [String: JSON?], [String: JSON?], String)])
  func conflicts(base: JSONObject, own: [String: JSON?], other: [String: JSON?], sentence: String) throws {
    let (a, b) = try meanings(base, own, other)
    let found = try #require(a.conflict(with: b)), back = try #require(b.conflict(with: a))
    #expect("\(found.key): \(found.own), \(found.other)".hasPrefix(sentence), "\(found)")
    #expect(back.own == found.other && back.other == found.own || sentence.hasSuffix(":"))
  }

  @Test("What may differ is told: the context, the ends of texts, keys that nobody knows")
  func remarks() throws {
    let (a, b) = try meanings(
      Self.llama, ["max_position_embeddings": 4096, "eos_token_id": [2, 7], "a_friend": "Jo"], ["quant_note": 1])
    #expect(a.conflict(with: b) == nil)
    #expect(
      a.remarks(on: b).map { "\($0.key): \($0.own), \($0.other)" } == [
        "eos_token_id: [2, 7], 2", "max_position_embeddings: 4096, 2048", "a_friend: \"Jo\", not there",
        "quant_note: not there, 1",
      ])
    let (c, d) = try meanings(Self.llama, ["num_hidden_layers": 6], [:])
    #expect(c.conflict(with: d)?.key == "num_hidden_layers")
    #expect(c.conflict(with: d, leavingOut: ["num_hidden_layers"]) == nil)
  }
}

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct ConfigurationMeaningCaseTests {
  @Test("cases/04: another base of the rotary positions, written or not")
  func rope() throws {
    let folder = (TestSupport.shared ?? "") + "/cases/04-merge-rope/"
    func meaning(_ name: String) throws -> ConfigurationMeaning {
      try ConfigurationMeaning(file: folder + name + "/config.json")
    }
    #expect(try meaning("a").conflict(with: meaning("b"))?.key == "rope_theta")
    #expect(try meaning("b").conflict(with: meaning("d4"))?.key == "rope_theta")
    #expect(try meaning("a").conflict(with: meaning("d4")) == nil)
  }
}
