import Checkpoints
import Files
import TestSupport
import Testing

@Suite struct AdapterCheckpointTests {
  static let model = ModelConfiguration(
    vocabularySize: 9, hiddenSize: 8, intermediateSize: 12, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
    contextLength: 16)

  private static func name(_ module: String, _ part: String, layer: Int = 0) -> String {
    "base_model.model.model.layers.\(layer).\(module).lora_\(part).weight"
  }

  static let plain: [(String, [Int])] = [
    (name("mlp.up_proj", "A"), [2, 8]), (name("mlp.up_proj", "B"), [12, 2]),
    (name("self_attn.k_proj", "A", layer: 1), [2, 8]), (name("self_attn.k_proj", "B", layer: 1), [4, 2]),
  ]

  func adapter(
    _ changes: [String: JSON] = [:], _ tensors: [(String, [Int])] = plain
  ) throws -> AdapterCheckpoint {
    let folder = try ScratchDirectory()
    var object: JSONObject = [
      "peft_type": "LORA", "r": 2, "lora_alpha": 8, "target_modules": ["up_proj", "k_proj"], "bias": "none",
      "modules_to_save": .null, "use_dora": false, "init_lora_weights": true,
    ]
    for (key, value) in changes { object[key] = value }
    try folder.write("adapter_config.json", JSON.object(object).text())
    let writer = try SafetensorsWriter(
      folder.path + "/adapter_model.safetensors",
      tensors: tensors.map { SafetensorsWriter.Tensor($0.0, .f32, $0.1) })
    for (_, shape) in tensors { try writer.append([UInt8](repeating: 0, count: 4 * shape.reduce(1, *))) }
    try writer.finish()
    do {
      let adapter = try AdapterCheckpoint(directory: folder.path)
      try adapter.check(for: Self.model)
      return adapter
    } catch {
      throw Diagnostic(
        error.place.replacing(folder.path + "/", with: ""), error.problem, expected: error.expectation)
    }
  }

  @Test("factors by layer and projection, with their scaling")
  func factors() throws {
    let adapter = try adapter()
    #expect(adapter.factors.map(\.layer) == [0, 1])
    #expect(adapter.factors.map(\.projection) == [.up, .k])
    #expect(adapter.factors.map(\.scaling) == [4, 4])
    #expect(adapter.factors[0].a.shape == [2, 8] && adapter.factors[0].b.shape == [12, 2])
    expectClose(
      try self.adapter(["use_rslora": true]).factors[0].scaling, 8 / 2.0.squareRoot(), relative: 1e-15)
  }

  @Test("rank and alpha patterns: the first that matches a name or a dotted end of it")
  func patterns() throws {
    var tensors = Self.plain
    tensors[0].1 = [3, 8]
    tensors[1].1 = [12, 3]
    let adapter = try adapter(
      ["rank_pattern": ["up_proj": 3, "mlp.up_proj": 5], "alpha_pattern": ["layers.1.self_attn.k_proj": 1]],
      tensors)
    #expect(adapter.factors.map(\.rank) == [3, 2])
    #expect(adapter.factors[0].scaling == 8.0 / 3)
    #expect(adapter.factors[1].scaling == 0.5)
    #expect(try self.adapter(["rank_pattern": ["p_proj": 3]]).factors.map(\.rank) == [2, 2])
  }

  @Test(
    "target_modules as names, as a regular expression, as all-linear",
    arguments: [
      #"(?:.*?(?:language|text).*?(?:self_attn|attention|attn|mlp|feed_forward|ffn|dense).*?(?:k_proj|up_proj).*?)|(?:\bmodel\.layers\.[\d]{1,}\.(?:self_attn|attention|attn|mlp|feed_forward|ffn|dense)\.(?:(?:k_proj|up_proj)))"#,
      ["model.layers.0.mlp.up_proj", "k_proj"], "all-linear", ".*\\.(up|k)_proj",
      #".*layers\.\d+\.(mlp|self_attn)\..*_proj"#,
      ".*[ukx]p?_proj",
    ] as [JSON])
  func targets(targets: JSON) throws {
    #expect(try adapter(["target_modules": targets]).factors.count == 2)
  }

  @Test(
    "patterns match as Python's re does",
    arguments: [
      ("up_proj", "model.layers.0.mlp.up_proj", false, true), ("p_proj", "mlp.up_proj", false, false),
      (".*p_proj", "mlp.up_proj", true, true), ("mlp.up_proj", "mlpxup_proj", true, true),
      ("^mlp", "a.mlp", false, false), ("^mlp", "mlp", true, true), ("mlp$", "a.mlp", false, true),
      (#"layers\.1\d\..+"#, "layers.12.x", true, true), (#"layers\.1\d\..+"#, "layers.1.x", false, false),
      ("(a|b|)c", "c", true, true), ("(?:a|bb)+", "abbab", false, false), ("(?:a|bb)+", "abba", true, true),
      ("(x*)*", "xxx", true, true), ("[a-c]?d", "d", true, true), ("a{2}", "aa", true, true),
      ("a{2}", "aaa", false, false),
      ("(a|b){1,}c", "abac", true, true), ("a{,2}b", "aab", true, true), ("a{,2}b", "aaab", false, false),
      ("(a?){9}b", "aab", true, true), (".*?up", "xup", true, true), (#"x\b.y"#, "x.y", true, true),
      (#"x\by"#, "xy", false, false), ("[^.]+", "a.b", false, true), ("[^.]+", "ab", true, true),
      (#"[\d_]{1,}"#, "1_2", true, true), ("(?!.*vision).*q", "a.vision.q", false, true),
      ("(?!.*vision).*q", "a.text.q", true, true), ("(?=a).b", "ab", true, true), ("", "x", false, false),
    ].dropLast() as [(String, String, Bool, Bool)])
  func regularExpressions(pattern: String, name: String, full: Bool, suffix: Bool) throws {
    let pattern = try ModulePattern(pattern, place: "test")
    #expect(pattern.matches(name) == full)
    #expect(pattern.matchesSuffix(of: name) == suffix)
  }

  @Test(
    "patterns outside the language are refused by name",
    arguments: [
      "", "a{2", "a{2,1}", "a{100}", "a{}", "a**", "(?<=x)a", "(?i)a", #"(a)\1"#, "a)", "(a", "[a", "[é]", "[^]", "é",
      #"\"#,
      "(?=a(?!b))",
    ])
  func badPatterns(text: String) {
    #expect(
      throws: Diagnostic(
        "f", "the pattern '\(text)' for modules is not understood",
        expected: "names, '.', '\\d', '\\b', '[...]', '(...|...)', '(?!...)' and quantifiers may stand in it")
    ) { _ = try ModulePattern(text, place: "f") }
  }

  @Test(
    "what would change the numbers and is not supported is refused by name",
    arguments: [
      (["peft_type": "LOHA"], "key \"peft_type\" is \"LOHA\", which is not supported"),
      (["use_qalora": true], "key \"use_qalora\" is true, which is not supported"),
      (["bias": "some"], "key \"bias\" is \"some\", which is not supported"),
      (["lora_bias": true], "key \"lora_bias\" is true, which is not supported"),
      (["modules_to_save": "lm_head"], "key \"modules_to_save\" is \"lm_head\""),
      (
        ["layer_replication": [[0, 2], [1, 2]]], "key \"layer_replication\" is [[0, 2], [1, 2]], which is not supported"
      ),
      (["layers_to_transform": ["x"]], "key \"layers_to_transform\" is [\"x\"]"),
      (["trainable_token_indices": [5]], "key \"trainable_token_indices\" is [5], which is not supported"),
      (["fan_in_fan_out": 1], "key \"fan_in_fan_out\" is 1"),
      (["init_lora_weights": "pissa"], "key \"init_lora_weights\" is \"pissa\", which is not supported"),
      (["target_modules": .null], "key \"target_modules\" is missing"),
      (["target_modules": 3], "key \"target_modules\" is 3"),
      (["r": 0], "key \"r\" is 0"), (["lora_alpha": "x"], "key \"lora_alpha\" is \"x\""),
      (["rank_pattern": ["a": 0]], "key \"rank_pattern\" is 0"),
    ] as [([String: JSON], String)])
  func refused(changes: [String: JSON], problem: String) {
    let error = #expect(throws: Diagnostic.self) { _ = try adapter(changes) }
    #expect(error?.place == "adapter_config.json")
    #expect(error?.problem == problem)
  }

  @Test(
    "tensors that do not fit are named",
    arguments: [
      ([plain[0]], "tensor '\(name("mlp.up_proj", "A"))' stands without its lora_B"),
      ([plain[1]], "tensor '\(name("mlp.up_proj", "B"))' stands without its lora_A"),
      ([], "holds no tensors"),
      (plain + [("base_model.model.lm_head.weight", [1])], "tensor 'base_model.model.lm_head.weight' has shape [1]"),
      (
        plain + [("base_model.model.lm_head.weight", [9, 7])],
        "tensor 'base_model.model.lm_head.weight' has shape [9, 7]"
      ),
      ([("base_model.model.score.weight", [1])], "tensor 'base_model.model.score.weight' is unexpected"),
      (
        [("base_model.model.model.layers.0.mlp.up_proj.bias", [12])],
        "tensor 'base_model.model.model.layers.0.mlp.up_proj.bias' is a bias"
      ),
      (
        plain + [("base_model.model.model.layers.0.mlp.up_proj.lora_A.second.weight", [2, 8])],
        "tensors 'base_model.model.model.layers.0.mlp.up_proj.lora_A.weight' and "
          + "'base_model.model.model.layers.0.mlp.up_proj.lora_A.second.weight' are the same part of model.layers.0.mlp.up_proj"
      ),
      (
        plain + [("base_model.model.model.layers.0.mlp.up_proj.lora_magnitude_vector", [12])],
        "tensor 'base_model.model.model.layers.0.mlp.up_proj.lora_magnitude_vector' is of DoRA, and \"use_dora\" is not true"
      ),
      (
        plain + [
          ("base_model.model.lm_head.lora_A.weight", [2, 8]), ("base_model.model.lm_head.lora_B.weight", [9, 2]),
        ],
        "tensor 'base_model.model.lm_head.lora_A.weight' adapts lm_head, which \"target_modules\" does not name"
      ),
      (
        plain + [("base_model.model.model.embed_tokens.weight", [11, 8])],
        "makes 11 rows of model.embed_tokens.weight and 9 of lm_head.weight"
      ),
      (
        plain + [("base_model.model.model.norm.weight", [9])],
        "tensor 'base_model.model.model.norm.weight' has shape [9]"
      ),
      (
        plain + [("base_model.model.model.layers.7.input_layernorm.weight", [8])],
        "tensor 'base_model.model.model.layers.7.input_layernorm.weight' is for layer 7"
      ),
      ([(name("mlp.k_proj", "A"), [2, 8])], "tensor '\(name("mlp.k_proj", "A"))' is unexpected"),
      (
        [(name("mlp.up_proj", "A"), [3, 8]), plain[1]],
        "tensor '\(name("mlp.up_proj", "A"))' has shape [3, 8]"
      ),
      ([(name("mlp.up_proj", "A"), [2]), plain[1]], "tensor '\(name("mlp.up_proj", "A"))' has shape [2]"),
      (
        [plain[0], (name("mlp.up_proj", "B"), [11, 2])],
        "tensor '\(name("mlp.up_proj", "B"))' has shape [11, 2]"
      ),
      (
        [(name("mlp.up_proj", "A"), [2, 9]), plain[1]],
        "tensor '\(name("mlp.up_proj", "A"))' has shape [2, 9]"
      ),
      (
        [(name("mlp.down_proj", "A"), [2, 12]), (name("mlp.down_proj", "B"), [8, 2])],
        "tensor '\(name("mlp.down_proj", "A"))' adapts down_proj, which \"target_modules\" does not name"
      ),
      (
        [(name("mlp.up_proj", "A", layer: 2), [2, 8]), (name("mlp.up_proj", "B", layer: 2), [12, 2])],
        "tensor '\(name("mlp.up_proj", "A", layer: 2))' is for layer 2"
      ),
      (
        [(name("self_attn.W_pack", "A"), [2, 8])],
        "tensor '\(name("self_attn.W_pack", "A"))' stands without its lora_B"
      ),
      (
        [(name("mlp.W_pack", "A"), [2, 8])], "tensor '\(name("mlp.W_pack", "A"))' is unexpected"
      ),
    ] as [([(String, [Int])], String)])
  func misfits(tensors: [(String, [Int])], problem: String) {
    let error = #expect(throws: Diagnostic.self) { _ = try adapter([:], tensors) }
    #expect(error?.place == "adapter_model.safetensors")
    #expect(error?.problem == problem)
  }

  @Test("a pickle file, or none, is said")
  func missing() throws {
    let folder = try ScratchDirectory()
    try folder.write("adapter_config.json", #"{"r": 1, "lora_alpha": 1, "target_modules": ["up_proj"]}"#)
    func sentence() -> String? {
      #expect(throws: Diagnostic.self) { _ = try AdapterCheckpoint(directory: folder.path) }?.description
    }
    #expect(
      sentence() == """
        \(folder.path)/adapter_model.safetensors: is missing
        a PEFT adapter directory must hold it
        """)
    try folder.write("adapter_model.bin", "x")
    #expect(
      sentence() == """
        \(folder.path)/adapter_model.bin: holds weights in PyTorch's pickle format, which is not read
        convert the adapter to adapter_model.safetensors (PEFT: save_pretrained)
        """)
  }
}
