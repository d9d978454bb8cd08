import Checkpoints
import Files
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

@testable import Pipelines

/// A thousand damaged files for each reader of models and adapters; `make fuzz` tries more. `FuzzedReaders` says which there are.
@Suite struct CheckpointFuzzTests {
  private let folder: FuzzFolder
  private let shape: ModelConfiguration

  init() throws {
    folder = try FuzzFolder()
    try DemoModel.write(to: folder["model"], seed: 1)
    shape = try ModelConfiguration(file: folder["model"] + "/config.json")
  }

  // MARK: weights

  @Test func safetensorsHeader() throws {
    let file = try folder.safetensors([("a", [2, 3]), ("b.weight", [4]), ("scalar", [])])
    try folder.target("safetensors", "x.safetensors", [file]) { path in
      let file = try SafetensorsFile(path)
      for tensor in file.tensors {
        if let last = tensor.bytes.last { #expect(last <= 255) }
      }
      try file.checkSeal()
    }.run()
  }

  @Test func safetensorsIndex() throws {
    try folder.scratch.write("sharded/one.safetensors", try folder.safetensors([("a", [2])]))
    try folder.scratch.write("sharded/two.safetensors", try folder.safetensors([("b", [2])]))
    let index = #"{"metadata": {"total_size": 16}, "weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}"#
    try folder.target("index", "sharded/model.safetensors.index.json", index) { path in
      _ = try TensorStore(directory: FileSystem.directory(of: path)).names
    }.run()
  }

  /// A whole model, so that its configuration, tokenizer and tensors are damaged, too.
  @Test func gguf() throws {
    let pool = ThreadPool(threads: 1)
    var files: [[UInt8]] = []
    for type in [ModelConfiguration.Architecture.llama, .neoX, .gpt2, .phi3, .qwen3MoE] {
      var shape = ModelConfiguration(
        architecture: type, vocabularySize: 354, hiddenSize: 32, intermediateSize: 32, layerCount: 1, headCount: 2,
        contextLength: 16)
      if type == .neoX { shape.features.biases = [.q, .k, .v, .o, .up, .down] }
      if type == .phi3 {
        let factors = [1.0, 2, 3, 4, 5, 6, 7, 8]
        shape.ropeScaling = .longRope(
          LongRopeScaling(shortFactors: factors, longFactors: factors, originalContextLength: 8, attentionFactor: 1.25))
      }
      if type == .qwen3MoE {
        shape.features.experts = Experts(count: 2, chosen: 1, intermediateSize: 32, normalizes: true)
      }
      // With the features that such a file means.
      shape = try ModelConfiguration(json: shape.json.object ?? JSONObject(), place: "config.json")
      let name = "gguf-\(type.rawValue)"
      try RandomModel.write(
        shape, seed: 1, dtype: .f16, tokenizer: SentencePieceProto.characters.serialized(), to: folder[name])
      _ = try GGUFExporter.export(folder[name], as: .q40, to: folder["\(name)/m.gguf"], on: pool)
      files.append(try folder.bytes("\(name)/m.gguf"))
    }
    try folder.target("gguf", "m.gguf", files) { path in
      let model = try Checkpoint(directory: path, readsGGUF: true)
      _ = try ModelTokenizer.open(directory: path).encode("a b")
      _ = try DecoderWeights(model, format: nil, on: pool)
    }.run(share: 4)
  }

  @Test func llama2c() throws {
    func words(_ numbers: [Int32]) -> [UInt8] {
      numbers.flatMap { n in withUnsafeBytes(of: n.littleEndian) { Array($0) } }
    }
    let layer = 8 * 8 + 2 * 4 * 8 + 8 * 8 + 3 * 6 * 8 + 2 * 8, weights = 5 * 8 + 2 * layer + 8
    let old = words([8, 6, 2, 2, 1, 5, 4]) + [UInt8](repeating: 0, count: 4 * (weights + 4 * 4))
    let new =
      words([0x616B_3432, 1, 8, 6, 2, 2, 1, 5, 4, 1]) + [UInt8](repeating: 0, count: 256 - 40 + 4 * weights)
    try folder.target("llama2c", "m.bin", [old, new]) { path in
      try FileSystem.removeDirectory(folder["hf"])
      try Llama2cImporter.importModel(path, tokenizer: nil, to: folder["hf"])
    }.run(share: 4)
  }

  // MARK: adapters

  @Test func adapters() throws {
    _ = try RandomAdapter.write("adapter", [.q, .v], rank: 2, for: shape, in: folder.scratch)
    let weights = try folder.bytes("adapter/adapter_model.safetensors")
    try folder.target("adapter", "adapter/adapter_model.safetensors", [weights]) { path in
      let adapter = try AdapterCheckpoint(directory: FileSystem.directory(of: path))
      try adapter.check(for: shape)
      _ = (adapter.warnings(for: shape), adapter.beyondPlain, try adapter.digest())
    }.run()
  }

  /// DoRA, LoRA on embedding and output layer, whole modules, the names of a raw state.
  @Test func adapterForms() throws {
    let q = "base_model.model.model.layers.0.self_attn.q_proj.", width = shape.hiddenSize, rows = shape.vocabularySize
    let dora = try folder.safetensors([
      (q + "lora_A.default.weight", [2, width]), (q + "lora_B.default.weight", [width, 2]),
      (q + "lora_magnitude_vector", [width]), ("base_model.model.lm_head.lora_A.weight", [2, width]),
      ("base_model.model.lm_head.lora_B.weight", [rows, 2]),
      ("base_model.model.model.embed_tokens.lora_embedding_A", [2, rows]),
      ("base_model.model.model.embed_tokens.lora_embedding_B", [width, 2]),
      ("base_model.model.lm_head.lora_magnitude_vector", [rows]),
      ("base_model.model.model.embed_tokens.lora_magnitude_vector", [width]),
    ])
    try folder.scratch.write(
      "dora/adapter_config.json",
      #"{"r": 2, "lora_alpha": 4, "use_dora": true, "target_modules": ["q_proj", "lm_head", "embed_tokens"]}"#)
    let whole = try folder.safetensors([
      (q + "lora_A.weight", [2, width]), (q + "lora_B.weight", [width, 2]),
      ("base_model.model.model.embed_tokens.modules_to_save.default.weight", [rows + 1, width]),
      ("base_model.model.lm_head.weight", [rows + 1, width]), ("base_model.model.model.norm.weight", [width]),
    ])
    try folder.scratch.write(
      "whole/adapter_config.json",
      #"{"r": 2, "lora_alpha": 4, "target_modules": ["q_proj"], "modules_to_save": ["embed_tokens", "lm_head"], "bias": "all"}"#
    )
    let experts = try folder.safetensors([
      (q + "lora_A.weight", [6, width]), (q + "lora_B.weight", [width, 6]), (q + "lora_router.weight", [3, width]),
    ])
    try folder.scratch.write(
      "experts/adapter_config.json",
      #"{"peft_type": "LORAMOE", "num_experts": 3, "r": 2, "lora_alpha": 4, "target_modules": ["q_proj"]}"#)
    for (name, weights) in [("dora", dora), ("whole", whole), ("experts", experts)] {
      try folder.target("adapter_\(name)", name + "/adapter_model.safetensors", [weights]) { path in
        let adapter = try AdapterCheckpoint(directory: FileSystem.directory(of: path))
        _ = (try adapter.vocabularySize(for: shape), adapter.warnings(for: shape), adapter.beyondPlain)
        try adapter.check(for: shape)
      }.run()
    }
  }

  @Test func adapterConfigurations() throws {
    let modules = ["model.layers.0.self_attn.q_proj", "model.layers.11.mlp.down_proj", "lm_head"]
    try folder.target(
      "adapter_config", "a.json",
      #"{"peft_type": "LORA", "r": 8, "lora_alpha": 16, "target_modules": ".*(q|v)_proj", "use_rslora": true, "#
        + #""rank_pattern": {"q_proj": 4}, "alpha_pattern": {"v_proj": 2.5}, "base_model_name_or_path": "x"}"#,
      #"{"r": 8, "lora_alpha": 16, "bias": "none", "target_modules": ["q_proj"], "fan_in_fan_out": false, "#
        + #""layers_to_transform": [0, 3], "layers_pattern": "layers", "exclude_modules": ["lm_head"], "use_dora": true}"#,
      #"{"r": 2, "lora_alpha": 4, "target_modules": "(?:.*?(?:language|text).*?(?:self_attn|mlp).*?(?:q_proj|up_proj).*?)|"#
        + #"(?:\\bmodel\\.layers\\.[\\d]{1,}\\.(?:self_attn|mlp)\\.(?:(?:q_proj|up_proj)))"}"#,
      #"{"r": 2, "lora_alpha": 4, "target_modules": "(.*.*)*[a-z]+(x|.*){2,9}proj", "modules_to_save": ["lm_head"]}"#,
      #"{"r": 2, "lora_alpha": 4, "target_modules": "all-linear", "init_lora_weights": "gaussian", "lora_dropout": 0.1}"#,
      #"{"peft_type": "LORAMOE", "num_experts": 4, "r": 2, "lora_alpha": 4, "target_modules": ["q_proj"]}"#
    ) {
      let read = try AdapterConfiguration(file: $0)
      for module in modules where read.targets(module) {
        #expect(read.scaling(of: module).isFinite && read.scaling(of: module) > 0)
      }
    }.run()
  }

  // MARK: configurations

  private let shapes = [
    #"{"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 29, "hidden_size": 8, "#
      + #""intermediate_size": 12, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 2, "#
      + #""max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "#
      + #""low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 32}, "rope_theta": 5e5, "#
      + #""tie_word_embeddings": true, "hidden_act": "silu", "eos_token_id": [2, 3], "bos_token_id": 1, "head_dim": 4}"#,
    #"{"architectures": ["MistralForCausalLM"], "vocab_size": 29, "hidden_size": 8, "intermediate_size": 12, "#
      + #""num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1, "sliding_window": 16, "#
      + #""max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_parameters": {"rope_type": "linear", "factor": 2, "#
      + #""rope_theta": 10000.0}, "torch_dtype": "bfloat16", "use_cache": true, "eos_token_id": null}"#,
    #"{"architectures": ["BaichuanForCausalLM"], "model_type": "baichuan", "vocab_size": 29, "hidden_size": 8, "#
      + #""intermediate_size": 12, "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 64, "#
      + #""model_max_length": 64, "rms_norm_eps": 1e-6, "hidden_act": "silu", "tie_word_embeddings": false}"#,
  ].map { Array($0.utf8) }

  @Test func configurations() throws {
    // Each family's, as it is written.
    let families = ModelConfiguration.Architecture.allCases.map { type in
      Array(
        ModelConfiguration(
          architecture: type, vocabularySize: 29, hiddenSize: 8, intermediateSize: 12, layerCount: 2, headCount: 2,
          contextLength: 64
        ).json.text().utf8)
    }
    try folder.target("config", "config.json", [try folder.bytes("model/config.json")] + shapes + families) { path in
      let read = try ModelConfiguration(file: path)
      #expect(read.weightCount.isFinite)
      // What was read is written, and means the same.
      #expect(try ModelConfiguration(json: read.json.object ?? JSONObject(), place: path) == read)
    }.run()
    try RandomEncoder.write("bert", to: folder.scratch, name: "bert")
    try folder.target("encoder_config", "bert/config.json", [try folder.bytes("bert/config.json")]) { path in
      _ = try EncoderConfiguration(directory: FileSystem.directory(of: path))
    }.run()
  }

  @Test func pooling() throws {
    try RandomEncoder.write("bert", to: folder.scratch, name: "bert")
    let modules =
      #"[{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}, "#
      + #"{"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]"#
    let pooling =
      #"{"word_embedding_dimension": 8, "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true, "#
      + #""pooling_mode_max_tokens": false}"#
    for (name, file, text) in [("modules", "modules.json", modules), ("pooling", "1_Pooling/config.json", pooling)] {
      try folder.target(name, "bert/" + file, text) { _ in
        _ = try EncoderConfiguration(directory: folder["bert"])
      }.run()
      try FileSystem.remove(folder["bert/" + file])
    }
  }

  /// As a merge compares it.
  @Test func meanings() throws {
    try folder.scratch.write("reference.json", shapes[0])
    let reference = try ConfigurationMeaning(file: folder["reference.json"])
    try folder.target("meaning", "m.json", shapes) { path in
      let read = try ConfigurationMeaning(file: path)
      _ = (read.conflict(with: reference), read.remarks(on: reference))
      #expect(read.conflict(with: read) == nil && read.remarks(on: read).isEmpty)
    }.run()
  }

  @Test func generation() throws {
    try folder.target(
      "generation_config.json", "g/generation_config.json",
      #"{"eos_token_id": [2, 3], "bos_token_id": 1, "repetition_penalty": 1.1, "no_repeat_ngram_size": 3, "#
        + #""bad_words_ids": [[5, 6], [7]], "min_length": 2, "min_new_tokens": 1, "max_new_tokens": 9, "#
        + #""suppress_tokens": [4], "begin_suppress_tokens": [5], "forced_bos_token_id": 1, "forced_eos_token_id": 2, "#
        + #""do_sample": false, "temperature": 0.6, "num_beams": 1, "transformers_version": "5.0"}"#,
      #"{"eos_token_id": 2, "num_beams": 1, "guidance_scale": null, "sequence_bias": null, "exponential_decay_length_penalty": null}"#
    ) { path in
      let read = try GenerationSettings(directory: FileSystem.directory(of: path))
      #expect(read.repetitionPenalty.isFinite && read.repetitionPenalty > 0)
      _ = (read.departures, read.changesLogits)
      try read.check(tokens: 512)
      _ = try SettingsTable.warnings(directory: FileSystem.directory(of: path))
    }.run()
  }
}
